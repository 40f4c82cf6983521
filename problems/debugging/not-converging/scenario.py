"""The experiment behind this problem: prints every measured figure of problem.yaml. Run: python scenario.py

NumPy, fp64 (in fp32 the second digit of runs that train depends on the BLAS), one thread, about a minute. The fault:
N(0, 0.02^2) weights in 12 plain ReLU layers of width 256. A network is a list [W1, b1, ...] of W [in, out] and b [out].
Losses are means over rows in nats, accuracies are shares of rows.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"  # threads only slow products of this size
import numpy as np

COUNTS = np.array([575, 370, 264, 203, 163, 152, 121, 76, 63, 61])  # training rows of each class, 2,048 in all
ROWS, EVAL_ROWS, CLASSES, FEATURES, WIDTH, DEPTH, STD = COUNTS.sum(), 1024, len(COUNTS), 64, 256, 12, 0.02
SHARES, RATE, MOMENTUM, BATCH, EPOCHS = COUNTS / ROWS, 0.01, 0.9, 32, 8


def make_data(seed=3, clusters=3, spread=0.6):
    """Rows x [n, 64], standardised by the training rows, and labels y [n], for training, then for evaluation: Gaussian
    clusters of unit variance around centres from N(0, spread^2), `clusters` of them for each class."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(0, spread, (CLASSES, clusters, FEATURES))
    y = np.append(rng.permutation(np.repeat(np.arange(CLASSES), COUNTS)), rng.choice(CLASSES, EVAL_ROWS, p=SHARES))
    x = centres[y, rng.integers(clusters, size=len(y))] + rng.normal(size=(len(y), FEATURES))
    x = (x - x[:ROWS].mean(0)) / x[:ROWS].std(0)
    return x[:ROWS], y[:ROWS], x[ROWS:], y[ROWS:]


def make_net(depth=DEPTH, std=STD, seed=0):
    """`depth` hidden layers and the output layer; `std` None draws from N(0, 2 / fan-in) (He et al. 2015)."""
    rng, net, sizes = np.random.default_rng(seed), [], [FEATURES] + [WIDTH] * depth + [CLASSES]
    for n, m in zip(sizes, sizes[1:]):
        net += [rng.normal(0, std or np.sqrt(2 / n), (n, m)), np.zeros(m)]
    return net


def activate(z, gelu):
    """ReLU, or GELU in its tanh form (Hendrycks and Gimpel 2016, section 2), and the derivative, both shaped like z."""
    if not gelu:
        return np.maximum(z, 0), z > 0
    t = np.tanh(0.7978846 * (z + 0.044715 * z**2 * z))
    return 0.5 * z * (1 + t), 0.5 * (1 + t) + 0.3989423 * z * (1 - t**2) * (1 + 0.134145 * z**2)


def forward(net, x, residual=False, gelu=False):
    """Inputs of every layer (list of [n, in]), derivatives of the hidden units (list of [n, 256]), logits [n, 10]."""
    inputs, slopes = [x], []
    for k in range(0, len(net) - 2, 2):
        h, slope = activate(inputs[-1] @ net[k] + net[k + 1], gelu)
        inputs.append(h + inputs[-1] if residual and k > 0 else h)
        slopes.append(slope)
    return inputs, slopes, inputs[-1] @ net[-2] + net[-1]


def cross_entropy(logits, y):
    """Loss, by log-sum-exp, accuracy, and the gradient of the loss with respect to the logits [n, 10]."""
    shifted, truth = logits - logits.max(1, keepdims=True), np.eye(CLASSES)[y]
    logp = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))
    return -(truth * logp).sum(1).mean(), (logits.argmax(1) == y).mean(), (np.exp(logp) - truth) / len(y)


def gradients(net, x, y, grads, residual=False, gelu=False):
    """Loss on the batch; writes its gradient for every W and b into `grads`, a list shaped like `net`."""
    inputs, slopes, logits = forward(net, x, residual, gelu)
    (loss, _, delta), into = cross_entropy(logits, y), 0
    for k in reversed(range(len(inputs))):
        np.matmul(inputs[k].T, delta, out=grads[2 * k])
        grads[2 * k + 1][:] = delta.sum(0)
        if k > 0:
            into = delta @ net[2 * k].T + (into if residual and k < len(slopes) else 0)
            delta = into * slopes[k - 1]
    return loss


def update(p, g, m, v, t, rate, adam):
    """Step t of p in place: m = 0.9 m + g, p -= rate m; or Adam (Kingma and Ba 2015; m is theirs over 1 - 0.9)."""
    np.add(MOMENTUM * m, g, out=m)
    if adam:
        v += 0.001 * (g**2 - v)
        rate = rate * (1 - MOMENTUM) / (1 - MOMENTUM**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    p -= rate * m


def train(net, data, epochs=EPOCHS, seed=0, rate=RATE, adam=False, **kind):
    """Trains in place. [epochs, 3]: training loss (mean over batches), evaluation loss, evaluation accuracy."""
    (x, y, x_eval, y_eval), rng, t, history = data, np.random.default_rng(100 + seed), 0, []
    grads, m, v = ([np.zeros_like(p) for p in net] for _ in range(3))
    for _ in range(epochs):
        losses = []
        for rows in rng.permutation(len(y)).reshape(-1, BATCH):
            losses.append(gradients(net, x[rows], y[rows], grads, **kind))
            t += 1
            for arrays in zip(net, grads, m, v):
                update(*arrays, t, rate, adam)
        history.append((np.mean(losses), *cross_entropy(forward(net, x_eval, **kind)[2], y_eval)[:2]))
    return np.array(history)


def show(label, values, form=".3f"):
    print(f"{label}:", *(format(v, form) for v in np.ravel(values)), flush=True)


def show_start(name, net, x, y, **kind):
    """Before training: outputs and activations on the first 512 rows, norms with the gradient of the first 128."""
    inputs, _, logits = forward(net, x[:512], **kind)
    gradients(net, x[:128], y[:128], grads := [np.zeros_like(p) for p in net], **kind)
    loss, accuracy, _ = cross_entropy(logits, y[:512])
    show(f"loss-at-init, {name}, loss, accuracy, largest logit", [loss, accuracy, abs(logits).max()], ".5g")
    for what, arrays in {"W": net[::2], "gradient of W": grads[::2], "gradient of b": grads[1::2]}.items():
        show(f"gradient-norms, {name}, {what}, layers 1 to 13", [np.linalg.norm(a) for a in arrays], ".1e")
    show(f"activations, {name}, std: input, layers 1 to 12, logits", [h.std() for h in [*inputs, logits]], ".1e")
    show(f"activations, {name}, share positive", [(h > 0).mean() for h in inputs[1:]], ".2f")
    show(f"activations, {name}, silent units", [(h <= 0).all(0).sum() for h in inputs[1:]], "d")


def show_run(name, net, data, **options):
    for what, values in zip(("training loss", "evaluation loss", "evaluation accuracy"), train(net, data, **options).T):
        show(f"{name}, {what}", values)


if __name__ == "__main__":
    gain, he, weights = STD * np.sqrt(WIDTH / 2), np.sqrt(2 / WIDTH), sum(w.size for w in make_net()[::2])
    show("theory, gain, 12 layers; GELU; He; weights", [gain, gain**DEPTH, STD * WIDTH**0.5 / 2, he, weights], ".6g")
    data = x, y, _, y_eval = make_data()
    for row, label in zip(x[:6], y):
        show(f"raw-batch, label {label}", row[:6], ".2f")
    show("raw-batch, min and max", [x.min(), x.max()], ".1f")
    shares = [*COUNTS, *SHARES, (y_eval == 0).mean(), -SHARES @ np.log(SHARES)]
    show("class-counts, rows; shares; share of class 0 in evaluation; entropy", shares, ".4g")
    show("one-batch, rows of each class", np.bincount(y[:32], minlength=CLASSES), "d")
    show("one-batch, before training, loss and accuracy", cross_entropy(forward(make_net(), x[:32])[2], y[:32])[:2])
    for name, std, gelu in (("shipped", STD, False), ("GELU", STD, True), ("He", None, False)):
        show_start(name, make_net(std=std), x, y, gelu=gelu)
    show_run("curves", net := make_net(), data)
    logits, finite = forward(net, x)[2], all(np.isfinite(p).all() for p in net)
    p = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    show("curves, then all training rows, loss, accuracy, weights finite", [*cross_entropy(logits, y)[:2], finite])
    show("predictions, mean; largest difference between rows", [*p.mean(0), np.ptp(p, 0).max()], ".3g")
    for rate, seed in ((0.0001, 0), (0.001, 0), (0.1, 0), (1, 0), (3, 0), (RATE, 1), (RATE, 2)):
        show(f"lr-sweep, {rate}, seed {seed}, training loss", train(make_net(seed=seed), data, 3, seed, rate)[:, 0])
    for std, steps, rate in ((STD, 500, RATE), (STD, 200, 0.05), (None, 100, RATE)):
        history = train(make_net(std=std), (x[:32], y[:32]) * 2, steps, rate=rate)[99::100, 1:]
        show(f"one-batch, std {std or 'He'}, rate {rate}, loss and accuracy at 100, 200, ... steps", history)
    for depth in (0, 1, 4):
        show_run(f"baselines, {depth} hidden layers", make_net(depth), data)
    show_run("other-optimizer", make_net(), data, rate=0.001, adam=True)
    show_run("gelu", make_net(), data, epochs=3, gelu=True)
    show_run("residuals", make_net(), data, epochs=5, residual=True)
    for seed, epochs in ((0, EPOCHS), (1, 5), (2, 5)):
        show_run(f"other-init, seed {seed}", make_net(std=None, seed=seed), data, epochs=epochs, seed=seed)
