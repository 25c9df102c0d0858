"""A peer of `benches/ratios`: the training step of two perceptrons in PyTorch, eager or compiled (the argument).

Answers lines `width batch game steps` (game: r1 or wgan_gp) with the seconds of so many steps, compilation not counted.
Eager is autograd with fused optimiser updates; compiled is one graph for each player's whole step, noise, gradients
and update, by functional derivatives (autograd within a compiled function breaks its graph at each call).
"""

import functools
import sys
import time

import torch
from torch.nn.functional import leaky_relu, softplus

DIM, ALPHA, GAMMA, LAMBDA, LR, BETA, EPS = 16, 0.2, 10.0, 20.0, 1e-4, 0.99, 1e-8
COMPILED = sys.argv[1] == "compiled"
torch.set_num_threads(1)


def initial(widths):
    pairs = zip(widths, widths[1:])
    layers = [((torch.randn(a, b) * (2 / a) ** 0.5), torch.zeros(b)) for a, b in pairs]
    return [p.requires_grad_(not COMPILED) for layer in layers for p in layer]


def apply(net, x):
    for k in range(0, len(net) - 2, 2):
        x = leaky_relu(torch.addmm(net[k + 1], x, net[k]), ALPHA)
    return torch.addmm(net[-1], x, net[-2])


def logit(net, x):
    return apply(net, x)[:, 0]


def real(n):
    angle = torch.randint(0, 8, (n,)) * (torch.pi / 4)
    return torch.stack([torch.cos(angle), torch.sin(angle)], 1) + 0.01 * torch.randn(n, 2)


def points(theta, n, game):
    """Real, generated, and for WGAN-GP the points between."""
    x = real(n)
    with torch.no_grad():
        fake = apply(theta, torch.randn(n, DIM))
    t = torch.rand(n, 1) if game == "wgan_gp" else 1.0
    return x, fake, t * x + (1 - t) * fake if game == "wgan_gp" else x


def slopes(psi, y):
    if COMPILED:
        return torch.func.grad(lambda y: logit(psi, y).sum())(y)
    y = y.requires_grad_()
    return torch.autograd.grad(logit(psi, y).sum(), y, create_graph=True)[0]


def loss_d(psi, x, fake, y, game):
    square = (slopes(psi, y) ** 2).sum(1)
    if game == "r1":
        return softplus(logit(psi, x)).mean() + softplus(-logit(psi, fake)).mean() + 0.5 * GAMMA * square.mean()
    return logit(psi, x).mean() - logit(psi, fake).mean() + 0.5 * LAMBDA * ((square.sqrt() - 1) ** 2).mean()


def loss_g(theta, psi, z, game):
    d = logit(psi, apply(theta, z))
    return (softplus(d) if game == "r1" else d).mean()


def gradient(loss, net, *rest):
    return torch.func.grad(loss)(net, *rest) if COMPILED else torch.autograd.grad(loss(net, *rest), net)


def rmsprop(net, squares, gradient):
    with torch.no_grad():
        torch._foreach_mul_(squares, BETA)
        torch._foreach_addcmul_(squares, gradient, gradient, 1 - BETA)
        size = torch._foreach_sqrt(squares)
        torch._foreach_add_(size, EPS)
        torch._foreach_addcdiv_(net, gradient, size, -LR)


@functools.cache
def program(width, n, game):
    torch.manual_seed(1)
    hidden = [width] * 4
    theta, psi = initial([DIM, *hidden, 2]), initial([2, *hidden, 1])
    s, q = ([torch.zeros_like(p) for p in net] for net in (theta, psi))

    def d_step(theta, psi, q):
        rmsprop(psi, q, gradient(loss_d, psi, *points(theta, n, game), game))

    def g_step(theta, psi, s):
        rmsprop(theta, s, gradient(loss_g, theta, psi, torch.randn(n, DIM), game))

    if COMPILED:
        d_step, g_step = (torch.compile(f, fullgraph=True, dynamic=False) for f in (d_step, g_step))

    def step():
        for _ in range(1 if game == "r1" else 5):
            d_step(theta, psi, q)
        g_step(theta, psi, s)

    for _ in range(5):
        step()
    return step


def main():
    for line in sys.stdin:
        width, n, game, steps = line.split()
        step = program(int(width), int(n), game)
        begin = time.perf_counter()
        for _ in range(int(steps)):
            step()
        print(time.perf_counter() - begin, flush=True)


if __name__ == "__main__":
    main()
