"""What the model gets to see of a parcel."""

from pipeline import Pipeline


def prepare(train, config):
    """Returns (features, x), x (n, d) being the inputs to train on."""
    pipeline = Pipeline(config["smoothing"])
    x = pipeline.fit_transform(train)
    return pipeline, x
