"""The experiment behind this problem; prints every measured figure of problem.yaml. Run: python scenario.py

NumPy only, fp64: in fp32 the runs that leave the plateau differ in the second digit between BLAS libraries. The hidden
fault: N(0, 0.02^2) weights in twelve plain ReLU layers of width 256. A network is a list [W1, b1, W2, b2, ...] of W
[in, out] and b [out]. Losses are means over rows in nats, accuracies are percentages.
"""

import numpy as np

COUNTS = np.array([575, 370, 264, 203, 163, 152, 121, 76, 63, 61])  # training rows of each class, 2,048 in all
ROWS, EVAL_ROWS, CLASSES, FEATURES, WIDTH, DEPTH, STD = COUNTS.sum(), 1024, len(COUNTS), 64, 256, 12, 0.02
SHARES, RATE, MOMENTUM, BATCH, EPOCHS = COUNTS / ROWS, 0.01, 0.9, 32, 8


def make_data(seed=0, clusters=3, spread=0.5):
    """Rows x [n, 64], standardised by the training rows, and labels y [n], for training, then for evaluation: Gaussian
    clusters of unit variance around centres from N(0, spread^2), `clusters` of them for each class."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(0, spread, (CLASSES, clusters, FEATURES))
    y = rng.permutation(np.repeat(np.arange(CLASSES), COUNTS))
    y = np.concatenate([y, rng.choice(CLASSES, EVAL_ROWS, p=SHARES)])
    x = centres[y, rng.integers(clusters, size=len(y))] + rng.normal(size=(len(y), FEATURES))
    x = ((x - x[:ROWS].mean(0)) / x[:ROWS].std(0))
    return x[:ROWS], y[:ROWS], x[ROWS:], y[ROWS:]


def make_net(depth=DEPTH, std=STD, seed=0):
    """`depth` hidden layers and the output layer; `std` None draws from N(0, 2 / fan-in) (He et al. 2015)."""
    rng, net, sizes = np.random.default_rng(seed), [], [FEATURES] + [WIDTH] * depth + [CLASSES]
    for n, m in zip(sizes, sizes[1:]):
        net += [rng.normal(0, std or np.sqrt(2 / n), (n, m)), np.zeros(m)]
    return net


def relu(z):
    """max(z, 0) and its derivative, both with the shape of z."""
    return np.maximum(z, 0), z > 0


def gelu(z):
    """GELU in its tanh form (Hendrycks and Gimpel 2016, section 2) and its derivative, both with the shape of z."""
    t = np.tanh(0.7978846 * (z + 0.044715 * z * z * z))
    return 0.5 * z * (1 + t), 0.5 * (1 + t) + 0.3989423 * z * (1 - t * t) * (1 + 0.134145 * z * z)


def forward(net, x, act=relu, residual=False):
    """Inputs of every layer (list of [n, in]), derivatives of the hidden units (list of [n, 256]), logits [n, 10]."""
    inputs, slopes = [x], []
    for k in range(0, len(net) - 2, 2):
        h, slope = act(inputs[-1] @ net[k] + net[k + 1])
        inputs.append(h + inputs[-1] if residual and k > 0 else h)
        slopes.append(slope)
    return inputs, slopes, inputs[-1] @ net[-2] + net[-1]


def cross_entropy(logits, y):
    """Loss, by log-sum-exp, its gradient with respect to the logits [n, 10], and the accuracy."""
    shifted, rows = logits - logits.max(1, keepdims=True), np.arange(len(y))
    logp = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))
    delta = np.exp(logp)
    delta[rows, y] -= 1
    return -logp[rows, y].mean(), delta / len(y), 100 * (logits.argmax(1) == y).mean()


def gradients(net, x, y, residual=False, **kind):
    """Loss on the batch, and its gradient for every W and b: a list shaped like `net`."""
    inputs, slopes, logits = forward(net, x, residual=residual, **kind)
    loss, delta, _ = cross_entropy(logits, y)
    grads, into = [], 0
    for k in reversed(range(len(inputs))):
        grads = [inputs[k].T @ delta, delta.sum(0), *grads]
        if k > 0:
            into = delta @ net[2 * k].T + (into if residual and k < len(slopes) else 0)
            delta = into * slopes[k - 1]
    return loss, grads


def sgd(p, g, state, rate, _):
    """One update in place of an array p by its gradient g: v = 0.9 v + g, p = p - rate v."""
    state[0] = MOMENTUM * state[0] + g
    p -= rate * state[0]


def adam(p, g, state, rate, t, b1=0.9, b2=0.999):
    """Update t = 1, 2, ... in place of an array p by its gradient g (Kingma and Ba 2015, algorithm 1)."""
    state[:] = b1 * state[0] + (1 - b1) * g, b2 * state[1] + (1 - b2) * g * g
    p -= rate * (state[0] / (1 - b1**t)) / (np.sqrt(state[1] / (1 - b2**t)) + 1e-8)


def train(net, data, epochs=EPOCHS, seed=0, update=sgd, rate=RATE, **kind):
    """Trains in place. [epochs, 3]: training loss (mean over batches), evaluation loss, evaluation accuracy."""
    (x, y, x_eval, y_eval), rng, t = data, np.random.default_rng(100 + seed), 0
    states, history = [[0, 0] for _ in net], []
    for _ in range(epochs):
        losses = []
        for rows in rng.permutation(len(y)).reshape(-1, min(BATCH, len(y))):
            loss, grads = gradients(net, x[rows], y[rows], **kind)
            losses, t = [*losses, loss], t + 1
            for p, g, state in zip(net, grads, states):
                update(p, g, state, rate, t)
        history.append((np.mean(losses), *cross_entropy(forward(net, x_eval, **kind)[2], y_eval)[::2]))
    return np.array(history)


def show(label, values, form=".3f"):
    """Prints "label: value value ...", with 1e-8 for 1e-08."""
    print(f"{label}:", *(format(v, form).replace("e-0", "e-") for v in np.ravel(values)), flush=True)


def show_start(name, net, x, y, **kind):
    """Before training: outputs and activations on the first 512 rows, norms with the gradient of the first 128."""
    inputs, _, logits = forward(net, x[:512], **kind)
    loss, _, accuracy = cross_entropy(logits, y[:512])
    _, grads = gradients(net, x[:128], y[:128], **kind)
    show(f"{name}, loss-at-init: loss, accuracy, largest logit", [loss, accuracy, abs(logits).max()], ".5g")
    for what, arrays in {"W": net[::2], "gradient of W": grads[::2], "gradient of b": grads[1::2]}.items():
        show(f"{name}, gradient-norms, {what}, layers 1 to 13", [np.linalg.norm(a) for a in arrays], ".1e")
    show(f"{name}, activations, std: input, layers 1 to 12, logits", [h.std() for h in [*inputs, logits]], ".1e")
    show(f"{name}, activations, share positive", [(h > 0).mean() for h in inputs[1:]], ".2f")
    show(f"{name}, activations, silent units", [(h <= 0).all(0).sum() for h in inputs[1:]], "d")


def show_run(name, net, data, **options):
    loss, eval_loss, eval_accuracy = train(net, data, **options).T
    show(f"{name}, training loss", loss)
    show(f"{name}, evaluation loss", eval_loss)
    show(f"{name}, evaluation accuracy", eval_accuracy, ".1f")


if __name__ == "__main__":
    data = x, y, _, y_eval = make_data()
    for row, label in zip(x[:6], y):
        show(f"raw-batch, label {label}", row[:6], ".2f")
    show("raw-batch, min and max", [x.min(), x.max()], ".1f")
    show("class-counts, share; evaluation share of class 0", [*SHARES, (y_eval == 0).mean()])
    show("one-batch, rows of each class", batch := np.bincount(y[:32], minlength=CLASSES), "d")
    for name, p in {"class-counts": SHARES, "one-batch": batch[batch > 0] / 32}.items():
        show(f"{name}, entropy", -p @ np.log(p))
    show_start("shipped", make_net(), x, y)
    show_start("gelu", make_net(), x, y, act=gelu)
    show_start("other-init", make_net(std=None), x, y)
    show_run("curves", net := make_net(), data)
    logits = forward(net, x)[2]
    p = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    show("curves, training accuracy", cross_entropy(logits, y)[2], ".1f")
    show("predictions, mean", p.mean(0))
    show("predictions, largest range over rows; classes predicted", [np.ptp(p, 0).max(), *set(p.argmax(1))], ".0e")
    show("numerics, all parameters finite", all(np.isfinite(p).all() for p in net), "")
    for rate in (0.0001, 0.001, 0.05, 0.1, 1, 3):
        show(f"lr-sweep, {rate}, training loss", train(make_net(), data, 3, rate=rate)[:, 0])
    for std, steps, rate in ((STD, 500, RATE), (STD, 300, 0.05), (None, 100, RATE)):
        history = train(make_net(std=std), (x[:32], y[:32]) * 2, steps, rate=rate)[99::100, 1:]
        show(f"one-batch, std {std or 'He'}, rate {rate}, loss and accuracy at 100, 200, ... steps", history)
    for depth in (0, 1, 4):
        show_run(f"baselines, {depth} hidden layers", make_net(depth), data)
    show_run("other-optimizer", make_net(), data, update=adam, rate=0.001)
    show_run("gelu", make_net(), data, epochs=4, act=gelu)
    show_run("residuals", make_net(), data, residual=True)
    for seed in (0, 1, 2):
        show_run(f"other-init, seed {seed}", make_net(std=None, seed=seed), data, seed=seed)
    for seed in (1, 2):
        show_run(f"other-seeds, seed {seed}", make_net(seed=seed), data, epochs=3, seed=seed)
