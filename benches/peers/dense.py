"""The peer of `benches/ratios`: 10**6 starts of the Dirac-GAN, 100 simultaneous steps each, minimax with R1, float64.

Two programs of JAX, jitted, over whole arrays and block by block, and one of numpy, block by block in place; all on one
thread of one processor. Prints the best seconds of each, compilation left out, and a few end points. JSON.
"""

import json
import os
import sys
import time

if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["JAX_PLATFORMS"] = "cpu"

import jax
import jax.numpy as jnp
import numpy as np

jax.config.update("jax_enable_x64", True)

POINTS, STEPS, H, GAMMA = 10**6, 100, 0.2, 0.3
ROUNDS = 3


def starts():
    k = np.arange(POINTS, dtype=np.float64)
    return (k * 0.618) % 1.0 * 4.0 - 2.0, (k * 0.755) % 1.0 * 4.0 - 2.0


def step(_, x):
    theta, psi = x
    slope = 1.0 / (1.0 + jnp.exp(theta * psi))
    return theta - H * psi * slope, psi + H * (theta * slope - GAMMA * psi)


def march(theta, psi):
    return jax.lax.fori_loop(0, STEPS, step, (theta, psi))


whole = jax.jit(march)


def blocks(size):
    @jax.jit
    def run(theta, psi):
        shape = (POINTS // size, size)
        ends = jax.lax.map(lambda x: march(*x), (theta.reshape(shape), psi.reshape(shape)))
        return tuple(end.reshape(POINTS) for end in ends)

    return run


def by_numpy(size):
    slope, pull = np.empty(size), np.empty(size)

    def run(theta, psi):
        theta, psi = theta.copy(), psi.copy()
        for begin in range(0, POINTS, size):
            t, p = theta[begin : begin + size], psi[begin : begin + size]
            for _ in range(STEPS):
                np.multiply(t, p, out=slope)
                np.exp(slope, out=slope)
                slope.__iadd__(1.0)
                np.divide(H, slope, out=slope)
                np.multiply(t, slope, out=pull)
                slope.__imul__(p)
                p.__imul__(1.0 - H * GAMMA)
                p.__iadd__(pull)
                t.__isub__(slope)
        return theta, psi

    return run


def best(run, theta, psi):
    seconds, ends = np.inf, None
    for _ in range(ROUNDS + 1):
        begin = time.perf_counter()
        ends = [np.asarray(end) for end in run(theta, psi)]
        seconds = min(seconds, time.perf_counter() - begin)
    return seconds, [[float(end[k]) for end in ends] for k in (1, 12345, 999_999)]


def main():
    theta, psi = starts()
    on_device = jnp.asarray(theta), jnp.asarray(psi)
    report = {"jax": {}, "numpy": {}, "ends": []}
    programs = [("jax", "whole arrays", whole)]
    programs += [("jax", f"blocks of {size}", blocks(size)) for size in (500, 4000, 20_000)]
    programs += [("numpy", f"blocks of {size}", by_numpy(size)) for size in (1000, 4000, 20_000)]
    for library, name, run in programs:
        seconds, ends = best(run, *(on_device if library == "jax" else (theta, psi)))
        report[library][name] = seconds
        report["ends"].append(ends)
    json.dump(report, sys.stdout)


if __name__ == "__main__":
    main()
