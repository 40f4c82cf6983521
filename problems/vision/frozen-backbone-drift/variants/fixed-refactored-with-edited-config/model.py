"""What runs in a camera: one backbone, and a head for each question about a picture."""

from torch import nn
from torch.nn import functional as F


class Backbone(nn.Module):
    """x (n, 1, h, w) → features (n, 2 * channels * (h // 4) * (w // 4))."""

    def __init__(self, channels):
        super().__init__()
        for stage, (inner, outer) in enumerate(((1, channels), (channels, 2 * channels)), start=1):
            self.add_module(f"conv{stage}", nn.Conv2d(inner, outer, 3, padding=1))
            self.add_module(f"norm{stage}", nn.BatchNorm2d(outer))

    def forward(self, x):
        for conv, norm in ((self.conv1, self.norm1), (self.conv2, self.norm2)):
            x = F.max_pool2d(F.relu(norm(conv(x))), 2)
        return x.flatten(1)


class Head(nn.Module):
    """features (n, width) → logits (n, classes)."""

    def __init__(self, width, classes, dropout):
        super().__init__()
        self.share = dropout
        self.linear = nn.Linear(width, classes)

    def forward(self, features):
        return self.linear(F.dropout(features, self.share, self.training))


class Reader(nn.Module):
    """A backbone for pictures of side × side, and its heads by name."""

    def __init__(self, channels, side):
        super().__init__()
        self.width = 2 * channels * (side // 4) ** 2
        self.backbone = Backbone(channels)
        self.heads = nn.ModuleDict()

    def new_head(self, name, classes, dropout):
        """Puts an untrained head in place and returns it."""
        self.heads[name] = Head(self.width, classes, dropout)
        return self.heads[name]

    def forward(self, x, name):
        return self.heads[name](self.backbone(x))
