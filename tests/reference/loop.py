"""The reference: one round of informal consultations in the plainest loops there are.

Plain floats, plain lists, one party after the other, written from the formulas and not from the
engine. It is the oracle that the engine is tested against, and what it is timed against.

Letters: i party, c coalition, d proposal, f affinity factor, k issue.
"""

import math
from dataclasses import dataclass

PRIOR_VOICES = 2.0
SLOPE = 0.06
DIGITS = 9


@dataclass
class Table:
    """Everything a round needs, as plain lists; membership, viability and objected move."""

    salience: list
    value: list  # value[i][k][level]
    status_quo: list
    proposals: list  # proposals[d][k]: level
    platforms: list  # platforms[c][k]: level
    origin: list
    relief: list
    resolve: list
    principle: list
    governance: list  # emphasis on governance over the mean emphasis
    temper: list
    capability: list
    member: list
    active: list
    spoke: list
    line: list  # line[i][d]: a bloc of i has declared for d
    discipline: list
    factor: list  # factor[i][f]
    rule: list  # rule[c]: name and parameters of the decision rule platform c needs, and its host
    worth: dict
    belief: dict
    strategy: dict
    share: float
    rounds: int
    k: int
    membership: list
    viability: list
    objected: list


def play_round(table, acting_u, noise_u, object_u):
    """One round: all who act choose on the table as it stands; then the belief moves.

    ``acting_u[i]``, ``noise_u[i][option]`` and ``object_u[i]`` are the uniforms of the round.
    Returns the choices made: party -> coalition or -1.
    """
    parties, coalitions = range(len(table.member)), range(len(table.platforms))
    utility = [[utility_of(table, i, table.platforms[c]) for c in coalitions] for i in parties]
    reservation = [utility_of(table, i, table.status_quo) - table.relief[i] for i in parties]
    best = [best_of(table, i, utility[i], reservation[i]) for i in parties]
    order = by_backing(table)
    fallback = [
        [fallback_of(table, c, utility[i], reservation[i], order) for c in coalitions]
        for i in parties
    ]
    standing = [standing_of(table, c) for c in coalitions]

    choices = {}
    for i in parties:
        if table.active[i] and acting_u[i] < table.share:
            worths = worths_of(
                table, i, utility[i], fallback[i], reservation[i], best[i], standing, noise_u[i]
            )
            choices[i] = choose(worths)

    believe(table, utility, fallback, reservation, best, object_u)
    for i, c in choices.items():
        table.membership[i] = c
    table.k += 1
    return choices


def utility_of(table, i, design):
    """u_i(o) = sum over issues of w_ik v_ik(o_k)."""
    total = 0.0
    for k in range(len(design)):
        total += table.salience[i][k] * table.value[i][k][design[k]]
    return total


def best_of(table, i, utility, reservation):
    """The best on the table: platforms, proposals as tabled, and the status quo."""
    best = reservation
    for u in utility:
        best = max(best, u)
    for design in table.proposals:
        best = max(best, utility_of(table, i, design))
    return best


def by_backing(table):
    """Coalitions by how many member states back them, largest first, ties by declared order."""
    backing = [0] * len(table.platforms)
    for i in range(len(table.member)):
        if table.member[i] and table.membership[i] >= 0:
            backing[table.membership[i]] += 1
    return sorted(range(len(backing)), key=lambda c: (-backing[c], c))


def fallback_of(table, c, utility, reservation, order):
    """What i expects if c is off the table: the others in order of backing, the status quo last."""
    total, chance = 0.0, 1.0
    for j in order:
        if j != c:
            total += chance * table.viability[j] * utility[j]
            chance *= 1.0 - table.viability[j]
    return total + chance * reservation


def standing_of(table, c):
    """Mean affinity factors of a coalition's backers; 0 for an empty one."""
    n_factors = len(table.factor[0])
    total, size = [0.0] * n_factors, 0
    for i in range(len(table.member)):
        if table.membership[i] == c:
            size += 1
            for f in range(n_factors):
                total[f] += table.factor[i][f]
    return [x / max(size, 1) for x in total]


def worths_of(table, i, utility, fallback, reservation, best, standing, noise_u):
    """Worth of each coalition, and last of staying uncommitted."""
    q, spread = table.worth, table.worth["noise"] * math.sqrt(12.0)
    worths = []
    for c in range(len(utility)):
        gain = utility[c] - fallback[c]
        odds = table.principle[i] + (1.0 - table.principle[i]) * table.viability[c]
        affinity = 0.0
        for f in range(len(standing[c])):
            affinity += table.factor[i][f] * standing[c][f]
        inertia = q["gamma"] if table.membership[i] == c else 0.0
        noise = (noise_u[c] - 0.5) * spread
        worths.append(odds * gain + q["beta"] * affinity + inertia + noise)
    trouble = q["cost"] / max(table.governance[i], 0.05)
    time = table.k / table.rounds
    waiting = q["omega"] * (1.0 - time) * (best - reservation)
    worths.append(trouble + waiting + (noise_u[len(utility)] - 0.5) * spread)
    return worths


def choose(worths):
    """The best option, the first of equals; the last option is -1."""
    best = 0
    for option in range(len(worths)):
        if round(worths[option], DIGITS) > round(worths[best], DIGITS):
            best = option
    return -1 if best == len(worths) - 1 else best


def believe(table, utility, fallback, reservation, best, object_u):
    """Viability moves a step towards what the answers heard make of each design."""
    moved = []
    for c in range(len(table.platforms)):
        yes, willing, objection = answers_to(table, c, utility, fallback, reservation, best)
        force = 0.0
        for i in range(len(table.member)):
            shown = table.member[i] and object_u[i] < table.belief["show"]
            if objection[i] > 0 and shown:
                table.objected[i][c] = True
            if table.objected[i][c]:
                force += table.capability[i] * objection[i]
        no = [not yes[i] and utility[i][c] < reservation[i] for i in range(len(table.member))]
        outlook = outlook_of(
            table,
            c,
            taken_to_say_yes(table, c, yes),
            taken_to_say_no(table, no),
            heard(table, willing),
            force,
        )
        moved.append(table.viability[c] + table.belief["eta"] * (outlook - table.viability[c]))
    table.viability = moved


def answers_to(table, c, utility, fallback, reservation, best):
    """What each party answers about platform c: yes, willing, force of objection."""
    q, d = table.strategy, table.origin[c]
    yes, willing, objection = [], [], []
    for i in range(len(table.member)):
        sigma = q["scale"] * (q["low"] + (q["high"] - q["low"]) * table.temper[i])
        aspiration = reservation[i] + sigma * (best[i] - reservation[i])
        yes.append(utility[i][c] + table.discipline[i][d] >= fallback[i][c])
        willing.append(utility[i][c] >= aspiration)
        objection.append(table.resolve[i] * max(aspiration - utility[i][c], 0.0))
    return yes, willing, objection


def heard(table, answer):
    """Mean answer of the members that have spoken, with two voices, half a yes, to begin with."""
    count = yes = 0
    for i in range(len(table.member)):
        if table.member[i] and table.spoke[i]:
            count += 1
            yes += answer[i]
    return (yes + PRIOR_VOICES / 2) / (count + PRIOR_VOICES)


def taken_to_say_yes(table, c, answer):
    """Share of members taken to say yes: those heard, and a guess at each of the silent."""
    mean, rho, d = heard(table, answer), table.belief["rho"], table.origin[c]
    total = members = 0.0
    for i in range(len(table.member)):
        if not table.member[i]:
            continue
        members += 1
        if table.spoke[i]:
            total += answer[i]
        elif any(table.line[i]):
            total += rho * table.line[i][d] + (1.0 - rho) * mean
        else:
            total += mean
    return total / members


def taken_to_say_no(table, answer):
    """Share of members taken to say no; a line is for some design, and against none."""
    mean, rho = heard(table, answer), table.belief["rho"]
    total = members = 0.0
    for i in range(len(table.member)):
        if not table.member[i]:
            continue
        members += 1
        if table.spoke[i]:
            total += answer[i]
        else:
            total += (1.0 - rho) * mean if any(table.line[i]) else mean
    return total / members


def outlook_of(table, c, yes, no, willing, force):
    """Chance that platform c passes the rule it needs."""
    name, q, host = table.rule[c]
    if name == "opt_in":
        enough = logistic((willing - q["quorum"]) / SLOPE)
        return enough if q["needs_host"] < 0.5 else host * q["follow_through"] * enough
    if name == "majority":  # of those voting yes or no
        return logistic((yes / (yes + no) - q["quota"]) / SLOPE)
    return logistic((yes - q["quota"]) / SLOPE) * math.exp(-q["kappa"] * force)


def logistic(x):
    """1 / (1 + exp(-x))."""
    return 1.0 / (1.0 + math.exp(-x)) if x >= 0 else math.exp(x) / (1.0 + math.exp(x))
