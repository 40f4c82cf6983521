"""Fitting the inputs of training parcels and of parcels to come with one object."""

import numpy as np

from encoding import LateRates

FOLDS = 8


class Pipeline:
    """fit_transform for the parcels that are learned from, transform for all others."""

    def __init__(self, smoothing):
        self.smoothing = smoothing

    def fit_transform(self, parcels):
        fold = np.arange(len(parcels.late)) % FOLDS
        rates = np.empty((2, len(parcels.late)))
        for k in range(FOLDS):
            inside, outside = fold == k, fold != k
            for out, codes in zip(rates, (parcels.depot, parcels.street)):
                fitted = LateRates(codes[outside], parcels.late[outside], self.smoothing)
                out[inside] = fitted.of(codes[inside])
        self.encoders = [LateRates(codes, parcels.late, self.smoothing) for codes in (parcels.depot, parcels.street)]
        x = np.column_stack([*rates, parcels.numbers])
        self.mean, self.std = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-9)
        return (x - self.mean) / self.std

    def transform(self, parcels):
        rates = [rates.of(codes) for rates, codes in zip(self.encoders, (parcels.depot, parcels.street))]
        return (np.column_stack([*rates, parcels.numbers]) - self.mean) / self.std
