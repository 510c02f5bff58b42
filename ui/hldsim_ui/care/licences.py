"""Licences of what hldsim is built with, as the installed packages themselves state them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import metadata

SHORT = 80
"""Letters beyond which a licence field holds the text of a licence, not its name."""


@dataclass(frozen=True)
class Licence:
    """A package, its version, and the name of its licence."""

    package: str
    version: str
    licence: str


def licences(root: str = "hldsim") -> list[Licence]:
    """Return every package that ``root`` needs to run, and what those need, by name."""
    found: dict[str, Licence] = {}
    waiting = _needed(root)
    while waiting:
        name = waiting.pop()
        if name.casefold() in found:
            continue
        try:
            about = metadata.metadata(name)
        except metadata.PackageNotFoundError:  # for another system or Python
            continue
        found[name.casefold()] = Licence(about["Name"], about["Version"], _name(about))
        waiting += _needed(name)
    return sorted(found.values(), key=lambda one: one.package.casefold())


def _needed(name: str) -> list[str]:
    try:
        told = metadata.requires(name) or ()
    except metadata.PackageNotFoundError:
        return []
    plain = (text for text in told if "extra ==" not in text)
    return [match[0] for text in plain if (match := re.match(r"[\w.-]+", text))]


def _name(about: metadata.PackageMetadata) -> str:
    expression = about.get("License-Expression")
    if expression:
        return str(expression)
    told = str(about.get("License") or "").strip()
    if told and len(told) <= SHORT and "\n" not in told:
        return told
    kinds = [text for text in about.get_all("Classifier") or () if text.startswith("License ::")]
    named = [text.rpartition(" :: ")[2] for text in kinds]
    return ", ".join(named) or "see the package"
