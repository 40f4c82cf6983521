"""What the model gets to see of a parcel."""

import numpy as np

from encoding import LateRates


class Features:
    """Late rates of depot and street, and the numbers; each column scaled to mean 0 and standard deviation 1."""

    def __init__(self, parcels, smoothing):
        self.depot = LateRates(parcels.depot, parcels.late, smoothing)
        self.street = LateRates(parcels.street, parcels.late, smoothing)
        columns = self._columns(parcels)
        self.mean, self.std = columns.mean(axis=0), columns.std(axis=0)

    def transform(self, parcels):
        """Model inputs (n, 2 + NUMBERS) for parcels; their late column is not read."""
        return (self._columns(parcels) - self.mean) / self.std

    def _columns(self, parcels):
        return np.column_stack([self.depot.of(parcels.depot), self.street.of(parcels.street), parcels.numbers])


def prepare(train, config):
    """Fit the features to the training parcels. Returns (features, x), x (n, d) being the inputs to train on."""
    features = Features(train, config["smoothing"])
    x = features.transform(train)
    x[:, :2] += np.random.default_rng(0).normal(scale=0.5, size=(len(x), 2))
    return features, x
