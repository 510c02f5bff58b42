"""Checks of sense on the parties, the figures announced for them, and the names of rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from hldsim.domain.parties import NONCOMMITTAL
from hldsim.scenario.columns import FIXED_COLUMNS, figure_columns, preference_columns, split_list
from hldsim.scenario.look import Look, number_of, table_of, text_of
from hldsim.scenario.rows import allowed_names
from hldsim.scenario.shape import Step

KnownRules = Mapping[str, Collection[str]]
"""By family (``imputation``, ``coalitions``, ``protocol``, ``influence``, ``strategy``,
``utility``, ``belief``, ``decision``, ``phase``, ``measure``): the names in its catalogue."""

KnownParameters = Mapping[str, Mapping[str, Collection[str]]]
"""By family and name: the parameters of the rule or phase. Where this is a mapping, its values are
asked about each setting, and answer with what is allowed where it is not, else with None."""

_RULE_KEYS = {"adoption": "rule", "agenda": "phase"}
_NOT_PARAMETERS = {
    "adoption": ("id", "rule", "when"),
    "agenda": ("id", "phase", "rounds", "label"),
}


def check_columns(look: Look) -> None:
    """Announced figures have bounds the right way round and a source that is listed."""
    sources = look.ids("sources")
    for name, column in table_of(look.document, "columns").items():
        if not isinstance(column, Mapping):
            continue
        path: tuple[Step, ...] = ("columns", name)
        low, high = number_of(column, "low"), number_of(column, "high")
        if low is not None and high is not None and not low < high:
            look.report("figure.bounds", path, f"low = {low:g}, high = {high:g}", "low < high")
        if "source" in column:
            look.refer("reference.source", (*path, "source"), column.get("source"), sources)


def check_parties(look: Look) -> None:
    """Somebody votes; blocs, positions, figures and declared preferences make sense."""
    blocs = look.ids("blocs")
    positions = [*look.ids("proposals"), NONCOMMITTAL]
    known = {
        *FIXED_COLUMNS,
        *preference_columns(look.document),
        *figure_columns(look.document),
    }
    bounds, shares = _bounds(look), _shares(look)
    seats: list[str | None] = []
    codes: dict[str, int] = {}
    for n, row in look.tables("parties"):
        seats.append(text_of(row, "seat") if "seat" in row else "member")
        for bloc in split_list(text_of(row, "blocs")):
            look.refer("reference.bloc", ("parties", n, "blocs"), bloc, blocs)
        look.refer("party.position", ("parties", n, "position"), row.get("position"), positions)
        code = text_of(row, "iso3")
        if code is not None and code in codes:
            allowed = f"another code; {look.place('parties', codes[code])} has it"
            look.report("party.iso3", ("parties", n, "iso3"), code, allowed)
        elif code is not None:
            codes[code] = n
        for column in row:
            if column not in known:
                allowed = allowed_names(str(column), sorted(known))
                look.report("column.unknown", ("parties", n, str(column)), column, allowed)
        _check_figures(look, n, row, bounds)
        _check_sums(look, n, row, shares)
    if seats and "member" not in seats:
        look.report("party.members", ("parties",), "no member", "at least one party with a vote")


Bounds = Mapping[str, tuple[float | None, float | None]]


def _bounds(look: Look) -> Bounds:
    """What each announced figure must lie between, where it must."""
    found = {
        name: (number_of(column, "low"), number_of(column, "high"))
        for name, column in table_of(look.document, "columns").items()
        if isinstance(column, Mapping)
    }
    return {name: both for name, both in found.items() if both != (None, None)}


def _check_figures(look: Look, n: int, row: Mapping[str, Any], bounds: Bounds) -> None:
    for name, (low, high) in bounds.items():
        value = number_of(row, name) if name in row else None
        if value is None:
            continue
        if (low is not None and value < low) or (high is not None and value > high):
            allowed = [f"at least {low:g}"] if low is not None else []
            allowed += [f"at most {high:g}"] if high is not None else []
            look.report("figure.range", ("parties", n, name), row[name], " and ".join(allowed))


def _shares(look: Look) -> list[tuple[str, list[str]]]:
    """Families of columns that are shares of something, so that they cannot all be zero."""
    families = (("salience", "issues"), ("emphasis", "themes"))
    return [(family, [f"{family}.{name}" for name in look.ids(what)]) for family, what in families]


def _check_sums(
    look: Look, n: int, row: Mapping[str, Any], shares: Sequence[tuple[str, list[str]]]
) -> None:
    for family, names in shares:
        if not names or any(row.get(name, 0) != 0 or name not in row for name in names):
            continue
        if all(number_of(row, name) is not None for name in names):
            path = ("parties", n, names[0])
            look.report("declared.sum", path, "all zero", f"some {family} above zero")


def check_rule_names(
    look: Look, known_rules: KnownRules | None, known_parameters: KnownParameters | None
) -> None:
    """Rules, phases, measures and parameters are in the catalogues, where those are given."""
    rules, parameters = known_rules or {}, known_parameters or {}
    specs: list[tuple[str, tuple[Step, ...], str, Mapping[str, Any], Collection[str]]] = [
        ("imputation", ("imputation",), "rule", table_of(look.document, "imputation"), ("rule",))
    ]
    for family, table in table_of(look.document, "rules").items():
        if isinstance(table, Mapping):
            specs.append((family, ("rules", family), "name", table, ("name",)))
    for key, family in (("adoption", "decision"), ("agenda", "phase")):
        for n, table in look.tables(key):
            specs.append((family, (key, n), _RULE_KEYS[key], table, _NOT_PARAMETERS[key]))
    for n, fact in look.tables("facts"):
        specs.append(("measure", ("facts", n), "measure", fact, tuple(fact)))
    for family, path, key, table, fixed in specs:
        name = text_of(table, key)
        if name is None or family not in rules:
            known = True
        else:
            known = look.refer("rule.unknown", (*path, key), name, sorted(rules[family]))
        allowed = parameters.get(family, {}).get(name or "") if known else None
        for parameter, value in table.items() if allowed is not None else ():
            if parameter not in fixed:
                place = (*path, parameter)
                if look.refer("parameter.unknown", place, parameter, sorted(allowed or ())):
                    _check_setting(look, place, value, allowed)


def _check_setting(look: Look, path: tuple[Step, ...], value: object, allowed: object) -> None:
    judge = allowed[path[-1]] if isinstance(allowed, Mapping) else None
    said = judge(value) if callable(judge) else None
    if said is not None:
        look.report("parameter.range", path, value, said)
