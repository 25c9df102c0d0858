"""Divergences and W1 of pairs of laws, with 40 digits: python3 make_divergences.py > divergences.csv  (needs mpmath)"""

from mpmath import erfc, exp, fabs, inf, linspace, log, mp, mpf, pi, quad, sqrt

mp.dps = 40


def parse(text):
    if ":" not in text:
        weights = [mpf(float(w)) for w in text.split(",")]
        return "points", [w / sum(weights) for w in weights]
    name, a, b = text.split(":")
    return name, (mpf(float(a)), mpf(float(b)))


def density(law):
    name, (a, b) = law
    if name == "normal":
        return lambda x: exp(-(((x - a) / b) ** 2) / 2) / (b * sqrt(2 * pi))
    if name == "laplace":
        return lambda x: exp(-fabs(x - a) / b) / (2 * b)
    return lambda x: 1 / (b - a) if a <= x <= b else mpf(0)


def below(law):
    name, (a, b) = law
    if name == "normal":
        return lambda x: erfc(-(x - a) / b / sqrt(mpf(2))) / 2
    if name == "laplace":
        return lambda x: exp((x - a) / b) / 2 if x < a else 1 - exp(-(x - a) / b) / 2
    return lambda x: min(max((x - a) / (b - a), mpf(0)), mpf(1))


def f(name, number):
    a = mpf(float(number)) if number else None
    return {
        "total_variation": lambda u: fabs(u - 1) / 2,
        "kl": lambda u: u * log(u) if u else mpf(0),
        "reverse_kl": lambda u: -log(u) if u else inf,
        "pearson": lambda u: (u - 1) ** 2,
        "neyman": lambda u: (1 - u) ** 2 / u if u else inf,
        "squared_hellinger": lambda u: (sqrt(u) - 1) ** 2,
        "jeffrey": lambda u: (u - 1) * log(u) if u else inf,
        "jensen_shannon": lambda u: (u * log(u) if u else 0) - (u + 1) * log((u + 1) / 2),
        "weighted_jensen_shannon": lambda u: (a * u * log(u) if u else 0) - (1 - a + a * u) * log(1 - a + a * u),
        "gan": lambda u: (u * log(u) if u else 0) - (u + 1) * log(u + 1),
        "alpha": lambda u: (u**a - 1 - a * (u - 1)) / (a * (a - 1)),
    }[name]


# f'(oo), where only P has mass
FAR = {"total_variation": mpf(1) / 2, "squared_hellinger": mpf(1), "neyman": mpf(1), "jensen_shannon": log(mpf(2)), "gan": mpf(0), "reverse_kl": mpf(0)}


def places(p, q):
    """Ends of pieces and of panels."""
    cuts = []
    for name, (a, b) in (p, q):
        if name == "uniform":
            cuts += [a, b]
        elif name == "normal":
            cuts += [a + b * k for k in linspace(-24, 24, 25)]
        else:
            far = [mpf(k) for k in (0, 1, 3, 10, 30, 100, 300, 1000)]
            cuts += [a + side * b * k for k in far for side in (-1, 1)]
    return sorted(set(cuts))


def crossings(cuts, gap):
    """The cuts, and where the gap changes its sign between two of them."""
    found = []
    finer = [a + (b - a) * k / 5 for a, b in zip(cuts, cuts[1:]) for k in range(5)] + [cuts[-1]]
    for a, b in zip(finer, finer[1:]):
        found.append(a)
        if gap(a) * gap(b) < 0:
            low, high = a, b
            for _ in range(140):
                middle = (low + high) / 2
                low, high = (middle, high) if gap(low) * gap(middle) > 0 else (low, middle)
            found.append(low)
    return found + [cuts[-1]]


def divergence(name, number, p, q):
    function = f(name, number)
    if name == "weighted_jensen_shannon":
        FAR[name] = -mpf(float(number)) * log(mpf(float(number)))
    if p[0] == "points":
        total = mpf(0)
        for a, b in zip(p[1], q[1]):
            total += b * function(a / b) if b else (a * FAR.get(name, inf) if a else 0)
        return total
    dp, dq = density(p), density(q)

    def cost(x):
        a, b = dp(x), dq(x)
        return b * function(a / b) if b else a * FAR.get(name, inf) if a else mpf(0)

    cuts = places(p, q)
    if name == "total_variation":
        cuts = crossings(cuts, lambda x: dp(x) - dq(x))
    return sum(quad(cost, [a, b]) for a, b in zip(cuts, cuts[1:]))


def w1(p, q):
    if p[0] == "points":
        total = gap = mpf(0)
        for a, b in zip(p[1], q[1]):
            gap += a - b
            total += fabs(gap)
        return total
    F, G = below(p), below(q)
    gap = lambda x: F(x) - G(x)
    ends = crossings(places(p, q), gap)
    return sum(fabs(quad(gap, [a, b])) for a, b in zip(ends, ends[1:]))


CASES = [
    ("kl", "", "normal:0:1", "normal:1:2"),
    ("kl", "", "normal:3:0.001", "normal:-5:2"),
    ("kl", "", "normal:100000000:1", "normal:100000001:1"),
    ("total_variation", "", "normal:-1.5:1", "normal:2.5:1"),
    ("total_variation", "", "normal:0:1", "normal:0.5:3"),
    ("jensen_shannon", "", "normal:0:1", "normal:4:0.5"),
    ("jensen_shannon", "", "normal:0:1", "normal:60:1"),
    ("gan", "", "normal:0:1", "normal:1:1"),
    ("alpha", "0.3", "normal:0:1", "normal:1:2"),
    ("alpha", "2.5", "normal:0:1", "normal:1:1.2"),
    ("alpha", "-0.5", "normal:0:1.1", "normal:1:1"),
    ("squared_hellinger", "", "normal:0:0.001", "normal:0:100"),
    ("kl", "", "laplace:0:1", "laplace:1:2"),
    ("jeffrey", "", "laplace:-1:0.5", "laplace:2:3"),
    ("total_variation", "", "laplace:0:1", "laplace:1:1"),
    ("squared_hellinger", "", "laplace:0:1", "laplace:3:0.2"),
    ("pearson", "", "laplace:0:1", "laplace:0.5:1.5"),
    ("pearson", "", "laplace:0:1", "laplace:0:0.55"),
    ("kl", "", "laplace:0:1", "normal:0:1"),
    ("kl", "", "normal:0:1", "laplace:0:1"),
    ("reverse_kl", "", "normal:1:2", "laplace:0:0.5"),
    ("jensen_shannon", "", "laplace:0:1", "normal:2:0.3"),
    ("pearson", "", "normal:0:1", "laplace:0:0.5"),
    ("neyman", "", "laplace:0:1", "normal:0:1"),
    ("alpha", "0.3", "laplace:0:1", "normal:1:1"),
    ("kl", "", "uniform:0:1", "uniform:0:3"),
    ("kl", "", "uniform:0.1:0.3", "uniform:0.1:0.4"),
    ("kl", "", "uniform:0:1", "uniform:1:2"),
    ("reverse_kl", "", "uniform:0:1", "uniform:0:3"),
    ("total_variation", "", "uniform:0:1", "uniform:0.5:2"),
    ("jensen_shannon", "", "uniform:0:1", "uniform:1:2"),
    ("jensen_shannon", "", "uniform:0:1", "uniform:0.5:2"),
    ("gan", "", "uniform:0:1", "uniform:5:7"),
    ("squared_hellinger", "", "uniform:-1:1", "uniform:0:4"),
    ("kl", "", "uniform:-1:1", "normal:0:1"),
    ("reverse_kl", "", "uniform:-1:1", "normal:0:1"),
    ("jensen_shannon", "", "uniform:5:7", "normal:0:3"),
    ("squared_hellinger", "", "normal:0:0.01", "uniform:-3:5"),
    ("kl", "", "uniform:0:1", "laplace:0.25:2"),
    ("jensen_shannon", "", "laplace:0:1", "uniform:-1:2"),
    ("kl", "", "0.2,0.3,0.5", "0.5,0.25,0.25"),
    ("pearson", "", "0.2,0.3,0.5", "0.5,0.25,0.25"),
    ("weighted_jensen_shannon", "1e-9", "0.2,0.3,0.5", "0.5,0.25,0.25"),
    ("weighted_jensen_shannon", "1e-9", "0.5,0.5,0", "0.5,0,0.5"),
    ("kl", "", "0.333333333,0.333333333,0.333333334", "0.333333334,0.333333333,0.333333333"),
]
for name in ("kl", "jensen_shannon", "squared_hellinger"):
    for near in ("1e-3", "1e-6", "1e-9"):
        step = float(near)
        for other in (f"normal:{step!r}:1", f"normal:0:{1 + step!r}", f"normal:{step!r}:{1 - step!r}"):
            CASES.append((name, "", "normal:0:1", other))

if __name__ == "__main__":
    print("divergence;number;p;q;value;w1")
    for name, number, left, right in CASES:
        p, q = parse(left), parse(right)
        value, distance = divergence(name, number, p, q), w1(p, q)
        print(name, number, left, right, mp.nstr(value, 20), mp.nstr(distance, 20), sep=";")
