"""The classifier: bands in, one score per cover out."""

from torch import nn


class Classifier(nn.Module):
    """Three linear layers; batch norm, ReLU and dropout after each of the first two."""

    def __init__(self, bands, hidden, covers, dropout):
        super().__init__()
        self.first = nn.Linear(bands, hidden)
        self.norm1 = nn.BatchNorm1d(hidden)
        self.second = nn.Linear(hidden, hidden)
        self.norm2 = nn.BatchNorm1d(hidden)
        self.last = nn.Linear(hidden, covers)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        """Scores (n, covers) for bands x (n, bands); the highest one is the predicted cover."""
        x = self.dropout(self.norm1(self.first(x)).relu())
        x = self.dropout(self.norm2(self.second(x)).relu())
        return self.last(x)
