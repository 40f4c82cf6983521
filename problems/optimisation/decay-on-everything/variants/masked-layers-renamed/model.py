"""The sorter: image features and a station in, one score per species out."""

import torch
from torch import nn


class Sorter(nn.Module):
    """x (n, features) and station (n,) → logits (n, species). Hidden layers are linear, layer norm, ReLU."""

    def __init__(self, features, stations, station_size, width, layers, species):
        super().__init__()
        self.embedding = nn.Embedding(stations, station_size)
        self.body = nn.Sequential()
        for layer in range(layers):
            inputs = width if layer else features + station_size
            block = {"linear": nn.Linear(inputs, width), "norm": nn.LayerNorm(width), "relu": nn.ReLU()}
            self.body.append(nn.Sequential())
            for name, part in block.items():
                self.body[layer].add_module(name, part)
        self.head = nn.Linear(width, species)

    def forward(self, x, station):
        return self.head(self.body(torch.cat([x, self.embedding(station)], dim=1)))
