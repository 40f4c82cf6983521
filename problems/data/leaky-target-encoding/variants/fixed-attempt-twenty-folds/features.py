"""What the model gets to see of a parcel."""

import numpy as np

from encoding import LateRates, out_of_fold, scale

FOLDS = 20


class Features:
    """Late rates of depot and street, and the numbers; each column scaled to about mean 0 and standard deviation 1."""

    def __init__(self, parcels, smoothing):
        self.depot = LateRates(parcels.depot, parcels.late, smoothing)
        self.street = LateRates(parcels.street, parcels.late, smoothing)
        self.mean, self.std = scale(parcels.numbers)

    def transform(self, parcels):
        """Model inputs (n, 2 + NUMBERS) for parcels other than those of the fit; their late column is not read."""
        return self._inputs(self.depot.of(parcels.depot), self.street.of(parcels.street), parcels)

    def training_inputs(self, parcels, smoothing):
        """Model inputs (n, 2 + NUMBERS) for the parcels of the fit, no parcel's own outcome being part of its inputs.

        The folds are drawn at random, but always alike, so the order of the parcels may mean something.
        """
        folds = np.random.default_rng(0).permutation(len(parcels.late)) % FOLDS
        depot, street = (out_of_fold(codes, parcels.late, smoothing, folds) for codes in (parcels.depot, parcels.street))
        return self._inputs(depot, street, parcels)

    def _inputs(self, depot, street, parcels):
        return np.column_stack([depot, street, (parcels.numbers - self.mean) / self.std])


def prepare(train, config):
    """Fit the features to the training parcels. Returns (features, x), x (n, d) being the inputs to train on."""
    features = Features(train, config["smoothing"])
    return features, features.training_inputs(train, config["smoothing"])
