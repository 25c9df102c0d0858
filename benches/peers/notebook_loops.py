"""The peer of `benches/ratios`: the nine methods on the Dirac-GAN as an interpreted numpy notebook runs them.

One class a method, called once per step with two numbers; the iterates are written into arrays. Prints the seconds of
the 24 runs without noise and of all 27, and the end points of the former, as JSON.
"""

import json
import sys
import time

import numpy as np


def slope(t):
    return 1.0 / (1.0 + np.exp(t))


def curvature(t):
    return -slope(t) * slope(-t)


class Gan:
    def __call__(self, theta, psi):
        f = slope(theta * psi)
        return -psi * f, theta * f

    def clip(self, theta, psi):
        return theta, psi


class NonSaturating(Gan):
    def __call__(self, theta, psi):
        return -psi * slope(-theta * psi), theta * slope(theta * psi)


class ClippedWasserstein(Gan):
    def __init__(self, bound):
        self.bound = bound

    def __call__(self, theta, psi):
        return -psi, theta

    def clip(self, theta, psi):
        return theta, np.clip(psi, -self.bound, self.bound)


class OneCentred(Gan):
    def __init__(self, weight, target):
        self.weight, self.target = weight, target

    def __call__(self, theta, psi):
        return -psi, theta - self.weight * (np.abs(psi) - self.target) * np.sign(psi)


class Noisy(Gan):
    def __init__(self, sigma, draws=1000):
        self.sigma, self.draws = sigma, draws

    def __call__(self, theta, psi):
        real = self.sigma * np.random.randn(self.draws)
        fake = theta + self.sigma * np.random.randn(self.draws)
        f_fake, f_real = slope(fake * psi), slope(-real * psi)
        return -psi * np.mean(f_fake), np.mean(fake * f_fake - real * f_real)


class Penalised(Gan):
    def __init__(self, gamma):
        self.gamma = gamma

    def __call__(self, theta, psi):
        v, w = super().__call__(theta, psi)
        return v, w - self.gamma * psi


class Consensus(Gan):
    def __init__(self, gamma):
        self.gamma = gamma

    def __call__(self, theta, psi):
        f, g = slope(theta * psi), curvature(theta * psi)
        square = theta**2 + psi**2
        pull_theta = theta * f**2 + psi * square * f * g
        pull_psi = psi * f**2 + theta * square * f * g
        return -psi * f - self.gamma * pull_theta, theta * f - self.gamma * pull_psi


class PenalisedNonSaturating(NonSaturating):
    def __init__(self, gamma):
        self.gamma = gamma

    def __call__(self, theta, psi):
        v, w = super().__call__(theta, psi)
        return v, w - self.gamma * psi


METHODS = [
    Gan(),
    NonSaturating(),
    ClippedWasserstein(1.0),
    OneCentred(0.7, 1.0),
    Noisy(0.7),
    Penalised(0.3),
    Penalised(1.0),
    Consensus(1.0),
    PenalisedNonSaturating(0.3),
]


def simultaneous(field, theta, psi, h, steps):
    thetas, psis = np.zeros(steps + 1), np.zeros(steps + 1)
    thetas[0], psis[0] = theta, psi
    for k in range(steps):
        v, w = field(theta, psi)
        theta, psi = field.clip(theta + h * v, psi + h * w)
        thetas[k + 1], psis[k + 1] = theta, psi
    return thetas, psis


def alternating(field, theta, psi, h, steps, turns):
    thetas, psis = np.zeros(steps + 1), np.zeros(steps + 1)
    thetas[0], psis[0] = theta, psi
    for k in range(steps):
        v, _ = field(theta, psi)
        theta, psi = field.clip(theta + h * v, psi)
        for _ in range(turns):
            _, w = field(theta, psi)
            theta, psi = field.clip(theta, psi + h * w)
        thetas[k + 1], psis[k + 1] = theta, psi
    return thetas, psis


def runs(method):
    yield simultaneous(method, 1.0, 1.0, 0.2, 500)
    yield alternating(method, 1.0, 1.0, 0.2, 500, 1)
    yield alternating(method, 1.0, 1.0, 0.2, 500, 5)


def timed(methods):
    begin = time.perf_counter()
    done = [list(runs(method)) for method in methods]
    return time.perf_counter() - begin, done


def main():
    quiet = [m for m in METHODS if not isinstance(m, Noisy)]
    noisy = [m for m in METHODS if isinstance(m, Noisy)]
    times, extra = [], []
    for _ in range(3):
        seconds, done = timed(quiet)
        times.append(seconds)
        extra.append(timed(noisy)[0])
    ends = [[[float(t[-1]), float(p[-1])] for t, p in of] for of in done]
    json.dump({"noiseless": min(times), "all": min(times) + min(extra), "ends": ends}, sys.stdout)


if __name__ == "__main__":
    main()
