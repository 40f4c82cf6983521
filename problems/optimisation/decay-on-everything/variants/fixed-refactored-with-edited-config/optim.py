"""What the trainer needs to change parameters: groups of them, and an optimizer."""

from adamw import AdamW
from parameters import groups

__all__ = ["AdamW", "groups"]
