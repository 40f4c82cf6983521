"""Scores of a model for many pixels: used while training, by the map service, and by the nightly comparison."""

import torch


def predict(model, x, batch_size):
    """Scores (n, covers) for bands x (n, bands), worked out batch_size pixels at a time.

    Deterministic: the scores of a pixel depend on the parameters and on its own bands, not on the pixels beside it or
    on earlier calls. The model is handed back as it was given. Works for models and bands of float32 and of float64.
    """
    modes = [(module, module.training) for module in model.modules()]
    model.eval()  # nothing dropped; the norms read their running statistics and leave them alone
    try:
        with torch.no_grad():
            return torch.cat([model(part) for part in x.split(batch_size)])
    finally:
        for module, training in modes:
            module.training = training
