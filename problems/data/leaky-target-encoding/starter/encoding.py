"""Numbers of the address book as late rates."""

import numpy as np


class LateRates:
    """The share of late parcels of each code, drawn towards the share of all parcels where there are few.

    rate = (late parcels of the code + smoothing * overall share) / (parcels of the code + smoothing); codes that did
    not occur get the overall share.
    """

    def __init__(self, codes, late, smoothing):
        self.codes, places = np.unique(codes, return_inverse=True)
        self.overall = late.mean()
        parcels, late_parcels = np.bincount(places), np.bincount(places, weights=late)
        self.rates = (late_parcels + smoothing * self.overall) / (parcels + smoothing)

    def of(self, codes):
        """Rates (n,) for codes (n,)."""
        places = np.searchsorted(self.codes, codes).clip(max=len(self.codes) - 1)
        return np.where(self.codes[places] == codes, self.rates[places], self.overall)
