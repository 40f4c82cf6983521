"""Gradients of batches that do not fit into memory at once."""

from torch.nn.functional import cross_entropy

from data import PAD, chunks, pad


class BatchGradient:
    """Adds the gradient of a batch's mean loss to a model, micro_batch recordings at a time."""

    def __init__(self, model, micro_batch):
        self.model = model
        self.micro_batch = micro_batch

    def __call__(self, batch):
        """Returns the mean loss of the batch (a list of recordings) in nats per predicted syllable."""
        predicted = sum(map(len, batch)) - len(batch)
        return sum(self._add(pad(part), predicted) for part in chunks(batch, self.micro_batch))

    def _add(self, ids, predicted):
        logits = self.model(ids[:, :-1]).transpose(1, 2)
        nats = cross_entropy(logits, ids[:, 1:], ignore_index=PAD, reduction="none").sum() / predicted
        nats.backward()
        return float(nats.detach())
