"""Numbers of the address book as late rates."""

import numpy as np


class LateRates:
    """The share of late parcels of each code, drawn towards the share of all parcels where there are few.

    rate = (late parcels of the code + smoothing * overall share) / (parcels of the code + smoothing); codes that did
    not occur get the overall share. Rates hold for parcels other than those they were counted on: a parcel that was
    counted would meet its own outcome in its rate (see out_of_fold for the parcels of the training).
    """

    def __init__(self, codes, late, smoothing):
        self.codes, places = np.unique(codes, return_inverse=True)
        self.overall = late.mean() if len(late) else 0.5
        parcels, late_parcels = np.bincount(places), np.bincount(places, weights=late)
        self.rates = (late_parcels + smoothing * self.overall) / (parcels + smoothing)

    def of(self, codes):
        """Rates (n,) for codes (n,)."""
        if not len(self.codes):
            return np.full(len(codes), self.overall)
        places = np.searchsorted(self.codes, codes).clip(max=len(self.codes) - 1)
        return np.where(self.codes[places] == codes, self.rates[places], self.overall)


def out_of_fold(codes, late, smoothing, folds=10):
    """Rates (n,) for the very parcels whose outcomes are counted: each gets the rate of the parcels in other folds.

    Folds are drawn from the number of parcels alone, so no rate depends on the outcome of its own parcel.
    """
    fold = np.random.default_rng(0).permutation(len(codes)) % folds
    rates = np.empty(len(codes))
    for i in range(folds):
        inside = fold == i
        rates[inside] = LateRates(codes[~inside], late[~inside], smoothing).of(codes[inside])
    return rates
