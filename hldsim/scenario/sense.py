"""Checks of sense on the forum and the agenda: references, designs, rules of adoption, numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from hldsim.domain.parties import NONCOMMITTAL
from hldsim.scenario.look import Look, number_of, table_of, tables_of, text_of
from hldsim.scenario.shape import Step

NEWEST_FORMAT = 1
"""The format this hldsim writes, and the newest it reads."""

MOST_OUTCOMES = 100_000
"""Part-worths are per level, but agreements are counted by outcome."""

LARGEST = 1e300
"""Larger numbers overflow as soon as two of them meet."""

LISTS = (
    "issues",
    "themes",
    "blocs",
    "proposals",
    "hosts",
    "amendments",
    "adoption",
    "agenda",
    "facts",
    "sources",
    "parties",
)
"""Lists of tables that are keyed by id."""


def check_format(look: Look) -> None:
    """A newer format may mean other things by the same words."""
    found = number_of(look.document, "format")
    if found is not None and found > NEWEST_FORMAT:
        allowed = f"at most {NEWEST_FORMAT}; a newer hldsim reads it"
        look.report("format.newer", ("format",), f"{found:g}", allowed)


def check_ids(look: Look) -> None:
    """Ids key every list; a level's id counts within its issue."""
    for key in LISTS:
        _check_unique(look, (key,), look.document, key)
    for n, issue in look.tables("issues"):
        _check_unique(look, ("issues", n, "levels"), issue, "levels")


def _check_unique(look: Look, path: tuple[Step, ...], table: Mapping[str, Any], key: str) -> None:
    seen: dict[str, int] = {}
    for n, entry in tables_of(table, key):
        name = text_of(entry, "id")
        if name is None:
            continue
        if name in seen:
            allowed = f"another id; {look.place(*path, seen[name])} has it"
            if key != "parties":
                allowed = f"another id; entry {seen[name] + 1} has it"
            look.report("id.duplicate", (*path, n, "id"), name, allowed)
        seen.setdefault(name, n)


def check_issues(look: Look) -> None:
    """The status quo is a level; the space stays countable."""
    size = 1
    for n, issue in look.tables("issues"):
        levels = look.levels.get(text_of(issue, "id") or "", [])
        size *= max(len(levels), 1)
        if levels:
            path = ("issues", n, "status_quo")
            look.refer("issue.status_quo", path, issue.get("status_quo"), levels)
    if size > MOST_OUTCOMES:
        look.report("space.size", ("issues",), f"{size} outcomes", f"at most {MOST_OUTCOMES}")


def check_design(look: Look, path: tuple[Step, ...], design: Mapping[str, Any]) -> None:
    """Every issue and level named in a design, or in a ``when``, exists."""
    for issue, level in design.items():
        if look.refer("reference.issue", (*path, issue), issue, list(look.levels)):
            look.refer("reference.level", (*path, issue), level, look.levels[issue])


def check_proposals(look: Look) -> None:
    """Designs exist, differ from the status quo and from each other; sponsors are known."""
    seen: dict[tuple[tuple[str, Any], ...], str] = {}
    for n, proposal in look.tables("proposals"):
        design = table_of(proposal, "design")
        check_design(look, ("proposals", n, "design"), design)
        name = text_of(proposal, "id")
        if name in (NONCOMMITTAL, "none"):
            allowed = "an id other than noncommittal and none"
            look.report("proposal.reserved", ("proposals", n, "id"), name, allowed)
        full = {issue: design.get(issue, level) for issue, level in look.status_quo.items()}
        if full and full == look.status_quo:
            allowed = "a design with a level that is not in force already"
            look.report("proposal.status_quo", ("proposals", n, "design"), dict(design), allowed)
        key = tuple((issue, str(level)) for issue, level in full.items())
        if key and key in seen and "design" in proposal:
            allowed = f"another design; {seen[key]} has this one"
            look.report("proposal.twin", ("proposals", n, "design"), dict(design), allowed)
        seen.setdefault(key, name or "")
        sponsors = proposal.get("sponsors", ())
        known = [*look.ids("parties"), *look.ids("blocs")]
        for s, sponsor in enumerate(sponsors if isinstance(sponsors, list | tuple) else ()):
            look.refer("reference.party", ("proposals", n, "sponsors", s), sponsor, known)


def check_hosts(look: Look) -> None:
    """A host is at the table and offers a level that exists."""
    for n, host in look.tables("hosts"):
        look.refer("reference.party", ("hosts", n, "id"), host.get("id"), look.ids("parties"))
        issue = host.get("issue")
        if look.refer("reference.issue", ("hosts", n, "issue"), issue, list(look.levels)):
            levels = look.levels[str(issue)]
            look.refer("reference.level", ("hosts", n, "level"), host.get("level"), levels)


def check_amendments(look: Look) -> None:
    """What an amendment changes exists, and may be changed."""
    core = [text_of(issue, "id") for _, issue in look.tables("issues") if issue.get("core") is True]
    for n, amendment in look.tables("amendments"):
        path = ("amendments", n, "to")
        look.refer("reference.proposal", path, amendment.get("to"), look.ids("proposals"))
        issue = amendment.get("issue")
        if look.refer("reference.issue", ("amendments", n, "issue"), issue, list(look.levels)):
            path = ("amendments", n, "level")
            look.refer("reference.level", path, amendment.get("level"), look.levels[str(issue)])
        if issue in core and issue is not None:
            free = [name for name in look.levels if name not in core]
            allowed = ", ".join(free) or "none: every issue is core"
            look.report("amendment.core", ("amendments", n, "issue"), issue, allowed)


def check_blocs(look: Look) -> None:
    """A bloc's line is a proposal."""
    for n, bloc in look.tables("blocs"):
        look.refer(
            "reference.proposal", ("blocs", n, "line"), bloc.get("line"), look.ids("proposals")
        )


def check_adoption(look: Look) -> None:
    """Every design meets one rule, and every rule can be met."""
    taker: int | None = None
    entries = list(look.tables("adoption"))
    for n, spec in entries:
        when = table_of(spec, "when")
        check_design(look, ("adoption", n, "when"), when)
        if taker is not None:
            allowed = f"a place before {look.place('adoption', taker)}, which takes every design"
            look.report("adoption.unreachable", ("adoption", n), spec.get("id"), allowed)
        elif not when:
            taker = n
    if entries and taker is None:
        allowed = "a last rule without `when`, for every other design"
        look.report("adoption.default", ("adoption",), f"{len(entries)} rules", allowed)


def check_agenda(look: Look) -> None:
    """Talks that cannot end in a decision are a mistake of whoever wrote the agenda."""
    phases = [text_of(phase, "phase") for _, phase in look.tables("agenda")]
    if phases and "adoption" not in phases:
        look.report("agenda.adoption", ("agenda",), phases, "a phase of kind adoption")


def check_numbers(look: Look) -> None:
    """No number is infinite or not a number; every prior can be drawn from."""
    for path, value in _candidates(look.document):
        if isinstance(value, int | float) and not isinstance(value, bool):
            # The bounds of a prior may be infinite: that is what leaving them out means.
            if not _is_finite(value) and path[-1] not in ("low", "high"):
                look.report("number.finite", path, value, "a finite number below 1e300")
        elif isinstance(value, Mapping) and "kind" in value and _may_be_prior(path):
            _check_prior(look, path, value)


def _candidates(document: Mapping[str, Any]) -> Iterator[tuple[tuple[Step, ...], object]]:
    """Yield what may be a number or a prior; of the many cells of parties only what is no text.

    A row is flat, so walking into its cells, as into tables, would only cost time: an editor has
    the whole checked after every keystroke that counts.
    """
    for key, value in document.items():
        if key != "parties" or not isinstance(value, list | tuple):
            yield from _walk(value, (str(key),))
            continue
        for n, row in enumerate(value):
            if not isinstance(row, Mapping):
                yield from _walk(row, ("parties", n))
                continue
            for column, cell in row.items():
                if type(cell) is float or type(cell) is int:
                    if not -LARGEST <= cell <= LARGEST:
                        yield ("parties", n, str(column)), cell
                elif type(cell) is not str:
                    yield from _walk(cell, ("parties", n, str(column)))


def _may_be_prior(path: tuple[Step, ...]) -> bool:
    return path[0] in ("imputation", "rules", "adoption", "agenda", "facts") and len(path) > 1


def _is_finite(value: int | float) -> bool:
    return abs(value) <= LARGEST  # False for NaN; exact for integers of any length


def _walk(
    value: object, path: tuple[Step, ...] = (), depth: int = 0
) -> list[tuple[tuple[Step, ...], object]]:
    """List every table and every plain value inside, with its path; too deep is no scenario."""
    found: list[tuple[tuple[Step, ...], object]] = [(path, value)] if path else []
    if depth > 8:
        return found
    if isinstance(value, Mapping):
        for key, item in value.items():
            found += _walk(item, (*path, str(key)), depth + 1)
    elif isinstance(value, list | tuple):
        for n, item in enumerate(value):
            found += _walk(item, (*path, n), depth + 1)
    return found


def _check_prior(look: Look, path: tuple[Step, ...], prior: Mapping[str, Any]) -> None:
    kind = text_of(prior, "kind")
    a, b = number_of(prior, "a"), number_of(prior, "b")
    low, high = number_of(prior, "low"), number_of(prior, "high")
    if kind is not None and a is not None and b is not None:
        needed = {
            "normal": (b > 0, "b > 0 (a mean, b standard deviation)"),
            "lognormal": (a > 0 and b > 0, "a > 0 and b > 0 (a median, b spread of the log)"),
            "uniform": (a < b, "a < b (a low, b high)"),
            "beta": (a > 0 and b > 0, "a > 0 and b > 0 (shapes)"),
        }.get(kind, (True, ""))
        if not needed[0]:
            look.report("prior.shape", path, f"a = {a:g}, b = {b:g}", needed[1])
    if low is not None and high is not None and not low < high:
        look.report("prior.shape", path, f"low = {low:g}, high = {high:g}", "low < high")
    for name, bound in (("low", low), ("high", high)):
        if bound is not None and math.isnan(bound):
            look.report("number.finite", (*path, name), bound, "a number")
