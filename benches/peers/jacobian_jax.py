"""The whole Jacobian of the field of a GAN of two perceptrons in JAX, the way that measured best there.

usage: jacobian_jax.py CHECKPOINT X.csv Z.csv GAMMA

Non-saturating GAN with R1, leaky ReLU 0.2, float64, one thread. Of Jacobian-vector products in chunks, reverse mode
and jacfwd/jacrev, products in chunks of 4 were the fastest. Prints JSON: the best of three times in seconds, and the
product of the Jacobian with a vector, so that both programs can be seen to compute the same.
"""

import json
import os
import struct
import sys
import time

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["OMP_NUM_THREADS"] = "1"

import jax
import jax.numpy as jnp
import numpy as np

jax.config.update("jax_enable_x64", True)
CHUNK = 4


def nets(path):
    """The layers (W, b) of each player."""
    with open(path, "rb") as file:
        data = file.read()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + length])

    def tensor(name):
        start, end = header[name]["data_offsets"]
        kind = {"F32": "<f4", "F64": "<f8"}[header[name]["dtype"]]
        flat = np.frombuffer(data[8 + length :][start:end], kind).astype(np.float64)
        return flat.reshape(header[name]["shape"])

    def layers(player):
        count = sum(name.startswith(player + ".") for name in header) // 2
        return [(tensor(f"{player}.{k}.weight"), tensor(f"{player}.{k}.bias")) for k in range(count)]

    return layers("generator"), layers("discriminator")


def flat(layers):
    return np.concatenate([part.ravel() for layer in layers for part in layer])


def main():
    generator, discriminator = nets(sys.argv[1])
    x, z = (jnp.asarray(np.loadtxt(path, delimiter=",", ndmin=2)) for path in sys.argv[2:4])
    gamma = float(sys.argv[4])
    a = flat(generator).size
    parameters = jnp.asarray(np.concatenate([flat(generator), flat(discriminator)]))

    def apply(shapes, p, h):
        at = 0
        for k, (w, b) in enumerate(shapes):
            weight = p[at : at + w.size].reshape(w.shape)
            bias = p[at + w.size : at + w.size + b.size]
            at += w.size + b.size
            h = h @ weight.T + bias
            if k + 1 < len(shapes):
                h = jnp.where(h > 0, h, 0.2 * h)
        return h

    def critic(psi, points):
        return apply(discriminator, psi, points)[:, 0]

    def loss_g(theta, psi):
        return jnp.mean(jax.nn.softplus(critic(psi, apply(generator, theta, z))))

    def loss_d(theta, psi):
        fake = apply(generator, theta, z)
        slope = jax.grad(lambda points: critic(psi, points).sum())(x)
        penalty = 0.5 * gamma * jnp.mean(jnp.sum(slope**2, axis=1))
        return jnp.mean(jax.nn.softplus(-critic(psi, fake))) + jnp.mean(jax.nn.softplus(critic(psi, x))) + penalty

    def field(p):
        theta, psi = p[:a], p[a:]
        return -jnp.concatenate([jax.grad(loss_g)(theta, psi), jax.grad(loss_d, 1)(theta, psi)])

    n = parameters.size
    padded = -(-n // CHUNK) * CHUNK
    basis = jnp.eye(padded, n).reshape(-1, CHUNK, n)

    @jax.jit
    def jacobian(p):
        columns = lambda chunk: jax.vmap(lambda u: jax.jvp(field, (p,), (u,))[1])(chunk)
        return jax.lax.map(columns, basis).reshape(padded, n)[:n].T

    whole = jacobian(parameters).block_until_ready()
    seconds = []
    for _ in range(3):
        begin = time.perf_counter()
        jacobian(parameters).block_until_ready()
        seconds.append(time.perf_counter() - begin)
    probe = np.cos(np.arange(n))
    print(json.dumps({"seconds": min(seconds), "image": (np.asarray(whole) @ probe).tolist()}))


if __name__ == "__main__":
    main()
