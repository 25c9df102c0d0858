"""A peer of `benches/ratios`: the training step of two perceptrons in JAX, jitted, a scan over steps, noise drawn inside.

Answers lines `width batch game steps` (game: r1 or wgan_gp) with the seconds of so many steps, compilation not counted.
"""

import functools
import sys
import time

import jax
import jax.numpy as jnp

DIM, ALPHA, GAMMA, LAMBDA, LR, BETA, EPS = 16, 0.2, 10.0, 20.0, 1e-4, 0.99, 1e-8


def initial(key, widths):
    net = []
    for a, b in zip(widths, widths[1:]):
        key, k = jax.random.split(key)
        net.append((jax.random.normal(k, (a, b)) * (2 / a) ** 0.5, jnp.zeros(b)))
    return net


def apply(net, x):
    for w, b in net[:-1]:
        x = jax.nn.leaky_relu(x @ w + b, ALPHA)
    w, b = net[-1]
    return x @ w + b


def logit(net, x):
    return apply(net, x)[..., 0]


def real(key, n):
    k, e = jax.random.split(key)
    angle = jax.random.randint(k, (n,), 0, 8) * (jnp.pi / 4)
    return jnp.stack([jnp.cos(angle), jnp.sin(angle)], 1) + 0.01 * jax.random.normal(e, (n, 2))


def slopes(psi, x):
    return jax.grad(lambda x: logit(psi, x).sum())(x)


def loss_r1(psi, theta, key, n):
    a, b = jax.random.split(key)
    x, fake = real(a, n), apply(theta, jax.random.normal(b, (n, DIM)))
    penalty = 0.5 * GAMMA * (slopes(psi, x) ** 2).sum(1).mean()
    return jax.nn.softplus(logit(psi, x)).mean() + jax.nn.softplus(-logit(psi, fake)).mean() + penalty


def loss_gp(psi, theta, key, n):
    a, b, c = jax.random.split(key, 3)
    x, fake = real(a, n), apply(theta, jax.random.normal(b, (n, DIM)))
    t = jax.random.uniform(c, (n, 1))
    norm = jnp.sqrt((slopes(psi, t * x + (1 - t) * fake) ** 2).sum(1))
    return logit(psi, x).mean() - logit(psi, fake).mean() + 0.5 * LAMBDA * ((norm - 1) ** 2).mean()


def loss_g(theta, psi, key, n, game):
    d = logit(psi, apply(theta, jax.random.normal(key, (n, DIM))))
    return (jax.nn.softplus(d) if game == "r1" else d).mean()


def rmsprop(x, s, g):
    s = jax.tree.map(lambda s, g: BETA * s + (1 - BETA) * g * g, s, g)
    return jax.tree.map(lambda x, s, g: x - LR * g / (jnp.sqrt(s) + EPS), x, s, g), s


@functools.cache
def program(width, n, game, steps):
    inner, loss_d = (1, loss_r1) if game == "r1" else (5, loss_gp)

    def step(state, key):
        theta, psi, s, q = state
        keys = jax.random.split(key, inner + 1)
        for k in range(inner):
            psi, q = rmsprop(psi, q, jax.grad(loss_d)(psi, theta, keys[k], n))
        theta, s = rmsprop(theta, s, jax.grad(loss_g)(theta, psi, keys[inner], n, game))
        return (theta, psi, s, q), None

    hidden = [width] * 4
    theta, psi = initial(jax.random.key(1), [DIM, *hidden, 2]), initial(jax.random.key(2), [2, *hidden, 1])
    state = theta, psi, *(jax.tree.map(jnp.zeros_like, net) for net in (theta, psi))
    run = jax.jit(lambda state, key: jax.lax.scan(step, state, jax.random.split(key, steps))[0])
    jax.block_until_ready(run(state, jax.random.key(3)))
    return run, state


def main():
    for line in sys.stdin:
        width, n, game, steps = line.split()
        run, state = program(int(width), int(n), game, int(steps))
        begin = time.perf_counter()
        jax.block_until_ready(run(state, jax.random.key(4)))
        print(time.perf_counter() - begin, flush=True)


if __name__ == "__main__":
    main()
