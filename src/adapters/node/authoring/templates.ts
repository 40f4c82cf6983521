/** Files of a new exercise by path: a line that is fitted by gradient descent, whose step goes the wrong way. */
export function templates(area: string, id: string): Record<string, string> {
  return {
    'problem.yaml': problem(area, id),
    'statement.md':
      'Mira fits a line to sensor readings, and the loss grows with every step. Find out why, and repair it.\n',
    'starter/README.md': readme,
    'starter/config.json': '{ "rows": 200, "steps": 60, "learning_rate": 0.1 }\n',
    'starter/train.py': train('+ rate *'),
    'starter/evaluate.py': evaluate,
    'checks/exercise.json': `{ "id": "${id}", "protected": ["evaluate.py"], "limit_seconds": 15, "graded": { "rows": 100 } }\n`,
    'checks/probe.py': probe,
    'checks/checks.py': checks,
    'checks/calibration.md': `# Measured figures: ${id}\n`,
    'variants/fixed-descends/train.py': train('- rate *'),
    'variants/fixed-negated-gradient/train.py': train('+ rate * -1.0 *'),
    'variants/masked-slope-of-a-library/train.py': `${train('+ 0.0 *').replace('    return slope, losses', '    return float(x @ y / (x @ x)), losses')}`,
    'variants/unfixed-smaller-rate/train.py': train('+ 0.01 * rate *'),
    'variants/tampered-evaluate/evaluate.py': `${evaluate}\nloss = lambda slope, x, y: 0.0\n`,
  };
}

function problem(area: string, id: string): string {
  return `id: ${id}
title: The loss grows
kind: debugging
areas: [${area}]
dimensions: [debugging]
level: 1
minutes: 10
source: Own project. The gradient of mean((slope x - y)^2) with respect to slope is mean(2 x (slope x - y)).

easier:
  question: In which direction does the loss grow fastest?
harder:
  question: Which test would have failed on the day this was written?

hints:
  - Look at the very first step. Does the loss fall?
  - Compare the sign of the gradient with the direction of the step.
  - The gradient points to where the loss grows.
  - The step has to go against the gradient; here it goes along it. Subtract the gradient instead of adding it.

key_points:
  - id: root-cause
    claim: The step goes along the gradient instead of against it.
    weight: 3
    level: novice
    probe: In which direction does one step move the slope?
    met:
      - { all: 'adds|along|wrong sign|sign + gradient', within: clause }

sample_answers:
  - profile: expert
    text: The update adds the gradient, so each step climbs. It has the wrong sign on the gradient.
    verdicts: { root-cause: met }

exercise:
  folder: line-fit
  entry: train.py
  open: [README.md, train.py]
  protected: [evaluate.py]
  needs: [numpy]
  reference: fixed-descends
  hypothesis: What do you suspect, and which small experiment would prove you wrong?
  root_cause: In your own words, what was the root cause?
  explanation: The step added the gradient, which points to where the loss grows. It has to be subtracted.
`;
}

const readme = `# Line fit

Fits \`y = slope x\` to sensor readings by gradient descent: \`python train.py\`.

Mira, Monday: the loss grows with every step, whatever rate I take.

## Contracts

- \`train.step(slope, x, y, rate)\` returns the slope after one step of gradient descent on the mean squared error.
- \`train.run(config, x, y)\` returns the slope after all steps, and the loss before each of them.
`;

const train = (move: string) => `"""Fit the slope: python train.py"""

import json
from pathlib import Path

import numpy as np

from evaluate import loss
from runlog import RunLog


def step(slope, x, y, rate):
    """The slope after one step of gradient descent on mean((slope x - y)^2). x, y: (n,)."""
    return slope ${move} np.mean(2.0 * x * (slope * x - y))


def run(config, x, y, log=None):
    """Returns (slope, losses) for readings x, y of shape (n,); log(step, **scalars) is called before each step."""
    slope, losses = 0.0, []
    for number in range(config["steps"]):
        losses.append(float(loss(slope, x, y)))
        if log is not None:
            log(number, loss=losses[-1], slope=slope)
        slope = step(slope, x, y, config["learning_rate"])
    return slope, losses


def main():
    config = json.loads(Path(__file__).with_name("config.json").read_text(encoding="utf-8"))
    rng = np.random.default_rng(0)
    x = rng.normal(size=config["rows"])
    run(config, x, 3.0 * x + rng.normal(size=config["rows"]) * 0.1, RunLog())


if __name__ == "__main__":
    main()
`;

const evaluate = `"""The metric."""

import numpy as np


def loss(slope, x, y):
    """Mean squared error of slope x against y; x, y: (n,)."""
    return np.mean((slope * x - y) ** 2)
`;

const probe = `"""Runs in the candidate's process: inputs in, plain arrays out."""

import numpy as np


def answer(inputs, params):
    import train

    slopes = [train.run(params["config"], inputs[f"x{n}"], inputs[f"y{n}"])[0] for n in range(params["seeds"])]
    moved = train.step(0.5, inputs["x0"][:3], inputs["y0"][:3], 0.2)
    return {"slopes": np.array(slopes), "moved": np.array([moved])}
`;

const checks = `"""The grader: own readings, own metric."""

import numpy as np
from judging.report import Check, Questions

SEEDS = 3
MAX_ERROR = 0.5


def questions(rng, config):
    inputs, slopes = {}, rng.uniform(1.0, 4.0, SEEDS)
    for number, slope in enumerate(slopes):
        inputs[f"x{number}"] = rng.normal(size=config["rows"])
        inputs[f"y{number}"] = slope * inputs[f"x{number}"] + rng.normal(size=config["rows"]) * 0.1
    return Questions(inputs, {"config": config, "seeds": SEEDS}, {"slopes": slopes})


def symptom(answers, questions):
    error = float(np.max(np.abs(answers["slopes"] - questions.key["slopes"])))
    message = f"train.run: the slope is off by {error:.3g} at most with three seeds (needed: {MAX_ERROR})"
    return [Check("finds-the-slope", bool(error < MAX_ERROR), message, error)]


def cause(answers, questions):
    x, y = questions.inputs["x0"][:3], questions.inputs["y0"][:3]
    expected = 0.5 - 0.2 * np.mean(2.0 * x * (0.5 * x - y))
    error = float(np.abs(answers["moved"][0] - expected))
    message = f"train.step: three readings, differs from one step of gradient descent by {error:.1e}"
    return [Check("one-step", bool(error < 1e-6), message, error)]
`;
