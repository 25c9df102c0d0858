"""Derive the polynomials of src/num/elementary.rs (Chebyshev interpolation, 60 digits).

    pip install mpmath && python tests/data/make_coefficients.py
"""

from mpmath import atanh, cos, exp, factorial, log, lu_solve, matrix, mp, mpf, pi, polyval, sqrt

mp.dps = 60


def interpolate(f, low, high, n):
    """Coefficients, lowest first and rounded to f64, of the interpolant at n Chebyshev nodes."""
    nodes = [(low + high) / 2 + (high - low) / 2 * cos((2 * j + 1) * pi / (2 * n)) for j in range(n)]
    a = matrix(n, n)
    for i, x in enumerate(nodes):
        for j in range(n):
            a[i, j] = x**j
    c = lu_solve(a, matrix([f(x) for x in nodes]))
    return [float(c[i]) for i in range(n)]


def show(name, c, error, low, high):
    grid = [low + (high - low) * mpf(k) / 2000 for k in range(2001)]
    p = [mpf(x) for x in c[::-1]]
    print(name, "error", mp.nstr(max(abs(error(x, polyval(p, x))) for x in grid), 3))
    print("\n".join(f"    {x!r}," for x in c))


ln2 = log(2)
high = mpf(int(ln2 * 2**40)) / 2**40
print("LN2_HI", repr(float(high)), "LN2_LO", repr(float(ln2 - high)))

# (e^r - 1 - r)/r^2 on |r| <= ln(2)/2, by its series: the formula itself cancels at 0.
f = lambda r: sum(r**k / factorial(k + 2) for k in range(45))
show("EXP", interpolate(f, -ln2 / 2, ln2 / 2, 11), lambda r, p: (f(r) - p) * r * r / exp(r), -ln2 / 2, ln2 / 2)

# (2 artanh(s)/s - 2)/z, z = s^2, up to s = (sqrt 2 - 1)/(sqrt 2 + 1); relative to 2 artanh(s).
w = ((sqrt(2) - 1) / (sqrt(2) + 1)) ** 2
g = lambda z: sum(2 * z**k / (2 * k + 3) for k in range(60))
show("LN", interpolate(g, mpf(0), w, 7), lambda z, p: (g(z) - p) * z / 2, mpf(0), w)
