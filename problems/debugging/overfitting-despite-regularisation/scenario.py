"""The experiment behind this problem: prints every measured figure of problem.yaml. Run: python scenario.py

NumPy, fp64, one thread, about a minute. The fault: the 6,400 training windows come from 32 machines only, each with one
label. A window is a log spectrum of 64 bands: the fingerprint of its machine, plus the wear signature if the machine is
worn, plus noise of the window. Accuracies are shares of windows, losses means in nats.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"  # threads only slow products of this size
import numpy as np

BANDS, PATTERNS, WINDOWS, TRAIN, VAL = 64, 24, 200, 32, 40  # bands, kinds of resonance, windows a machine, machines
RESONANCE, OWN, WEAR, NOISE = 2.0, 0.5, 2.4, 0.6  # sizes of the parts of a window
RATE, BATCH, EPOCHS, HIDDEN, DROPOUT, DECAY, JITTER = 1e-3, 64, 10, (64, 64), 0.5, 0.01, 0.3


def machines(count, seed, windows=WINDOWS):
    """x [count * windows, 64], y (1 = worn, every second machine), machine of every row, references [count, 64].

    A fingerprint is a mixture of 24 resonance patterns, the same for all machines, with amounts of its own, and a small
    part in every band. A reference is the mean of 100 windows of the day the machine was installed, before any wear."""
    rng = np.random.default_rng(7)
    patterns = np.linalg.qr(rng.normal(size=(BANDS, PATTERNS)))[0].T
    signature = rng.normal(size=BANDS)
    signature *= WEAR / np.linalg.norm(signature)
    rng = np.random.default_rng(seed)
    worn, severity = np.arange(count) % 2, rng.uniform(0.7, 1.3, count)
    fingerprint = RESONANCE * rng.normal(size=(count, PATTERNS)) @ patterns + OWN * rng.normal(size=(count, BANDS))
    reference = fingerprint + NOISE / 10 * rng.normal(size=(count, BANDS))
    centre, m = fingerprint + (worn * severity)[:, None] * signature, np.repeat(np.arange(count), windows)
    return centre[m] + NOISE * rng.normal(size=(len(m), BANDS)), worn[m], m, reference


def make_net(hidden, seed):
    """[W1, b1, ...] with W [in, out] from N(0, 2 / in), the output layer from N(0, 0.1^2 / in), zero biases."""
    rng, net, sizes = np.random.default_rng(seed), [], [BANDS, *hidden, 1]
    for n, k in zip(sizes, sizes[1:]):
        net += [rng.normal(0, np.sqrt(2 / n) if k > 1 else 0.1 / np.sqrt(n), (n, k)), np.zeros(k)]
    return net


def forward(net, x, dropout=0.0, rng=None):
    """Inputs of every layer, slopes of the hidden units (with dropout's mask and factor 1 / (1 - p)), logits [n]."""
    inputs, slopes = [x], []
    for k in range(0, len(net) - 2, 2):
        z = inputs[-1] @ net[k] + net[k + 1]
        slopes.append((z > 0) * ((rng.random(z.shape) >= dropout) / (1 - dropout) if dropout else 1.0))
        inputs.append(z * slopes[-1])
    return inputs, slopes, (inputs[-1] @ net[-2] + net[-1])[:, 0]


def gradients(net, x, y, dropout=0.0, rng=None):
    """Mean loss on the batch, and its gradient for every W and b."""
    inputs, slopes, z = forward(net, x, dropout, rng)
    delta, grads = ((1 / (1 + np.exp(-z)) - y) / len(y))[:, None], [None] * len(net)
    for k in reversed(range(len(inputs))):
        grads[2 * k], grads[2 * k + 1] = inputs[k].T @ delta, delta.sum(0)
        if k > 0:
            delta = (delta @ net[2 * k].T) * slopes[k - 1]
    return np.mean(np.logaddexp(0, z) - y * z), grads


def score(net, x, y):
    """Loss and accuracy in evaluation mode."""
    z = forward(net, x)[2]
    return np.mean(np.logaddexp(0, z) - y * z), np.mean((z > 0) == y)


def train(x, y, tests, seed=0, hidden=HIDDEN, dropout=DROPOUT, decay=DECAY, jitter=JITTER, rate=RATE, epochs=EPOCHS, swap=None):
    """AdamW (decay of weight matrices only). The net, and history [epochs, 1 + 2 * tests]: training loss while training,
    then loss and accuracy on each test. `swap` (machine of every row, references): takes away the row's own reference
    and adds that of a machine drawn at random, anew each time."""
    rng, net, t, history = np.random.default_rng(1000 + seed), make_net(hidden, seed), 0, []
    m, v = ([np.zeros_like(p) for p in net] for _ in range(2))
    for _ in range(epochs):
        losses = []
        for rows in np.array_split(rng.permutation(len(y)), max(1, len(y) // BATCH)):
            xb = x[rows]
            if swap:
                xb = xb - swap[1][swap[0][rows]] + swap[1][rng.integers(len(swap[1]), size=len(rows))]
            loss, grads = gradients(net, xb + jitter * rng.normal(size=xb.shape), y[rows], dropout, rng)
            losses.append(loss)
            t += 1
            for p, g, a, b in zip(net, grads, m, v):
                a += 0.1 * (g - a)
                b += 0.001 * (g**2 - b)
                step = a / (1 - 0.9**t) / (np.sqrt(b / (1 - 0.999**t)) + 1e-8)
                p -= rate * (step + (decay * p if p.shape[0] > 1 and p.ndim > 1 else 0))
        history.append([np.mean(losses)] + [s for test in tests for s in score(net, *test)])
    return net, np.array(history)


def show(label, values, form=".3f"):
    print(f"{label}:", *(format(v, form) for v in np.ravel(values)), flush=True)


def show_pair(label, data, val, **options):
    """Accuracy on the training rows and on the validation rows at the end."""
    net, history = train(*data, [data, val], **options)
    show(f"{label}, accuracy training, validation; best validation of any epoch", [*history[-1, [2, 4]], history[:, 4].max()])
    return net


def nearest(x, m, first=12):
    """For the first 12 windows of every training machine: share whose nearest other row comes from the same machine, and
    the smallest distance between two rows."""
    rows = np.flatnonzero(np.arange(len(m)) % WINDOWS < first)
    d = (x[rows] ** 2).sum(1)[:, None] + (x**2).sum(1) - 2 * x[rows] @ x.T
    d[np.arange(len(rows)), rows] = np.inf
    return (m[d.argmin(1)] == m[rows]).mean(), np.sqrt(d.min())


if __name__ == "__main__":
    (x, y, m, ref), (xv, yv, mv, refv) = machines(TRAIN, 10), machines(VAL, 2)
    fit, val = (x, y), (xv, yv)
    for name, a, b, c in (("training", x, y, m), ("validation", xv, yv, mv + TRAIN)):
        for row in (0, 1, 2, WINDOWS, WINDOWS + 1, 2 * WINDOWS):
            show(f"raw-batch, {name}, machine {c[row]}, label {b[row]}", a[row, :6], ".2f")
        show(f"raw-batch, {name}, rows, share worn, mean, std, min, max", [len(b), b.mean(), a.mean(), a.std(), a.min(), a.max()], ".4g")
    show("duplicates, nearest row from the same machine; smallest distance between rows", nearest(x, m))
    within = x.reshape(TRAIN, WINDOWS, BANDS).var(1).mean()
    show("variance, within a machine, between machines, share between", [within, x.var(0).mean() - within, 1 - within / x.var(0).mean()])
    show("loss-at-init, loss and accuracy on the training rows", score(make_net(HIDDEN, 0), *fit))
    net, history = train(*fit, [fit, val])
    for label, values in zip(("loss while training", "training loss, eval mode", "training accuracy", "validation loss", "validation accuracy"), history.T):
        show(f"curves, {label}", values, ".4f" if "loss, eval" in label else ".3f")
    right = ((forward(net, xv)[2] > 0) == yv).reshape(VAL, WINDOWS).mean(1)
    show("errors, validation accuracy of each machine", right, ".2f")
    show("errors, machines above .9, below .1, in between", [(right > 0.9).sum(), (right < 0.1).sum(), ((right >= 0.1) & (right <= 0.9)).sum()], "d")
    z = forward(net, xv)[2]
    wrong = (z > 0) != yv
    show("errors, share of wrong rows with confidence above .9", (abs(z[wrong]) > np.log(9)).mean())
    tiny = np.random.default_rng(5).permutation(len(y))[:32]
    show("one-batch, 32 rows, loss and accuracy after 20, 50, 100 steps", train(x[tiny], y[tiny], [(x[tiny], y[tiny])], epochs=100, dropout=0, decay=0, jitter=0)[1][[19, 49, 99], 1:], ".4f")
    # the third set: a fifth of the windows of the training machines, never trained on
    out = np.random.default_rng(3).random(len(y)) < 0.2
    net3, h = train(x[~out], y[~out], [(x[~out], y[~out]), (x[out], y[out]), val])
    show("third-set, accuracy training, held-out windows of training machines, new machines", h[-1, 2::2])
    # the same by machine: four folds over the 32 training machines
    folds = np.random.default_rng(4).permutation(TRAIN)
    scores = []
    for part in np.array_split(folds, 4):
        test = np.isin(m, part)
        scores.append(train(x[~test], y[~test], [(x[test], y[test])])[1][-1, 2])
    show("third-set, four folds by machine, accuracy on the machines left out, mean", [*scores, np.mean(scores)])
    # labels drawn by machine: sixteen of the 32 called worn at random
    fake = np.random.default_rng(8).permutation(np.arange(TRAIN) % 2)[m]
    show("shuffled-labels, machines whose label stayed", [(fake.reshape(TRAIN, -1)[:, 0] == np.arange(TRAIN) % 2).sum()], "d")
    h = train(x[~out], fake[~out], [(x[~out], fake[~out]), (x[out], fake[out]), val])[1]
    show("shuffled-labels, by machine: training, held-out windows of the same machines, new machines (true labels)", h[-1, 2::2])
    row = np.random.default_rng(9).permutation(y)
    h = train(x[~out], row[~out], [(x[~out], row[~out]), (x[out], row[out])])[1]
    show("shuffled-labels, by window: training, held-out windows", h[-1, 2::2])
    # which machine is it? nearest mean of the machines' training windows, in the inputs
    centres = np.stack([x[~out & (m == k)].mean(0) for k in range(TRAIN)])
    d = (centres**2).sum(1) - 2 * x[out] @ centres.T
    show("which-machine, nearest mean, accuracy among 32", (d.argmin(1) == m[out]).mean())
    for rate in (1e-5, 1e-4, 3e-3, 1e-2):
        show_pair(f"lr-sweep, {rate}", fit, val, rate=rate)
    grads = gradients(make_net(HIDDEN, 0), x[tiny], y[tiny])[1]
    show("gradient-norms, start, layers 1 to 3, of W; W", [np.linalg.norm(a) for a in grads[::2] + make_net(HIDDEN, 0)[::2]])
    for name, kw in {
        "nothing": dict(dropout=0, decay=0, jitter=0), "dropout .7": dict(dropout=0.7), "dropout .9": dict(dropout=0.9),
        "decay .1": dict(decay=0.1), "decay 1": dict(decay=1.0), "decay 10": dict(decay=10.0), "noise .6": dict(jitter=0.6),
        "noise 1.2": dict(jitter=1.2), "hidden 8": dict(hidden=(8,)), "linear": dict(hidden=()), "hidden 256 x 4": dict(hidden=(256,) * 4, epochs=5),
    }.items():
        show_pair(f"regularisers, {name}", fit, val, **kw)
    for seed in (1, 2):
        show_pair(f"seeds, {seed}", fit, val, seed=seed)
    for windows in (10, 50):
        keep = np.arange(len(y)) % WINDOWS < windows
        show_pair(f"windows, {windows} a machine, as many steps", (x[keep], y[keep]), val, epochs=EPOCHS * WINDOWS // windows)
    for count in (8, 16, 64, 128, 256):
        a, b, *_ = machines(count, 10 if count < TRAIN else 11, TRAIN * WINDOWS // count)
        show_pair(f"more-machines, {count}, 6,400 rows in all", (a, b), val)
    # how much the figure depends on which 40 machines were drawn
    fresh = ((forward(net, (big := machines(4000, 99, 10))[0])[2] > 0) == big[1]).reshape(4000, 10).mean(1)
    show("uncertainty, accuracy on 4,000 new machines; sd of the accuracy over groups of 40", [fresh.mean(), np.random.default_rng(0).permutation(fresh).reshape(100, 40).mean(1).std()])
    for name, options in {"decay 10": dict(decay=10.0), "nothing": dict(dropout=0, decay=0, jitter=0)}.items():
        other = train(*fit, [], **options)[0]
        gain = ((forward(other, big[0])[2] > 0) == big[1]).reshape(4000, 10).mean(1) - fresh
        here = score(other, *val)[1] - score(net, *val)[1]
        groups = np.random.default_rng(0).permutation(gain).reshape(100, 40).mean(1)
        show(f"uncertainty, {name} minus shipped: on the 40 machines, on 4,000 new ones, sd over groups of 40", [here, gain.mean(), groups.std()], ".4f")
    show("uncertainty, theory by machine, by window", [np.sqrt(fresh.mean() * (1 - fresh.mean()) / VAL), np.sqrt(fresh.mean() * (1 - fresh.mean()) / len(yv))], ".4f")
    for seed in (0, 1, 2):
        show_pair(f"reference, own reference subtracted, seed {seed}", (x - ref[m], y), (xv - refv[mv], yv), seed=seed)
        show_pair(f"swap, references exchanged as augmentation, seed {seed}", fit, val, seed=seed, swap=(m, ref))
    for name, options in {"shipped": {}, "nothing": dict(dropout=0, decay=0, jitter=0), "swap": dict(swap=(m, ref))}.items():
        show(f"verify, {name}, accuracy on 4,000 new machines", score(train(*fit, [], **options)[0], *big[:2])[1])
    show("verify, reference, accuracy on 4,000 new machines", score(train(x - ref[m], y, [])[0], big[0] - big[3][big[2]], big[1])[1])
