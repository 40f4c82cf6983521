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

    def before(self, codes, late, order):
        """Rates (n,) of each code as they stood before the parcel itself, if the parcels had come in that order."""
        counts, late_counts, rates = {}, {}, np.empty(len(codes))
        for row in order:
            code = int(codes[row])
            seen, were_late = counts.get(code, 0), late_counts.get(code, 0)
            rates[row] = (were_late + self.smoothing * self.overall) / (seen + self.smoothing)
            counts[code], late_counts[code] = seen + 1, were_late + int(late[row])
        return rates

    def of(self, codes):
        """Rates (n,) for codes (n,)."""
        places = np.searchsorted(self.codes, codes).clip(max=len(self.codes) - 1)
        return np.where(self.codes[places] == codes, self.rates[places], self.overall)
