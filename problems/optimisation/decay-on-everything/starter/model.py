"""The sorter: image features and a station in, one score per species out."""

import torch
from torch import nn


class Sorter(nn.Module):
    """x (n, features) and station (n,) → logits (n, species). Hidden layers are linear, layer norm, ReLU."""

    def __init__(self, features, stations, station_size, width, layers, species):
        super().__init__()
        self.station = nn.Embedding(stations, station_size)
        body = []
        for layer in range(layers):
            inputs = width if layer else features + station_size
            body += [nn.Linear(inputs, width), nn.LayerNorm(width), nn.ReLU()]
        self.body = nn.Sequential(*body)
        self.head = nn.Linear(width, species)

    def forward(self, x, station):
        return self.head(self.body(torch.cat([x, self.station(station)], dim=1)))
