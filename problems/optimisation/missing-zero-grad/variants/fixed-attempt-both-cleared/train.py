"""Train the forecaster: python train.py [--seed N]"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from data import batches, load
from evaluate import mean_error, r2
from model import DemandNet
from runlog import RunLog


def train_step(model, optimizer, x, y, chunk_rows):
    """One step of the optimizer along the gradient of the mean squared error of this batch, and of this batch alone.

    The batch, x (n, sensors) and y (n,), goes through the model chunk_rows rows at a time, since the controllers at
    the stations have little memory; the chunks add up to the step that the whole batch would take. Works for models
    and batches of float32 and of float64. Returns (mean squared error, Euclidean norm of its gradient), both floats
    and both from before the step.
    """
    model.train()
    # backward adds to the gradients: whatever is left of earlier batches, or of a caller's own backward, goes first.
    model.zero_grad()
    optimizer.zero_grad()
    loss = 0.0
    for part_x, part_y in zip(x.split(chunk_rows), y.split(chunk_rows)):
        part = ((model(part_x) - part_y) ** 2).sum() / len(x)
        part.backward()
        loss += part.item()
    norm = gradient_norm(model)
    optimizer.step()
    return loss, norm


def gradient_norm(model):
    """Euclidean norm over the gradients of all parameters together."""
    return float(sum((param.grad**2).sum() for param in model.parameters()) ** 0.5)


def run(config, hours, seed=0, log=None):
    """Train one forecaster on hours (data.Hours) with plain SGD, sizes and rate from config (see config.json).

    log(step, **scalars), if given, is called every config["log_every"] steps and at the end of each epoch.
    Returns (model, history); history has one {"loss", "test_r2"} per epoch, loss being the mean over its steps.
    """
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    model = DemandNet(hours.train_x.shape[1], config["hidden"])
    optimizer = torch.optim.SGD(model.parameters(), lr=config["learning_rate"])
    history, step = [], 0
    for _ in range(config["epochs"]):
        losses = []
        for x, y in batches(hours.train_x, hours.train_y, config["batch_size"], generator):
            loss, norm = train_step(model, optimizer, x, y, config["chunk_rows"])
            if log is not None and step % config["log_every"] == 0:
                log(step, loss=loss, grad_norm=norm)
            losses.append(loss)
            step += 1
        history.append({"loss": float(np.mean(losses)), "test_r2": r2(model, hours.test_x, hours.test_y)})
        if log is not None:
            log(step, epoch_loss=history[-1]["loss"], test_r2=history[-1]["test_r2"])
    return model, history


def main():
    parser = argparse.ArgumentParser(description="Train the forecaster.")
    parser.add_argument("--seed", type=int, default=0)
    seed = parser.parse_args().seed
    config = json.loads(Path(__file__).with_name("config.json").read_text(encoding="utf-8"))
    hours = load(config, seed)
    log = RunLog()
    model, history = run(config, hours, seed, log)
    log.close()
    error = mean_error(model, hours.test_x, hours.test_y)
    print(f"\nloss {history[-1]['loss']:.3f}, mean error on test hours {error:.3f}")


if __name__ == "__main__":
    main()
