"""What runs every night on the controllers: a few small steps on the hours of the day that has ended."""

import torch

from train import train_step


def refit(model, x, y, rate, steps, chunk_rows):
    """Take a few steps of plain SGD on one day's hours, x (n, sensors) and y (n,). Returns the loss before each."""
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    return [train_step(model, optimizer, x, y, chunk_rows)[0] for _ in range(steps)]
