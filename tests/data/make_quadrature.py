"""Reference values for tests/quadrature.rs, by mpmath's Gauss-Legendre quadrature at 40 digits.

    pip install mpmath && python tests/data/make_quadrature.py

One line: tau, mean, then E f(tau e + mean), e ~ N(0,1), for f = softplus, its second and its third
derivative (the sigmoid's first and second); 25 digits.
"""

from pathlib import Path

from mpmath import exp, log1p, mp, mpf, nstr, pi, quad, sqrt

mp.dps = 40


def softplus(t):
    return log1p(exp(t)) if t < 0 else t + log1p(exp(-t))


def sigmoid(t):
    return 1 / (1 + exp(-t)) if t > 0 else exp(t) / (1 + exp(t))


def slope(t):
    return sigmoid(t) * sigmoid(-t)


def curvature(t):
    return slope(t) * (sigmoid(-t) - sigmoid(t))


def expectation(f, tau, mean):
    # Panels short against both the normal density and the width 1/tau of the transition.
    kink = -mean / tau
    breaks = {mpf(k) for k in range(-14, 15)}
    if tau > 0.2:
        breaks |= {kink + k / tau * 4 for k in range(-24, 25)}
    panels = sorted(b for b in breaks if -14 <= b <= 14)
    return quad(lambda e: f(tau * e + mean) * exp(-e * e / 2), panels, method="gauss-legendre") / sqrt(2 * pi)


lines = ["tau,mean,softplus,slope,curvature"]
for tau in ("0.01", "0.1", "0.5", "1", "2", "3", "7", "20", "50"):
    for mean in ("-3", "0", "0.25", "2"):
        values = [expectation(f, mpf(float(tau)), mpf(mean)) for f in (softplus, slope, curvature)]
        lines.append(",".join([tau, mean] + [nstr(v, 25) for v in values]))
Path(__file__).with_name("quadrature.csv").write_text("\n".join(lines) + "\n")
