"""Position exchange with equal gain in the plainest loops: every pair reckoned anew each time.

Tables are lists of rows; None where an actor has no position on an issue.
"""

from itertools import combinations

LEAST, TIE = 1e-10, 1e-12


def exchanges(position, salience, capability):
    """(actor, issue, to, partner, return issue, to, gain) of each, in the order realised."""
    n, m = len(position), len(position[0])
    now = [row[:] for row in position]
    # where each actor last saw each other one stand on each issue
    seen = [[[position[j][k] for j in range(n)] for k in range(m)] for _ in range(n)]

    def weight(j, k):
        return 0.0 if position[j][k] is None else capability[j] * salience[j][k]

    def total(k):
        return sum(weight(j, k) for j in range(n))

    def mean(where, k):
        known = [j for j in range(n) if position[j][k] is not None]
        return sum(weight(j, k) * where[j] for j in known) / total(k)

    def side(j, k):
        first = mean([row[k] for row in position], k)
        away = position[j][k] - first
        return 0 if abs(away) <= 1e-12 * abs(first) else (1 if away > 0 else -1)

    def most(mover, other, k):
        """Largest shift of the outcome that the mover can bring about, as the other sees it."""
        goal = position[other][k]
        way = 1 if goal > position[mover][k] else -1
        room = (goal - now[mover][k]) * way
        if room <= LEAST:
            return 0.0
        where = [now[mover][k] if j == mover else seen[other][k][j] for j in range(n)]
        left = (goal - mean(where, k)) * way
        return max(min(room * weight(mover, k) / total(k), left), 0.0)

    def pairs():
        for p, q in combinations(range(m), 2):
            if not total(p) or not total(q):
                continue
            for a, b in combinations(range(n), 2):
                if None in (position[a][p], position[a][q], position[b][p], position[b][q]):
                    continue
                if side(a, p) == side(b, p) or side(a, q) == side(b, q):
                    continue
                first = salience[a][p] * salience[b][q] >= salience[b][p] * salience[a][q]
                i, j = (a, b) if first else (b, a)
                if side(i, p) and side(j, q) and salience[i][p] > 0 and salience[j][q] > 0:
                    yield i, j, p, q

    def deal(i, j, p, q):
        """Gain, and how far the outcomes of p and q shift."""
        for_p, for_q = most(j, i, p), most(i, j, q)
        if not for_p or not for_q:
            return 0.0, 0.0, 0.0
        rate = (salience[i][p] + salience[j][p]) / (salience[i][q] + salience[j][q])
        on_p, on_q = (for_p, rate * for_p) if rate * for_p < for_q else (for_q / rate, for_q)
        return salience[i][p] * on_p - salience[i][q] * on_q, on_p, on_q

    there, done = list(pairs()), []
    while there:
        deals = [deal(*pair) for pair in there]
        top = max(gain for gain, _, _ in deals)
        if top <= LEAST:
            break
        best = next(k for k, (gain, _, _) in enumerate(deals) if gain >= top * (1.0 - TIE))
        i, j, p, q = there[best]
        gain, on_p, on_q = deals[best]
        for mover, other, k, shift in ((i, j, q, on_q), (j, i, p, on_p)):
            way = 1 if position[other][k] > position[mover][k] else -1
            now[mover][k] += way * shift * total(k) / weight(mover, k)
            seen[other][k][mover] = now[mover][k]
        done.append((i, q, now[i][q], j, p, now[j][p], gain))
    return done
