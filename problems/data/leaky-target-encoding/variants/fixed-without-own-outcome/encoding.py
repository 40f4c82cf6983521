"""Numbers of the address book as late rates."""

import numpy as np


class LateRates:
    """The share of late parcels of each code, drawn towards the share of all parcels where there are few.

    rate = (late parcels of the code + smoothing * overall share) / (parcels of the code + smoothing); codes that did
    not occur get the overall share.
    """

    def __init__(self, codes, late, smoothing):
        self.codes, places = np.unique(codes, return_inverse=True)
        self.overall, self.smoothing = late.mean(), smoothing
        parcels, late_parcels = np.bincount(places), np.bincount(places, weights=late)
        self.rates = (late_parcels + smoothing * self.overall) / (parcels + smoothing)

    def without_own(self, codes, late):
        """Rates (n,) for the codes and outcomes that were fitted, each without the parcel that it is for."""
        places = np.searchsorted(self.codes, codes)
        parcels = np.bincount(places)[places] - 1
        late_parcels = np.bincount(places, weights=late)[places] - late
        return (late_parcels + self.smoothing * self.overall) / (parcels + self.smoothing)

    def of(self, codes):
        """Rates (n,) for codes (n,)."""
        places = np.searchsorted(self.codes, codes).clip(max=len(self.codes) - 1)
        return np.where(self.codes[places] == codes, self.rates[places], self.overall)
