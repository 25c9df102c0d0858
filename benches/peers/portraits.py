"""Twenty-seven phase portraits as PNG with matplotlib: nine methods under three schedules.

Prints {"seconds": …}: trajectories, 10 × 10 arrows and one PNG per portrait, the import of matplotlib left out.
Wants numpy and matplotlib (python3 -m venv v; v/bin/pip install numpy matplotlib; then run the bench with v/bin first
on the PATH).
"""

import io
import json
import sys
import time

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from notebook_loops import METHODS, runs


def portrait(method, trajectory):
    ticks = np.linspace(-2.0, 2.0, 10)
    arrows = np.array([[method(theta, psi) for theta in ticks] for psi in ticks])
    figure, axes = plt.subplots(figsize=(3.3, 3.3))
    axes.quiver(ticks, ticks, arrows[:, :, 0], arrows[:, :, 1])
    axes.plot(*trajectory, linewidth=1.0)
    axes.plot(1.0, 1.0, "o", color="red")
    axes.plot(0.0, 0.0, "x", color="black")
    axes.set(xlim=(-2.0, 2.0), ylim=(-2.0, 2.0), xlabel=r"$\theta$", ylabel=r"$\psi$")
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=216)
    plt.close(figure)
    return file.tell()


def main():
    begin = time.perf_counter()
    sizes = [portrait(method, trajectory) for method in METHODS for trajectory in runs(method)]
    json.dump({"seconds": time.perf_counter() - begin, "portraits": len(sizes)}, sys.stdout)


if __name__ == "__main__":
    main()
