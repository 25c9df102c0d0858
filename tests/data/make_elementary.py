"""Reference values for tests/elementary.rs, by mpmath with 60 digits: tests/data/elementary.csv.

    pip install mpmath && python tests/data/make_elementary.py

One line per point: function, argument, value. The argument is the bits of an f64 in hexadecimal.
The value is written as two parts: the nearest f64 (its bits) and the remainder (a decimal with 12
digits), in units of the spacing of f64 at that value; together they carry more than 25 digits.
"""

import math
import random
import struct
from pathlib import Path

from mpmath import exp, isfinite, log, log1p, mp, mpf, nstr, tanh

mp.dps = 60
rng = random.Random(1)


def bits(x):
    return struct.pack(">d", x).hex()


def from_bits(b):
    return struct.unpack(">d", struct.pack(">Q", b))[0]


def near(x, k):
    """The f64 k places above x."""
    for _ in range(abs(k)):
        x = math.nextafter(x, math.inf if k > 0 else -math.inf)
    return x


def uniform(n, a, b):
    return [rng.uniform(a, b) for _ in range(n // 2)]


def spread(n, low, high, signs=(1, -1)):
    """Log-uniform magnitudes 2^low .. 2^high."""
    return [rng.choice(signs) * math.ldexp(rng.uniform(1, 2), rng.randint(low, high - 1)) for _ in range(n // 2)]


def softplus(t):
    return log1p(exp(t)) if t < 0 else t + log1p(exp(-t))


def sigmoid(t):
    return exp(t) / (1 + exp(t)) if t < 0 else 1 / (1 + exp(-t))


ln2 = math.log(2)
# Where the argument reduction changes: odd multiples of ln(2)/2, and their neighbours.
seams = [near((2 * k + 1) * ln2 / 2, j) for k in (-60, -20, -7, -3, -2, -1, 0, 1, 2, 3, 7, 20, 60) for j in (-1, 0, 1)]
roots = [near(m * math.sqrt(0.5), j) for m in (0.5, 1, 2, 4, 2.0**-1000, 2.0**900) for j in (-2, -1, 0, 1, 2)]
sub = [from_bits(b) for b in (1, 2, 3, 0x000FFFFFFFFFFFFF, 0x0010000000000000, 0x0008000000000000)]
sub += [from_bits(1 + rng.getrandbits(rng.randint(2, 52))) for _ in range(60)]
tiny = [s * x for x in sub[:6] for s in (1, -1)]

points = {
    "exp": uniform(400, -1, 1) + uniform(400, -30, 30) + uniform(400, -745.2, 709.78) + uniform(150, -745.13, -708)
    + spread(200, -60, 6) + seams + tiny
    + [709.782712893384, 709.7, -708.3964185322641, -708.4, -745.1, -744.4, -745.1332191019411],
    "ln": uniform(500, 0.5, 2) + uniform(300, 0.9, 1.1) + uniform(300, 0, 100) + spread(600, -1022, 1023, (1,)) + roots + sub
    + [near(1.0, k) for k in (-3, -2, -1, 1, 2, 3)] + [1.7976931348623157e308],
    "ln_1p": uniform(500, -0.99, 1) + uniform(300, -0.1, 0.1) + spread(500, -80, -1) + spread(400, -1, 1023, (1,))
    + [-1 + math.ldexp(rng.uniform(1, 2), -rng.randint(2, 52)) for _ in range(150)] + [near(-1.0, k) for k in (1, 2, 3)]
    + [r - 1 for r in roots[5:15]] + tiny + [1.7976931348623157e308],
    "tanh": uniform(700, -1, 1) + uniform(600, -4, 4) + uniform(300, -20, 20) + spread(300, -80, 3) + [s / 2 for s in seams] + tiny + [25.0, 1e300],
    "sigmoid": uniform(700, -2, 2) + uniform(700, -40, 40) + uniform(300, -745, 40) + spread(200, -60, 5) + seams + tiny
    + [-708.4, -709.8, -744.4, -700.0, near(-700.0, -1)],
    "softplus": uniform(700, -2, 2) + uniform(700, -40, 40) + uniform(300, -745, 800) + spread(200, -60, 5) + seams + tiny
    + [near(log_, j) for log_ in (math.log(math.sqrt(2) - 1), -math.log(math.sqrt(2) - 1)) for j in range(-3, 4)]
    + [-708.4, -709.8, -744.4, 1e300, -700.0, near(-700.0, -1)],
}
functions = {
    "exp": exp, "ln": log, "ln_1p": log1p, "tanh": tanh, "sigmoid": sigmoid, "softplus": softplus,
}

lines = ["function,argument,nearest,remainder_ulp"]
for name, xs in points.items():
    for x in xs:
        y = functions[name](mpf(x))
        assert isfinite(y)
        nearest = float(y)
        assert math.isfinite(nearest), (name, x)
        ulp = mpf(math.ulp(nearest))
        lines.append(f"{name},{bits(x)},{bits(nearest)},{nstr((y - mpf(nearest)) / ulp, 12)}")
Path(__file__).with_name("elementary.csv").write_text("\n".join(lines) + "\n")
