"""The peer of `benches/ratios`: exact W1 by the network simplex of POT.

Reads pairs of samples, one directory a case with a.csv and b.csv. Prints per case W1 and the best seconds of the solver
alone: the matrix of costs is made before the clock starts. JSON.
"""

import json
import pathlib
import sys
import time

import numpy as np
import ot

ROUNDS = 3


def solve(case):
    a, b = (np.loadtxt(case / name, delimiter=",", ndmin=2) for name in ("a.csv", "b.csv"))
    cost = np.sqrt(((a[:, None] - b[None]) ** 2).sum(-1))
    weights = np.full(len(a), 1 / len(a)), np.full(len(b), 1 / len(b))
    best = np.inf
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        w1 = ot.emd2(*weights, cost, numItermax=10**8)
        best = min(best, time.perf_counter() - begin)
    return {"w1": float(w1), "seconds": best}


def main():
    cases = sorted(pathlib.Path(sys.argv[1]).iterdir())
    json.dump({case.name: solve(case) for case in cases}, sys.stdout)


if __name__ == "__main__":
    main()
