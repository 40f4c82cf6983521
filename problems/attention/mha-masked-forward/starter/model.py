"""The player: notes in, one logit per possible next note out."""

import numpy as np

from attention import multi_head_attention


class Player:
    """A frozen attention layer that looks up what followed a note before, and a linear read-out that is trained.

    attention maps Wq, Wk, Wv, Wo to (d, d) arrays; params maps W (d, notes) and b (notes,) of the read-out.
    """

    def __init__(self, notes, width, heads, sharpness, seed=0):
        rng = np.random.default_rng(seed)
        self.notes, self.heads, half = notes, heads, width // 2
        self.embedding = np.linalg.qr(rng.normal(size=(half, half)))[0][:notes]
        look, read = _directions(rng, half, width, heads), _directions(rng, half, width, heads)
        nothing = np.zeros((half, width))
        scale = np.sqrt(sharpness * np.sqrt(width // heads))
        # The first half of a position says which note it is, the second half which note came before.
        self.attention = {
            "Wq": np.vstack([look, nothing]) * scale,
            "Wk": np.vstack([nothing, look]) * scale,
            "Wv": np.vstack([read, nothing]),
            "Wo": np.linalg.qr(rng.normal(size=(width, width)))[0],
        }
        self.params = {"W": np.zeros((width, notes)), "b": np.zeros(notes)}

    def positions(self, notes):
        """What the attention reads for notes (b, t): (b, t, width), each note beside the one before it."""
        now = self.embedding[notes]
        before = np.concatenate([np.zeros_like(now[:, :1]), now[:, :-1]], axis=1)
        return np.concatenate([now, before], axis=2)

    def features(self, notes):
        """Output of the attention layer for notes (b, t): (b, t, width)."""
        return multi_head_attention(self.positions(notes), self.attention, self.heads)

    def forward(self, notes):
        """Logits (b, t, notes) of the note after each position, for notes (b, t)."""
        return self.features(notes) @ self.params["W"] + self.params["b"]


def _directions(rng, half, width, heads):
    """For every head an own direction of length 1 for each embedding axis: (half, width)."""
    directions = rng.normal(size=(half, heads, width // heads))
    return (directions / np.linalg.norm(directions, axis=2, keepdims=True)).reshape(half, width)
