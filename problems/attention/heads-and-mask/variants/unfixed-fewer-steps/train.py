"""Train the trace model: python train.py [--seed N]"""

import argparse
import json
from pathlib import Path

import torch
from torch.nn import functional as F

import evaluate
from data import EVENTS, batch, load
from model import TraceModel
from runlog import RunLog


def next_event_loss(model, ids):
    """Mean cross-entropy in nats of predicting each event of ids (n, t) but the first from those before it."""
    logits = model(ids[:, :-1])
    return F.cross_entropy(logits.flatten(0, 1), ids[:, 1:].flatten())


def run(config, traces, seed=0, log=None):
    """Train one model with AdamW on traces (data.Traces), sizes and rates from config (see config.json).

    log(step, **scalars), if given, is called every config["log_every"] steps and at the end. Returns (model, history);
    history has one {"step", "train_loss", "val_loss"} for each call.
    """
    torch.manual_seed(seed)
    length = traces.train.shape[1]
    model = TraceModel(EVENTS, length, config["width"], config["heads"], config["layers"])
    optimizer = torch.optim.AdamW(model.parameters(), lr=config["learning_rate"])
    entropy = evaluate.entropy(traces.val, traces.rules)
    history = []
    for step in range(config["steps"] // 3 + 1):
        loss = next_event_loss(model, batch(traces.train, config["batch_size"]))
        optimizer.zero_grad()
        loss.backward()
        if step % config["log_every"] == 0 or step == config["steps"] // 3:
            history.append({"step": step, "train_loss": loss.item(), "val_loss": evaluate.loss(model, traces.val)})
            if log is not None:
                log(**history[-1], entropy=entropy, grad_norm=norm(model))
        optimizer.step()
    return model, history


def norm(model):
    """Euclidean norm over all gradients together."""
    return sum(float((p.grad**2).sum()) for p in model.parameters()) ** 0.5


def main():
    parser = argparse.ArgumentParser(description="Train the trace model.")
    parser.add_argument("--seed", type=int, default=0)
    seed = parser.parse_args().seed
    torch.set_num_threads(1)
    config = json.loads(Path(__file__).with_name("config.json").read_text(encoding="utf-8"))
    traces = load(config, seed)
    log = RunLog()
    model, history = run(config, traces, seed, log)
    log.close()
    entropy = evaluate.entropy(traces.val, traces.rules)
    print(f"\nvalidation: {history[-1]['val_loss']:.3f} nats per event, the specification needs {entropy:.3f}")


if __name__ == "__main__":
    main()
