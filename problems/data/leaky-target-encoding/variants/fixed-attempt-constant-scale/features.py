"""What the model gets to see of a parcel."""

import numpy as np

from encoding import LateRates, out_of_fold


class Features:
    """Late rates of depot and street, and the numbers, on a common scale.

    The numbers are scaled to mean 0 and standard deviation 1. The rates are scaled by constants, since their own mean
    and deviation would tell something about the outcomes, and a column of nearly equal rates would be blown up.
    """

    def __init__(self, parcels, smoothing):
        self.depot = LateRates(parcels.depot, parcels.late, smoothing)
        self.street = LateRates(parcels.street, parcels.late, smoothing)
        std = parcels.numbers.std(axis=0)
        self.mean, self.std = parcels.numbers.mean(axis=0), np.where(std > 0, std, 1.0)

    def transform(self, parcels):
        """Model inputs (n, 2 + NUMBERS) for parcels other than those of the training; late is not read."""
        return self.inputs(self.depot.of(parcels.depot), self.street.of(parcels.street), parcels.numbers)

    def inputs(self, depot_rates, street_rates, numbers):
        """Model inputs (n, 2 + NUMBERS) from rates (n,) and numbers (n, NUMBERS)."""
        rates = (np.column_stack([depot_rates, street_rates]) - 0.5) / 0.25
        return np.column_stack([rates, (numbers - self.mean) / self.std])


def prepare(train, config):
    """Fit the features to the training parcels. Returns (features, x), x (n, d) being the inputs to train on.

    x is not features.transform(train): there, each parcel's own outcome would be part of its rates.
    """
    smoothing = config["smoothing"]
    rates = [out_of_fold(codes, train.late, smoothing) for codes in (train.depot, train.street)]
    features = Features(train, smoothing)
    return features, features.inputs(*rates, train.numbers)
