"""Train the classifier: python train.py [--seed N]"""

import argparse
import json
from pathlib import Path

import torch
from torch.nn.functional import cross_entropy

from data import COVERS, batches, load
from metrics import accuracy, per_cover
from model import Classifier
from runlog import RunLog
from scoring import predict


def train_step(model, optimizer, x, y):
    """One step of the optimizer on one batch. Returns (mean cross-entropy in nats, accuracy), both from before it."""
    scores = model(x)
    loss = cross_entropy(scores, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item(), accuracy(scores, y)


def run(config, pixels, seed=0, log=None):
    """Train one classifier on pixels (data.Pixels), SGD with momentum, sizes and rates from config (see config.json).

    Every config["score_every"] steps the test pixels are scored. log(step, **scalars), if given, is called then and
    every config["log_every"] steps. Returns (model, history); history has one {"step", "loss", "test_accuracy"} for
    each time the test pixels were scored, loss being that of the last batch.
    """
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    model = Classifier(pixels.train_x.shape[1], config["hidden"], COVERS, config["dropout"])
    optimizer = torch.optim.SGD(model.parameters(), lr=config["learning_rate"], momentum=0.9)
    history, step = [], 0
    for _ in range(config["epochs"]):
        model.train()
        for x, y in batches(pixels.train_x, pixels.train_y, config["batch_size"], generator):
            loss, hits = train_step(model, optimizer, x, y)
            step += 1
            if log is not None and step % config["log_every"] == 0:
                log(step, loss=loss, accuracy=hits)
            if step % config["score_every"] == 0:
                scores = predict(model, pixels.test_x, config["score_batch"])
                history.append({"step": step, "loss": loss, "test_accuracy": accuracy(scores, pixels.test_y)})
                if log is not None:
                    log(step, test_accuracy=history[-1]["test_accuracy"])
    return model, history


def main():
    parser = argparse.ArgumentParser(description="Train the classifier.")
    parser.add_argument("--seed", type=int, default=0)
    seed = parser.parse_args().seed
    torch.set_num_threads(1)
    config = json.loads(Path(__file__).with_name("config.json").read_text(encoding="utf-8"))
    pixels = load(config, seed)
    log = RunLog()
    model, history = run(config, pixels, seed, log)
    for again in range(1, 6):
        scores = predict(model, pixels.test_x, config["score_batch"])
        log(history[-1]["step"] + again, accuracy_of_the_same_model=accuracy(scores, pixels.test_y))
    log.close()
    print("\nAccuracy per cover:")
    print([round(share, 3) for share in per_cover(scores, pixels.test_y, COVERS).tolist()])


if __name__ == "__main__":
    main()
