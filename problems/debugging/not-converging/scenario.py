"""The experiment behind this problem: prints every figure that problem.yaml quotes. Run: python scenario.py (about half a minute)

NumPy only, fp32, one thread. The hidden fault: N(0, 0.02^2) weights in twelve plain ReLU layers of width 256.
Losses are means over rows in nats, accuracies fractions of rows; a layer is a pair (W [in, out], b [out]).
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"  # the order of sums depends on the threads
import numpy as np

COUNTS = np.array([1149, 740, 528, 406, 326, 305, 243, 152, 126, 121])  # training rows of each class, 4,096 in all
SHARES, CLASSES, FEATURES, EVAL_ROWS = COUNTS / COUNTS.sum(), len(COUNTS), 64, 2048
WIDTH, DEPTH, STD, RATE, MOMENTUM, BATCH, EPOCHS = 256, 12, 0.02, 0.01, 0.9, 64, 8


def make_data(seed=0, clusters=3, spread=0.5):
    """Rows x [n, 64], standardised by the training rows, and labels y [n], for training and evaluation: Gaussian
    clusters of unit variance around centres from N(0, spread^2), `clusters` of them for each class."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(0, spread, (CLASSES, clusters, FEATURES))
    y = rng.permutation(np.repeat(np.arange(CLASSES), COUNTS))
    y = np.concatenate([y, rng.choice(CLASSES, EVAL_ROWS, p=SHARES)])
    x = centres[y, rng.integers(clusters, size=len(y))] + rng.normal(size=(len(y), FEATURES))
    n = COUNTS.sum()
    x = ((x - x[:n].mean(0)) / x[:n].std(0)).astype(np.float32)
    return x[:n], y[:n], x[n:], y[n:]


def make_layers(depth=DEPTH, std=STD, seed=0):
    """`depth` hidden layers and the output layer; `std` None draws from N(0, 2 / fan-in) (He et al. 2015)."""
    rng = np.random.default_rng(seed)
    sizes = [FEATURES] + [WIDTH] * depth + [CLASSES]
    draw = lambda n, m: rng.normal(0, std or np.sqrt(2 / n), (n, m)).astype(np.float32)
    return [(draw(n, m), np.zeros(m, np.float32)) for n, m in zip(sizes, sizes[1:])]


def relu(z):
    """max(z, 0) and its derivative, both with the shape of z."""
    return np.maximum(z, 0), (z > 0).astype(np.float32)


def gelu(z):
    """GELU in its tanh form (Hendrycks and Gimpel 2016, section 2) and its derivative, both with the shape of z."""
    c = np.sqrt(2 / np.pi).astype(np.float32)
    t = np.tanh(c * (z + 0.044715 * z**3))
    return 0.5 * z * (1 + t), 0.5 * (1 + t) + 0.5 * z * (1 - t * t) * c * (1 + 0.134145 * z**2)


def forward(layers, x, act=relu, residual=False):
    """Inputs of every layer (a list of [n, in]), derivatives of the hidden units ([n, 256]), and logits [n, 10]."""
    inputs, slopes = [x], []
    for k, (w, b) in enumerate(layers[:-1]):
        h, slope = act(inputs[-1] @ w + b)
        inputs.append(h + inputs[-1] if residual and k > 0 else h)
        slopes.append(slope)
    return inputs, slopes, inputs[-1] @ layers[-1][0] + layers[-1][1]


def log_softmax(logits):
    """Log-probabilities [n, 10], by log-sum-exp."""
    shifted = logits - logits.max(1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(1, keepdims=True))


def evaluate(layers, x, y, **net):
    """Loss and accuracy."""
    logits = forward(layers, x, **net)[2]
    return -log_softmax(logits)[np.arange(len(y)), y].mean(dtype=np.float64), (logits.argmax(1) == y).mean()


def gradients(layers, x, y, residual=False, **net):
    """Loss on the batch before the update, and its gradient for every W and b, shaped like `layers`."""
    inputs, slopes, logits = forward(layers, x, residual=residual, **net)
    logp, rows, grads = log_softmax(logits), np.arange(len(y)), [None] * len(layers)
    delta = np.exp(logp)
    delta[rows, y] -= 1
    delta, arriving = delta / len(y), None
    for k in reversed(range(len(layers))):
        grads[k] = (inputs[k].T @ delta, delta.sum(0))
        if k > 0:
            skipped = arriving if residual and k < len(layers) - 1 else 0
            arriving = delta @ layers[k][0].T + skipped
            delta = arriving * slopes[k - 1]
    return -logp[rows, y].mean(dtype=np.float64), grads


def sgd(rate=RATE):
    """Updates in place: v = 0.9 v + g, p = p - rate v."""
    velocity = {}

    def step(layers, grads):
        for key, p, g in ((i, p, g) for i, pair in enumerate(zip(layers, grads)) for p, g in zip(*pair)):
            v = velocity.setdefault((key, p.ndim), np.zeros_like(p))
            v *= MOMENTUM
            v += g
            p -= rate * v

    return step


def adam(rate=0.001, b1=0.9, b2=0.999, eps=1e-8):
    """Updates in place (Kingma and Ba 2015, algorithm 1)."""
    state, count = {}, [0]

    def step(layers, grads):
        count[0] += 1
        for key, p, g in ((i, p, g) for i, pair in enumerate(zip(layers, grads)) for p, g in zip(*pair)):
            m, v = state.setdefault((key, p.ndim), (np.zeros_like(p), np.zeros_like(p)))
            m += (1 - b1) * (g - m)
            v += (1 - b2) * (g * g - v)
            p -= rate / (1 - b1 ** count[0]) * m / (np.sqrt(v / (1 - b2 ** count[0])) + eps)

    return step
