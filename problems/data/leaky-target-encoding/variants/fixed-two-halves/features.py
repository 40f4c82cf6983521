"""What the model gets to see of a parcel."""

import numpy as np

from encoding import LateRates


class Features:
    """Late rates of depot and street, and the numbers; each column scaled to mean 0 and standard deviation 1."""

    def __init__(self, parcels, smoothing):
        self.depot = LateRates(parcels.depot, parcels.late, smoothing)
        self.street = LateRates(parcels.street, parcels.late, smoothing)
        columns = self.columns(parcels)
        self.mean, self.std = columns.mean(axis=0), columns.std(axis=0)

    def transform(self, parcels):
        """Model inputs (n, 2 + NUMBERS) for parcels; their late column is not read."""
        return self.scaled(self.columns(parcels))

    def scaled(self, columns):
        return (columns - self.mean) / self.std

    def columns(self, parcels):
        return np.column_stack([self.depot.of(parcels.depot), self.street.of(parcels.street), parcels.numbers])


def prepare(train, config):
    """Fit the features to the training parcels. Returns (features, x), x (n, d) being the inputs to train on.

    Each row of x is encoded with the rates of the other folds, as those of a parcel that is not delivered yet.
    """
    fold = np.random.default_rng(0).permutation(len(train.late)) % 2
    columns = np.empty((len(train.late), 2 + train.numbers.shape[1]))
    for held_out in range(2):
        rest = Features(_rows(train, fold != held_out), config["smoothing"])
        columns[fold == held_out] = rest.columns(_rows(train, fold == held_out))
    features = Features(train, config["smoothing"])
    features.mean, features.std = columns.mean(axis=0), columns.std(axis=0)
    return features, features.scaled(columns)


def _rows(parcels, where):
    return type(parcels)(*(column[where] for column in parcels))
