"""Train the demand model: python train.py [--seed N]"""

import argparse
import json
from pathlib import Path

import numpy as np

from data import batches, load
from evaluate import r2, rmse
from losses import mean_squared_error
from model import DemandModel
from runlog import RunLog


def loss_and_grads(model, x, y):
    """Mean squared error of one batch in MW², and its gradient for every entry of model.params.

    The loss is the mean over the rows of (prediction - target)². Features x are (n, d) for any n; y holds one target
    for each row, as an array (n,) or (n, 1). Returns (float, {name: array of the parameter's shape}).
    """
    y = np.asarray(y)
    if y.shape not in ((len(x),), (len(x), 1)):
        raise ValueError(f"targets for {len(x)} rows have to be (n,) or (n, 1), not {y.shape}")
    loss = mean_squared_error(model.forward(x), y.reshape(len(x)))
    loss.backward()
    return float(loss.value), {name: weight.grad for name, weight in model.weights.items()}


def run(config, hours, seed=0, log=None):
    """Train one model with plain SGD on hours (data.Hours), sizes and rates from config (see config.json).

    log(step, **scalars), if given, is called every config["log_every"] steps and at the end of each epoch.
    Returns (model, history); history has one {"loss", "test_r2"} per epoch, loss being the mean over its steps.
    """
    rng = np.random.default_rng(seed)
    model = DemandModel(hours.train_x.shape[1], config["hidden"], rng)
    history, step = [], 0
    for _ in range(config["epochs"]):
        losses = []
        for x, y in batches(hours.train_x, hours.train_y, config["batch_size"], rng):
            loss, grads = loss_and_grads(model, x, y)
            if log is not None and step % config["log_every"] == 0:
                log(step, loss=loss, grad_norm=norm(grads))
            for name, grad in grads.items():
                model.params[name] -= config["learning_rate"] * grad
            losses.append(loss)
            step += 1
        test_r2 = r2(model, hours.test_x, hours.test_y)
        history.append({"loss": float(np.mean(losses)), "test_r2": test_r2})
        if log is not None:
            log(step, epoch_loss=history[-1]["loss"], test_r2=test_r2)
    return model, history


def norm(grads):
    """Euclidean norm over all gradients together."""
    return float(np.sqrt(sum((grad**2).sum() for grad in grads.values())))


def main():
    parser = argparse.ArgumentParser(description="Train the demand model.")
    parser.add_argument("--seed", type=int, default=0)
    seed = parser.parse_args().seed
    config = json.loads(Path(__file__).with_name("config.json").read_text(encoding="utf-8"))
    hours = load(config, seed)
    log = RunLog()
    model, history = run(config, hours, seed, log)
    log.close()
    error = rmse(model, hours.test_x, hours.test_y)
    print(f"\nloss {history[-1]['loss']:.3f}, test R² {history[-1]['test_r2']:.3f}, test RMSE {error:.2f} MW")


if __name__ == "__main__":
    main()
