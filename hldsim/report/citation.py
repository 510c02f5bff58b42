"""How to cite: ``CITATION.cff`` as sentences and as BibTeX."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import hldsim
from hldsim.places import citation_file

Entry = Mapping[str, Any]
_FIELDS = ("journal", "volume", "issue", "year", "doi", "url")
_BIBTEX = {"issue": "number"}


def citations(file: Path | None = None) -> list[Entry]:
    """Return what is to be cited, hldsim first, then what it rests on.

    Parameters
    ----------
    file : Path, optional
        A file in the Citation File Format, 1.2; by default that of hldsim. Its own version is that
        of the code.
    """
    import yaml

    told = yaml.safe_load((file or citation_file()).read_text(encoding="utf-8"))
    own = {key: value for key, value in told.items() if key not in ("references", "message")}
    if file is None:
        own["version"] = hldsim.__version__
    return [own, *told.get("references", ())]


def as_text(entries: Sequence[Entry]) -> str:
    """Return citations as sentences, one a line."""
    return "\n".join(_sentence(entry) for entry in entries)


def as_bibtex(entries: Sequence[Entry]) -> str:
    """Return citations as BibTeX; software is ``@misc``, which every style knows.

    Examples
    --------
    >>> print(as_bibtex([{"type": "article", "title": "On X", "year": 2007,
    ...     "authors": [{"family-names": "Doe", "given-names": "A."}], "start": 7, "end": 25}]))
    @article{Doe2007,
      author = {Doe, A.},
      title = {{On X}},
      year = {2007},
      pages = {7--25},
    }
    """
    return "\n\n".join(_bibtex(entry) for entry in entries)


def _sentence(entry: Entry) -> str:
    names = [_full(author) for author in entry.get("authors", ())]
    who = " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""
    year = f" ({entry['year']})" if "year" in entry else ""
    parts = [f"{who}{year}: {entry['title']}"]
    if "journal" in entry:
        issue = f"({entry['issue']})" if "issue" in entry else ""
        parts.append(f"{entry['journal']} {entry.get('volume', '')}{issue}".strip())
    if "start" in entry:
        parts.append(f"{entry['start']}–{entry.get('end', '')}".rstrip("–"))
    if "version" in entry:
        parts.append(f"version {entry['version']}")
    return ", ".join(parts) + "."


def _full(author: Entry) -> str:
    if "name" in author:
        return str(author["name"])
    return f"{author.get('given-names', '')} {author.get('family-names', '')}".strip()


def _bibtex(entry: Entry) -> str:
    kind = "article" if entry.get("type") == "article" else "misc"
    rows = {"author": " and ".join(_inverted(author) for author in entry.get("authors", ()))}
    rows["title"] = f"{{{_escaped(entry['title'])}}}"  # braces keep capitals
    for name in _FIELDS:
        if name in entry:
            rows[_BIBTEX.get(name, name)] = _escaped(entry[name])
    if "start" in entry:
        rows["pages"] = "--".join(str(entry[key]) for key in ("start", "end") if key in entry)
    if entry.get("type") == "software":
        rows["howpublished"] = f"Computer software, version {_escaped(entry.get('version', ''))}"
        if "license" in entry:
            rows["note"] = f"Licence: {_escaped(entry['license'])}"
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in rows.items() if value)
    return f"@{kind}{{{_key(entry)},\n{lines}}}"


def _inverted(author: Entry) -> str:
    if "name" in author:
        return f"{{{_escaped(author['name'])}}}"
    parts = (author.get("family-names", ""), author.get("given-names", ""))
    return ", ".join(_escaped(part) for part in parts if part)


def _key(entry: Entry) -> str:
    if entry.get("type") == "software":
        return "hldsim"
    names = [str(a.get("family-names", a.get("name", ""))) for a in entry.get("authors", ())]
    return re.sub(r"\W", "", "".join(names)) + str(entry.get("year", ""))


def _escaped(value: object) -> str:
    return re.sub(r"([&%$#_{}])", r"\\\1", str(value))
