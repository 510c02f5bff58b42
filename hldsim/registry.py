"""Catalogues: named families of rules, one file each, that menus and error texts read.

A folder's ``base.py`` makes a ``Catalogue``; each sibling file registers itself with its
decorator, under the file's own name. One is imported when it is asked for, all, in name order, when
the whole is; so adding a file is all it takes to add a rule.
"""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import pkgutil
import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, Generic, TypeVar, cast

from hldsim.errors import UnknownNameError

T = TypeVar("T")
E = TypeVar("E")


class Catalogue(Generic[T]):
    """Named entries of one kind, found in one package.

    Parameters
    ----------
    kind : str
        What an entry is called in messages, e.g. ``"decision rule"``.
    package : str
        Dotted name of the package whose modules register the entries.
    """

    def __init__(self, kind: str, package: str) -> None:
        self.kind = kind
        self._package = package
        self._entries: dict[str, T] = {}
        self._loaded = False

    def register(self, name: str) -> Callable[[E], E]:
        """Decorate an entry so that it joins the catalogue as ``name``.

        Contract tests run every entry: that is where its protocol is examined.
        """

        def join(entry: E) -> E:
            if name in self._entries:
                raise ValueError(f"two entries named {name!r} in the catalogue of {self.kind}s")
            self._entries[name] = cast(T, entry)
            return entry

        return join

    def _load(self) -> dict[str, T]:
        if not self._loaded:
            self._loaded = True
            package = importlib.import_module(self._package)
            for module in sorted(m.name for m in pkgutil.iter_modules(package.__path__)):
                if module != "base":
                    importlib.import_module(f"{self._package}.{module}")
        return self._entries

    def _import_one(self, name: str) -> None:
        """Import the module that has an entry's name, so that its siblings can wait."""
        module = f"{self._package}.{name}"
        if name.isidentifier() and importlib.util.find_spec(module) is not None:
            importlib.import_module(module)

    def __getitem__(self, name: str) -> T:
        if name not in self._entries and not self._loaded:
            self._import_one(name)
        entries = self._entries if name in self._entries else self._load()
        try:
            return entries[name]
        except KeyError:
            raise UnknownNameError(self.kind, name, entries) from None

    def __contains__(self, name: object) -> bool:
        return name in self._load()

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._load()))

    def __len__(self) -> int:
        return len(self._load())


SOURCE = re.compile(r"\b[A-Z][A-Za-z]+(?:19|20)\d\d[a-z]?\b")
"""A key of the bibliography."""


@dataclass(frozen=True)
class Told:
    """What the docstring of an entry says, part by part.

    Attributes
    ----------
    summary : str
        Its first paragraph, in one line.
    formula : tuple of str
        The lines of its indented paragraphs; text that is not indented must follow the last one,
        or else nobody can tell that it was.
    sources : tuple of str
        Keys of the bibliography, in the order in which they are cited.
    """

    summary: str
    formula: tuple[str, ...]
    sources: tuple[str, ...]


def told(entry: object) -> Told:
    """Read the docstring of an entry.

    Examples
    --------
    >>> class Mean:
    ...     '''The mean.
    ...
    ...         m = (a + b) / 2
    ...
    ...     Of two [Riker1962].
    ...     '''
    >>> told(Mean)
    Told(summary='The mean.', formula=('m = (a + b) / 2',), sources=('Riker1962',))
    """
    doc = inspect.cleandoc(getattr(entry, "__doc__", None) or "")
    paragraphs = doc.split("\n\n")
    formula = [
        line
        for paragraph in paragraphs
        if paragraph.startswith("    ")
        for line in textwrap.dedent(paragraph).splitlines()
    ]
    return Told(
        summary=" ".join(paragraphs[0].split()),
        formula=tuple(formula),
        sources=tuple(dict.fromkeys(SOURCE.findall(doc))),
    )


def why_not(entry: Any, scenario: Any) -> str | None:
    """Say what a scenario lacks for an entry of a catalogue; None if it can have it.

    An entry that asks something of a scenario has a class method ``unavailable(scenario)``.
    """
    ask = getattr(entry, "unavailable", None)
    return None if ask is None else ask(scenario)


UNITS = {
    "1": "a pure number",
    "0 or 1": "a switch",
    "share": "part of a whole, 0 to 1",
    "chance": "probability, 0 to 1",
    "utility": "utility of a design, 0 to 1",
    "value": "value of one level of an issue, 0 to 1",
    "place": "place on an ordered issue or a theme, 0 at its first end, 1 at its last",
    "weight": "relative weight, scaled with the others to sum to 1",
    "logit": "log odds",
    "log": "natural logarithm",
    "log gain": "mean natural logarithm of (gain in utility + 0.03)",
    "ideal point": "the scale of the vote dimension in the imputation rule",
    "s.d.": "standard deviations",
    "powers of 2": "doublings",
    "rounds": "rounds of the agenda",
    "issues": "a number of issues",
    "members": "a number of members",
}
"""What parameters are measured in; ``a / b`` is a for each b."""


@dataclass(frozen=True)
class ParameterInfo:
    """What a person may want to know about one parameter of a rule.

    ``symbol`` stands for no other parameter of a scenario's rules; ``unit`` is one of ``UNITS`` or
    a ratio of two. ``evidence`` is ``"dial"`` for a number chosen by us and ``"evidence"`` for one
    that rests on a source; ``live`` says whether it may be changed in mid-run.
    """

    name: str
    symbol: str
    meaning: str
    unit: str
    low: float
    high: float
    default: float
    source: str
    evidence: str
    live: bool


def parameter(
    default: float,
    symbol: str,
    meaning: str,
    *,
    low: float,
    high: float,
    unit: str = "1",
    source: str = "ours",
    evidence: str = "dial",
    live: bool = True,
) -> Any:
    """Declare one parameter of a rule as a dataclass field with its range, unit and source."""
    return field(
        default=default,
        metadata={
            "symbol": symbol,
            "meaning": meaning,
            "low": low,
            "high": high,
            "unit": unit,
            "source": source,
            "evidence": evidence,
            "live": live,
        },
    )


def describe_parameters(kind: type) -> tuple[ParameterInfo, ...]:
    """List the parameters of a rule's ``Parameters`` class, in declared order."""
    return tuple(
        ParameterInfo(
            name=f.name,
            default=float(f.default) if f.default is not MISSING else 0.0,
            **f.metadata,
        )
        for f in fields(kind)
    )
