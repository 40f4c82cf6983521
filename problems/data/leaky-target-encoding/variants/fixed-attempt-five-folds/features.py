"""What the model gets to see of a parcel."""

import numpy as np

from encoding import LateRates

FOLDS = 5


class Features:
    """Late rates of depot and street, and the numbers; each column scaled to mean 0 and standard deviation 1.

    transform works with the rates of all training parcels and is meant for other parcels. train_x holds the inputs of
    the training parcels themselves: their rates are counted without their own fold, because a rate that contains a
    parcel's own outcome gives that outcome away (entirely so for a street with one parcel).
    """

    def __init__(self, parcels, smoothing):
        columns = _out_of_fold(parcels, smoothing)
        self.mean, std = columns.mean(axis=0), columns.std(axis=0)
        self.std = np.where(std > 0, std, 1.0)
        self.train_x = (columns - self.mean) / self.std
        self.rates = _rates(parcels, smoothing)

    def transform(self, parcels):
        """Model inputs (n, 2 + NUMBERS) for parcels; their late column is not read."""
        return (_columns(self.rates, parcels) - self.mean) / self.std


def prepare(train, config):
    """Fit the features to the training parcels. Returns (features, x), x (n, d) being the inputs to train on."""
    features = Features(train, config["smoothing"])
    return features, features.train_x


def _out_of_fold(parcels, smoothing):
    """Columns (n, 2 + NUMBERS) in which the rates of a parcel come from the parcels of the other folds only."""
    folds = np.random.default_rng(0).permutation(len(parcels.late)) % FOLDS
    columns = np.empty((len(folds), 2 + parcels.numbers.shape[1]))
    for fold in np.unique(folds):
        inside = folds == fold
        columns[inside] = _columns(_rates(_take(parcels, ~inside), smoothing), _take(parcels, inside))
    return columns


def _rates(parcels, smoothing):
    """LateRates of depot and street."""
    return LateRates(parcels.depot, parcels.late, smoothing), LateRates(parcels.street, parcels.late, smoothing)


def _columns(rates, parcels):
    depot, street = rates
    return np.column_stack([depot.of(parcels.depot), street.of(parcels.street), parcels.numbers])


def _take(parcels, rows):
    return type(parcels)(*(column[rows] for column in parcels))
