"""How a trained model is measured. Protected: dispatch compares these numbers from week to week."""

import numpy as np


def probabilities(features, model, parcels):
    """Probability (n,) that each parcel comes late."""
    return 1.0 / (1.0 + np.exp(-model.forward(features.transform(parcels))))


def log_loss(features, model, parcels):
    """Mean of -ln(probability of what happened), in nats."""
    p = np.clip(probabilities(features, model, parcels), 1e-12, 1 - 1e-12)
    return float(-np.mean(np.log(np.where(parcels.late == 1, p, 1 - p))))


def accuracy(features, model, parcels):
    """Share of parcels for which the likelier answer was right."""
    return float(((probabilities(features, model, parcels) > 0.5) == (parcels.late == 1)).mean())
