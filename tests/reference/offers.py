"""The reference for alternating offers: one delegation after the other, in plain loops."""


def asks(best, reservation, pace, time):
    """a(t) = r + (1 - t^(1/e)) (best - r), never below r; written so that both ends are exact."""
    left = 1.0 - time ** (1.0 / pace)
    return left * max(best, reservation) + (1.0 - left) * reservation


def offer_of(utilities, least):
    """The outcome of least utility that is at least so much, the first of equals; else the best."""
    chosen = None
    for outcome, u in enumerate(utilities):
        if u >= least and (chosen is None or u < utilities[chosen]):
            chosen = outcome
    return utilities.index(max(utilities)) if chosen is None else chosen


def alternate(utility, reservation, pace, times):
    """Agreement, proposer, rounds begun, what each asked for, what each would have offered."""
    parties = len(utility)
    asked, offered = [], []
    table, by, accepted = None, None, 0
    hopeless = any(max(utility[p]) < reservation[p] for p in range(parties))
    for k, time in enumerate(times):
        least = [asks(max(utility[p]), reservation[p], pace[p], time) for p in range(parties)]
        asked.append(least)
        offered.append([offer_of(utility[p], least[p]) for p in range(parties)])
        for p in range(parties if not hopeless else 0):
            if table is not None and p != by and utility[p][table] >= least[p]:
                accepted += 1
                if accepted == parties - 1:
                    return table, by, k + 1, asked, offered
            else:
                table, by, accepted = offered[-1][p], p, 0
    return None, None, len(times), asked, offered
