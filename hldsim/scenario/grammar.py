"""The one grammar of paths into a document: ``parties[MEX].salience.venue``.

Names with dots between; a list's entry by its id in brackets. A row of parties is flat, so
whatever follows ``parties[MEX].`` is the name of a column, dots included. ``--set``,
interventions, designs of experiments, sensitivity and the window all speak it.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hldsim.errors import PathError
from hldsim.scenario.columns import FIXED_COLUMNS, figure_columns, preference_columns
from hldsim.scenario.provenance import marked
from hldsim.scenario.rows import allowed_names
from hldsim.scenario.shape import Step, allowed_keys

_STEP = re.compile(r"(?P<name>[A-Za-z0-9_+-]+)|\[(?P<id>[^\]\[]+)\]")

_RULE_NAMES = {"adoption": "rule", "agenda": "phase", "imputation": "rule", "rules": "name"}
_NOT_PARAMETERS = ("id", "rule", "when", "phase", "rounds", "label", "name")


@dataclass(frozen=True)
class _Token:
    """One step of a path: a key, or the id of an entry; ``upto`` is the path as far as here."""

    text: str
    is_id: bool
    upto: str


def get_path(document: Mapping[str, Any], path: str) -> Any:
    """Return the value a path leads to.

    Parameters
    ----------
    document : Mapping
        A scenario's document.
    path : str
        E.g. ``"proposals[un_embedded].design.authority"``.

    Raises
    ------
    PathError
        Names the step that fails, what is there, and the names allowed, nearest first.

    Examples
    --------
    >>> get_path({"agenda": [{"id": "plenary", "rounds": 8}]}, "agenda[plenary].rounds")
    8
    """
    here: Any = document
    for step, token in _resolve(document, path):
        if isinstance(step, str) and step not in here:
            raise _no_key(token, path, here, list(here))
        here = here[step]
    return here


def set_path(document: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Return a document with one value changed; the one given is left as it is.

    Parameters
    ----------
    document : Mapping
        A scenario's document. What is not on the path is shared, not copied.
    path : str
        Leads to a value, or to a key that a scenario may have there.
    value : object
        A number, text, true or false, list or table. An empty text takes the value away (a
        blank cell, a parameter back to its default, an entry out of its list).

    Raises
    ------
    PathError
        If the path leads nowhere, or the key is not one a scenario has there.

    Notes
    -----
    A party's column set this way is listed in its ``edited``; its position, or without one a
    preference, makes the party's provenance ``user`` (see ``hldsim.scenario.provenance``). A
    rule set to another name loses its parameters: they belonged to the rule that went.

    Examples
    --------
    >>> old = {"agenda": [{"id": "plenary", "rounds": 8}]}
    >>> new = set_path(old, "agenda[plenary].rounds", 3)
    >>> new["agenda"][0]["rounds"], old["agenda"][0]["rounds"]
    (3, 8)
    """
    steps = _resolve(document, path)
    new = dict(document)
    here: Any = new
    for depth, (step, token) in enumerate(steps[:-1]):
        if isinstance(step, str) and step not in here:
            optional = steps[depth + 1][0]
            if not isinstance(optional, str) or not _may_have(document, steps[: depth + 1]):
                raise _no_key(token, path, here, list(here))
            here[step] = {}
        inner = here[step]
        here[step] = list(inner) if isinstance(inner, list | tuple) else dict(inner)
        here = here[step]
    last, token = steps[-1]
    if isinstance(last, int):
        _set_entry(here, last, value, path)
        return new
    if last not in here and not _may_have(document, steps):
        raise _no_key(token, path, here, _names_at(document, steps))
    _forget_parameters(here, steps, value)
    if value == "" and isinstance(value, str):
        here.pop(last, None)
    else:
        here[last] = value
    if steps[0][0] == "parties" and len(steps) == 3:
        marked(here, last)
    return new


def steps_of(document: Mapping[str, Any], path: str) -> tuple[Step, ...]:
    """Return the keys and positions a path stands for, as ``Fault.path`` has them.

    Raises
    ------
    PathError
        If the path leads nowhere.

    Examples
    --------
    >>> steps_of({"agenda": [{"id": "plenary", "rounds": 8}]}, "agenda[plenary].rounds")
    ('agenda', 0, 'rounds')
    """
    return tuple(step for step, _ in _resolve(document, path))


def parse_assignment(text: str) -> tuple[str, Any]:
    """Split ``PATH=VALUE`` and read the value as TOML would, else as a bare text.

    Raises
    ------
    PathError
        If there is no ``=``, or nothing before it.

    Examples
    --------
    >>> parse_assignment("agenda[plenary].rounds=3")
    ('agenda[plenary].rounds', 3)
    >>> parse_assignment("adoption[un].rule = majority")
    ('adoption[un].rule', 'majority')
    >>> parse_assignment("parties[MEX].position=")
    ('parties[MEX].position', '')
    """
    path, equals, value = text.partition("=")
    path, value = path.strip(), value.strip()
    if not equals or not path:
        raise PathError(f"{text!r} is not an assignment; write PATH=VALUE")
    try:
        read = tomllib.loads(f"value = {value}")
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return path, value
    plain = read["value"] if set(read) == {"value"} else value
    return path, plain if isinstance(plain, str | bool | int | float | list | dict) else value


def _tokens(path: str) -> list[_Token]:
    """Cut a path into steps; PathError names the place where the grammar stops holding."""
    tokens: list[_Token] = []
    at = 0
    while at < len(path):
        if tokens and path[at] == ".":
            at += 1
        elif tokens and path[at] != "[":
            break
        found = _STEP.match(path, at)
        if not found or (found["id"] and (not tokens or path[at - 1] == ".")):
            break
        at = found.end()
        tokens.append(_Token(found["id"] or found["name"], bool(found["id"]), path[:at]))
    if not tokens or at < len(path) or path.endswith("."):
        rest = path[at:] or path[-1:]
        raise PathError(
            f"{path!r} is not a path: it cannot be read from {rest!r} on; "
            "write names with dots between and ids in brackets, e.g. parties[MEX].salience.venue"
        )
    return tokens


def _resolve(document: Mapping[str, Any], path: str) -> list[tuple[Step, _Token]]:
    """Turn a path into keys and positions; the last key need not be there yet."""
    tokens = _tokens(path)
    steps: list[tuple[Step, _Token]] = []
    here: Any = document
    for n, token in enumerate(tokens):
        if token.is_id:
            position = _position(here, token, path)
            steps.append((position, token))
            here = here[position]
        elif len(steps) == 2 and steps[0][0] == "parties":
            if any(later.is_id for later in tokens[n:]):
                raise PathError(f"{path}: a party's column has no entries")
            column = ".".join(later.text for later in tokens[n:])
            return [*steps, (column, _Token(column, False, path))]
        else:
            if not isinstance(here, Mapping):
                kind = "a list; name an entry, as in [ID]" if _is_list(here) else repr(here)
                raise PathError(f"{path}: no {token.text!r} here, this is {kind}")
            if token.text not in here and n < len(tokens) - 1 and not _optional(steps, token):
                raise _no_key(token, path, here, list(here))
            steps.append((token.text, token))
            here = here.get(token.text, {})
    return steps


def _optional(steps: Sequence[tuple[Step, _Token]], token: _Token) -> bool:
    """Whether an absent table may be begun: the only one is an adoption rule's ``when``."""
    return token.text in ("when", "settings", "roles") and len(steps) in (0, 2)


def _is_list(value: object) -> bool:
    return isinstance(value, list | tuple)


def _position(here: Any, token: _Token, path: str) -> int:
    if not _is_list(here):
        what = "a table" if isinstance(here, Mapping) else repr(here)
        raise PathError(f"{path}: [{token.text}] asks for an entry, but this is {what}")
    ids = [str(entry.get("id")) for entry in here if isinstance(entry, Mapping)]
    if token.text not in ids:
        known = allowed_names(token.text, ids)
        raise PathError(f"{path}: no entry {token.text!r} in {token.upto}; entries: {known}")
    return ids.index(token.text)


def _no_key(token: _Token, path: str, here: Any, known: Sequence[str]) -> PathError:
    names = allowed_names(token.text, list(dict.fromkeys(known)))
    return PathError(f"{path}: no {token.text!r} at {token.upto}; allowed: {names}")


def _names_at(document: Mapping[str, Any], steps: Sequence[tuple[Step, _Token]]) -> list[str]:
    """Return the keys a scenario may have where a path ends, as far as they are known."""
    keys = [step for step, _ in steps[:-1]]
    if len(keys) == 2 and keys[0] == "parties":
        return [*FIXED_COLUMNS, *preference_columns(document), *figure_columns(document)]
    if keys and keys[-1] in ("design", "when"):
        return [str(issue.get("id")) for issue in document.get("issues", ())]
    return list(allowed_keys(keys)[0])


def _may_have(document: Mapping[str, Any], steps: Sequence[tuple[Step, _Token]]) -> bool:
    keys = [step for step, _ in steps[:-1]]
    last = steps[-1][0]
    if last in _names_at(document, steps):
        return True
    if keys and (keys[0] == "parties" or keys[-1] in ("design", "when")):
        return False
    fixed, takes_others = allowed_keys(keys)
    # "round" for "rounds" would else become a parameter nobody reads.
    return takes_others and not difflib.get_close_matches(str(last), fixed, n=1, cutoff=0.85)


def _set_entry(entries: list[Any], position: int, value: Any, path: str) -> None:
    """Replace an entry of a list by a table with the same id, or take it out."""
    if value == "" and isinstance(value, str):
        del entries[position]
    elif isinstance(value, Mapping):
        entries[position] = {"id": entries[position]["id"], **value}
    else:
        raise PathError(f"{path}: an entry is a table (or a blank, to take it out), not {value!r}")


def _forget_parameters(
    table: dict[str, Any], steps: Sequence[tuple[Step, _Token]], value: Any
) -> None:
    key = steps[-1][0]
    if _RULE_NAMES.get(str(steps[0][0])) == key and table.get(str(key)) != value:
        for name in [name for name in table if name not in _NOT_PARAMETERS]:
            del table[name]
