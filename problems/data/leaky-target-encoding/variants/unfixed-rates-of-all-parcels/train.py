"""Train the model: python train.py [--seed N]"""

import argparse
import json
from pathlib import Path

import numpy as np

from data import batches, load
from evaluate import accuracy, log_loss
from features import prepare
from losses import log_loss as training_loss
from model import Net
from runlog import RunLog


def run(config, train, validation, seed=0, log=None):
    """Train one model with plain SGD on parcels (data.Parcels), sizes and rates from config (see config.json).

    log(step, **scalars), if given, is called every config["log_every"] steps and at the end of each epoch. Returns
    (features, model, history); history has one {"loss", "accuracy", "validation_loss", "validation_accuracy"} per
    epoch, the first two over the training inputs.
    """
    rng = np.random.default_rng(seed)
    everything = type(train)(*(np.concatenate(columns) for columns in zip(train, validation)))
    features, x = prepare(everything, config)
    x = x[: len(train.late)]
    model = Net(x.shape[1], config["hidden"], rng)
    history, step = [], 0
    for _ in range(config["epochs"]):
        for inputs, late in batches(x, train.late, config["batch_size"], rng):
            loss, dscores = training_loss(model.forward(inputs), late)
            grads = model.backward(dscores)
            update(model.params, grads, config)
            if log is not None and step % config["log_every"] == 0:
                log(step, batch_loss=loss, grad_norm=norm(grads))
            step += 1
        scores = model.forward(x)
        history.append(
            {
                "loss": float(training_loss(scores, train.late)[0]),
                "accuracy": float(((scores > 0) == (train.late == 1)).mean()),
                "validation_loss": log_loss(features, model, validation),
                "validation_accuracy": accuracy(features, model, validation),
            }
        )
        if log is not None:
            log(step, **history[-1])
    return features, model, history


def update(params, grads, config):
    """One SGD step in place; weight decay on the weight matrices only."""
    for name, grad in grads.items():
        decay = config["weight_decay"] if name.startswith("W") else 0.0
        params[name] -= config["learning_rate"] * (grad + decay * params[name])


def norm(grads):
    """Euclidean norm over all gradients together."""
    return float(np.sqrt(sum((grad**2).sum() for grad in grads.values())))


def main():
    parser = argparse.ArgumentParser(description="Train the model.")
    parser.add_argument("--seed", type=int, default=0)
    seed = parser.parse_args().seed
    config = json.loads(Path(__file__).with_name("config.json").read_text(encoding="utf-8"))
    train, validation = load(config, seed)
    log = RunLog()
    _, _, history = run(config, train, validation, seed, log)
    log.close()
    last = history[-1]
    print(f"\ntraining:   loss {last['loss']:.3f}, accuracy {last['accuracy']:.3f}")
    print(f"validation: loss {last['validation_loss']:.3f}, accuracy {last['validation_accuracy']:.3f}")
    print(f"lowest validation loss of an epoch: {min(epoch['validation_loss'] for epoch in history):.3f}")


if __name__ == "__main__":
    main()
