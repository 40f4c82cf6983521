"""Numbers of the address book as late rates."""

import numpy as np


class LateRates:
    """The share of late parcels of each code, drawn towards the share of all parcels where there are few.

    rate = (late parcels of the code + smoothing * overall share) / (parcels of the code + smoothing); codes that did
    not occur get the overall share. The rates are scaled to mean 0 and standard deviation 1 over these parcels.

    A rate contains the outcome of each of these parcels, so it is an input for other parcels only; see out_of_fold.
    """

    def __init__(self, codes, late, smoothing):
        self.codes, places = np.unique(codes, return_inverse=True)
        self.overall = late.mean()
        parcels, late_parcels = np.bincount(places), np.bincount(places, weights=late)
        self.rates = (late_parcels + smoothing * self.overall) / (parcels + smoothing)
        self.mean, self.std = scale(self.rates[places])

    def of(self, codes):
        """Scaled rates (n,) for codes (n,)."""
        places = np.searchsorted(self.codes, codes).clip(max=len(self.codes) - 1)
        rates = np.where(self.codes[places] == codes, self.rates[places], self.overall)
        return (rates - self.mean) / self.std


def out_of_fold(codes, late, smoothing, folds):
    """Scaled rates (n,) for the very parcels (codes, late) they come from: each from the parcels of the other folds.

    folds (n,) names the fold of each parcel. Nothing of a fold's late, not even by way of the overall share or the
    scaling, gets into the rates of that fold.
    """
    rates = np.zeros(len(codes))
    for fold in np.unique(folds):
        inside = folds == fold
        if not inside.all():
            rates[inside] = LateRates(codes[~inside], late[~inside], smoothing).of(codes[inside])
    return rates


def scale(columns):
    """Mean and standard deviation of each column, with 1 for the standard deviation of a constant one."""
    std = columns.std(axis=0)
    return columns.mean(axis=0), np.where(std > 1e-12, std, 1.0)
