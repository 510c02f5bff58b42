"""The smaller lists: themes that are talked about, hosts that offer a level, amendments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hldsim.scenario.draft import Draft
from hldsim.scenario.look import tables_of
from hldsim_ui.editor.entries import Entry, EntryPage
from hldsim_ui.editor.fields import Spec


def _named(document: Mapping[str, Any], key: str) -> list[tuple[str, str]]:
    return [
        (str(x.get("id")), str(x.get("name") or x.get("label") or x.get("id")))
        for _, x in tables_of(document, key)
    ]


def _issues(document: Mapping[str, Any], _: Entry) -> list[tuple[str, str]]:
    return _named(document, "issues")


def _levels(document: Mapping[str, Any], entry: Entry) -> list[tuple[str, str]]:
    for _, issue in tables_of(document, "issues"):
        if issue.get("id") == entry.get("issue"):
            return _named(issue, "levels")
    return []


class Themes(EntryPage):
    """Themes of substance, from one end to the other."""

    title = "Themes"
    into = "themes"
    one = "theme"
    specs = (
        Spec("name", "Name", "text", "What people call it"),
        Spec("id", "Id", "id", "Short name; whoever names it follows"),
        Spec("low", "Stance 0", "text", "What a stance of 0 stands for"),
        Spec("high", "Stance 1", "text", "What a stance of 1 stands for"),
    )

    def say(self, draft: Draft) -> str:
        return "" if self.entries() else "No themes: statements are about designs alone."


class Hosts(EntryPage):
    """Who offers to host, and what."""

    title = "Hosts"
    into = "hosts"
    one = "offer"
    specs = (
        Spec(
            "id",
            "Party",
            "choice",
            "Who offers",
            choices=lambda document, _: _named(document, "parties"),
        ),
        Spec("issue", "Issue", "choice", "On which issue", choices=_issues),
        Spec("level", "Level", "choice", "What is offered", choices=_levels),
    )

    def label(self, entry: Entry) -> str:
        parties = dict(_named(self.draft.document, "parties")) if self.draft else {}
        name = parties.get(str(entry.get("id")), str(entry.get("id")))
        return f"{name}: {entry.get('issue')} {entry.get('level')}"

    def say(self, draft: Draft) -> str:
        return "" if self.entries() else "Nobody offers anything."


class Amendments(EntryPage):
    """Amendments to texts, in the order in which they are put."""

    title = "Amendments"
    into = "amendments"
    one = "amendment"
    specs = (
        Spec("id", "Id", "id", "Short name"),
        Spec("issue", "Issue", "choice", "What is changed; no core issue", choices=_issues),
        Spec("level", "Level", "choice", "What it is changed to", choices=_levels),
        Spec(
            "to",
            "To",
            "choice",
            "The proposal whose text is amended",
            choices=lambda document, _: _named(document, "proposals"),
            blank="any text",
        ),
        Spec("by", "By", "text", "Who moves it; told, not used"),
    )

    def label(self, entry: Entry) -> str:
        return f"{entry.get('issue')} {entry.get('level')} ({entry.get('id')})"

    def say(self, draft: Draft) -> str:
        return "Put in this order by the protocol “amendments”."
