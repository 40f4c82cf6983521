"""The tagger: the words of a note in, one score per group out."""

import numpy as np


class Tagger:
    """Mean of word vectors, one tanh layer, linear scores.

    params maps E (v, e), W1 (e, h), b1 (h,), W2 (h, k), b2 (k,) to the live arrays. They are float16, the format of
    the handsets and of the files that go to them; the layers work in float32.
    """

    def __init__(self, words, width, hidden, groups, rng):
        params = {
            "E": rng.normal(size=(words, width)) * 0.5,
            "W1": rng.normal(size=(width, hidden)) * 1.5 / np.sqrt(width),
            "b1": np.zeros(hidden),
            "W2": rng.normal(size=(hidden, groups)) * 0.1,
            "b2": np.zeros(groups),
        }
        self.params = {name: array.astype(np.float32) for name, array in params.items()}

    def forward(self, words):
        """Scores (n, k), float32, for notes words (n, t)."""
        p = {name: self.params[name].astype(np.float32) for name in ("W1", "b1", "W2", "b2")}
        vectors = self.params["E"][words].astype(np.float32)
        note = vectors.sum(axis=1) / np.float32(np.sqrt(words.shape[1]))
        hidden = np.tanh(note @ p["W1"] + p["b1"])
        self.seen = words, note, hidden, p
        return hidden @ p["W2"] + p["b2"]

    def backward(self, dscores):
        """Gradients of the last forward in float16, given the gradient for its scores (n, k).

        Arrays of the parameter's shape; for E only the rows of words that occur: (word numbers (r,), gradients (r, e)).
        """
        words, note, hidden, p = self.seen
        dhidden = (dscores @ p["W2"].T) * (1.0 - hidden**2)
        dnote = (dhidden @ p["W1"].T) / np.float32(np.sqrt(words.shape[1]))
        rows, places = np.unique(words, return_inverse=True)
        dvectors = np.zeros((len(rows), note.shape[1]), dtype=np.float32)
        np.add.at(dvectors, places.reshape(words.shape), dnote[:, None, :])
        grads = {"W1": note.T @ dhidden, "b1": dhidden.sum(axis=0), "W2": hidden.T @ dscores, "b2": dscores.sum(axis=0)}
        return {"E": (rows, dvectors.astype(np.float16))} | {name: g.astype(np.float16) for name, g in grads.items()}
