"""Reference spectra for tests/eigen.rs, by mpmath at 60 digits: tests/data/eigen.json.

    pip install mpmath && python tests/data/make_eigen.py

Entries are the bits of f64 in hexadecimal, row by row; eigenvalues are decimals of 20 digits. The
matrix whose spectrum is computed is the one written down, rounding included.
"""

import json
import math
import random
import struct
from pathlib import Path

from mpmath import eig, matrix, mp, mpf, nstr

mp.dps = 60
rng = random.Random(7)


def gauss(n):
    return [[rng.gauss(0, 1) for _ in range(n)] for _ in range(n)]


def scaled(a, decades):
    """D A D^-1 with D over so many decades, by powers of two: no rounding."""
    n = len(a)
    d = [round(decades * math.log2(10) * i / (n - 1)) for i in range(n)]
    rng.shuffle(d)
    return [[math.ldexp(a[i][j], d[i] - d[j]) for j in range(n)] for i in range(n)]


def skew(n):
    a = gauss(n)
    return [[a[i][j] - a[j][i] for j in range(n)] for i in range(n)]


def grcar(n):
    return [[-1.0 if i == j + 1 else 1.0 if i <= j <= i + 3 else 0.0 for j in range(n)] for i in range(n)]


def companion(c):
    n = len(c)
    return [[-c[j] if i == 0 else 1.0 if i == j + 1 else 0.0 for j in range(n)] for i in range(n)]


def times(a, s):
    return [[x * s for x in row] for row in a]


pairs = {
    f"pair_{k}": [[rng.gauss(0, 1) * 10 ** rng.uniform(-8, 8) for _ in range(2)] for _ in range(2)] for k in range(60)
}
# Nearly equal roots, roots far apart, a tiny root, all of them hard on the textbook formula.
pairs |= {
    "pair_close": [[1.0, 1e-9], [1e-9, 1.0 + 1e-16]],
    "pair_defective_up": [[1.5, 1.0], [2.0**-52, 1.5]],
    "pair_defective_down": [[1.5, 1.0], [-(2.0**-52), 1.5]],
    "pair_cancels": [[1.0 + 2.0**-30, 1.0], [-(2.0**-62) * (1 + 2.0**-40), 1.0 - 2.0**-30 + 2.0**-52]],
    "pair_small_root": [[1.0, 1e8], [1e-8, 1.0 + 2.0**-50]],
    "pair_tiny_root": [[1e16, 3.0], [7.0, 1e-16]],
    "pair_opposite": [[1e10, 1.0], [1.0, -1e10 * (1 + 2.0**-45)]],
    "pair_huge": [[1e300, 3e300], [-2e300, -1.5e300]],
    "pair_tiny": [[1e-300, 3e-300], [-2e-300, -1.5e-300]],
    "pair_unbalanced": [[2.0, 1e300], [1e-300, 3.0]],
}
larger = {f"gauss_{n}": gauss(n) for n in (3, 4, 5, 8, 12)}
larger |= {
    "huge": times(gauss(4), 2.0**996),
    "tiny": times(gauss(4), 2.0**-996),
    "skew": skew(7),
    "grcar": grcar(12),
    "companion": companion([-6.0, 11.0, -6.5, 1.25, -3.0]),
    "scaled_20": scaled(gauss(6), 20),
    "scaled_200": scaled(gauss(6), 200),
    "scaled_300": scaled(gauss(5), 300),
}

records = []
for name, a in (pairs | larger).items():
    n = len(a)
    # mpmath's own QR does not balance: more digits for the badly scaled.
    mp.dps = 700 if name.startswith("scaled") or "unbalanced" in name else 120
    values, _ = eig(matrix([[mpf(x) for x in row] for row in a]), left=False, right=True)
    values = [(v.real, v.imag) for v in values]
    records.append({
        "name": name,
        "n": n,
        "entries": [struct.pack(">d", x).hex() for row in a for x in row],
        "eigenvalues": [[nstr(re, 20), nstr(im, 20)] for re, im in values],
    })
lines = ",\n".join(json.dumps(r) for r in records)
Path(__file__).with_name("eigen.json").write_text(f"[\n{lines}\n]\n")
