"""From a document (plain nested data) to the frozen ``Scenario`` that everything else reads.

``build`` trusts its document: ``hldsim.scenario.check`` has looked at it first. That keeps the
two apart: here is what the words mean, there what may be written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hldsim.domain.issues import Issue, Level, OutcomeSpace
from hldsim.domain.parties import Bloc, Party, Provenance, Role, Seat
from hldsim.domain.proposals import AdoptionSpec, Amendment, HostOffer, Proposal
from hldsim.scenario.columns import (
    NUMBER_COLUMNS,
    PLAIN_PREFERENCES,
    TEXT_COLUMNS,
    split_list,
)
from hldsim.scenario.roles import RoleCuts, role_of
from hldsim.scenario.schema import (
    Against,
    FactSpec,
    PhaseSpec,
    Prior,
    RuleSpec,
    Scenario,
    Setting,
    SourceNote,
    Theme,
)

Table = Mapping[str, Any]

_DECLARED_PREFIXES = ("salience.", "value.", "ideal.", "stance.", "emphasis.")


def build(document: Table) -> Scenario:
    """Build a scenario from a document that ``check_document`` found no fault in.

    Parameters
    ----------
    document : Mapping
        The content of ``scenario.toml`` with the rows of ``parties.csv`` under ``"parties"``.

    Returns
    -------
    Scenario
        Frozen; its ``document`` is the very mapping given here and must not be changed.

    Raises
    ------
    KeyError, ValueError
        On a document that was not checked.
    """
    space = OutcomeSpace(tuple(_issue(table) for table in document["issues"]))
    cuts = RoleCuts.of(document.get("roles", {}))
    return Scenario(
        name=document["name"],
        title=document["title"],
        summary=document.get("summary", ""),
        date=document.get("date", ""),
        licence=document.get("licence", ""),
        citation=document.get("citation", ""),
        parties=tuple(party_of(row, cuts) for row in document["parties"]),
        space=space,
        themes=tuple(_theme(table) for table in document.get("themes", ())),
        blocs=tuple(_bloc(table) for table in document.get("blocs", ())),
        proposals=tuple(_proposal(table, space) for table in document["proposals"]),
        hosts=tuple(
            HostOffer(party=table["id"], issue=table["issue"], level=table["level"])
            for table in document.get("hosts", ())
        ),
        amendments=tuple(_amendment(table) for table in document.get("amendments", ())),
        adoption=tuple(_adoption(table) for table in document["adoption"]),
        agenda=tuple(_phase(table) for table in document["agenda"]),
        imputation=_rule(document["imputation"], "rule"),
        rules={name: _rule(table, "name") for name, table in document["rules"].items()},
        facts=tuple(_fact(table) for table in document.get("facts", ())),
        sources=tuple(_source(table) for table in document.get("sources", ())),
        document=document,
    )


def party_of(row: Table, cuts: RoleCuts | None = None) -> Party:
    """Build one party from its row; a blank role is filled in by the role rule."""
    figures: dict[str, float] = {}
    declared: dict[str, float] = {}
    for column, value in row.items():
        if column in TEXT_COLUMNS or column in NUMBER_COLUMNS:
            continue
        family = declared if _is_declared(column) else figures
        family[column] = float(value)
    income = str(row.get("income", ""))
    role = Role(row["role"]) if "role" in row else role_of(figures.get("balance"), income, cuts)
    numbers = {key: float(row[key]) for key in NUMBER_COLUMNS if row.get(key) is not None}
    return Party(
        id=row["id"],
        name=row["name"],
        seat=Seat(row.get("seat", "member")),
        region=row.get("region", ""),
        role=role,
        iso3=row.get("iso3"),
        aliases=split_list(row.get("aliases")),
        blocs=split_list(row.get("blocs")),
        income=income,
        capability=numbers.get("capability"),
        voting_weight=numbers.get("voting_weight"),
        figures=figures,
        declared=declared,
        position=row.get("position"),
        provenance=Provenance(row.get("provenance", "imputed")),
        source=row.get("source", ""),
        edited=split_list(row.get("edited")),
    )


def setting_of(value: object) -> Setting:
    """Turn a TOML value into a setting: a table with a ``kind`` becomes a ``Prior``."""
    if isinstance(value, Mapping):
        numbers = {key: float(value[key]) for key in ("a", "b", "low", "high") if key in value}
        return Prior(kind=str(value["kind"]), **numbers)
    if isinstance(value, bool | int | float | str):
        return value
    raise ValueError(f"{value!r} is neither a number, a text, true, false nor a prior")


def _is_declared(column: str) -> bool:
    return column in PLAIN_PREFERENCES or column.startswith(_DECLARED_PREFIXES)


def _settings(table: Table, *fixed: str) -> dict[str, Setting]:
    return {key: setting_of(value) for key, value in table.items() if key not in fixed}


def _issue(table: Table) -> Issue:
    return Issue(
        id=table["id"],
        name=table["name"],
        levels=tuple(Level(x["id"], x["name"], x.get("scope", "")) for x in table["levels"]),
        status_quo=table["status_quo"],
        ordered=table.get("ordered", True),
        core=table.get("core", False),
        note=table.get("note", ""),
    )


def _theme(table: Table) -> Theme:
    return Theme(id=table["id"], name=table["name"], low=table["low"], high=table["high"])


def _bloc(table: Table) -> Bloc:
    return Bloc(
        id=table["id"],
        name=table["name"],
        line=table.get("line"),
        discipline=float(table.get("discipline", 0.0)),
        note=table.get("note", ""),
    )


def _proposal(table: Table, space: OutcomeSpace) -> Proposal:
    return Proposal(
        id=table["id"],
        label=table["label"],
        design=space.encode(table["design"]),
        sponsors=tuple(table.get("sponsors", ())),
        summary=table.get("summary", ""),
        kind=table.get("kind", "forum"),
    )


def _amendment(table: Table) -> Amendment:
    return Amendment(
        id=table["id"],
        issue=table["issue"],
        level=table["level"],
        to=table.get("to"),
        by=table.get("by", ""),
    )


def _adoption(table: Table) -> AdoptionSpec:
    return AdoptionSpec(
        id=table["id"],
        rule=table["rule"],
        when=dict(table.get("when", {})),
        parameters=_settings(table, "id", "rule", "when"),
    )


def _phase(table: Table) -> PhaseSpec:
    return PhaseSpec(
        id=table["id"],
        phase=table["phase"],
        rounds=int(table["rounds"]),
        label=table.get("label", table["id"]),
        parameters=_settings(table, "id", "phase", "rounds", "label"),
    )


def _rule(table: Table, key: str) -> RuleSpec:
    return RuleSpec(name=table[key], parameters=_settings(table, key))


def _fact(table: Table) -> FactSpec:
    return FactSpec(
        id=table["id"],
        text=table["text"],
        measure=table["measure"],
        op=table["op"],
        threshold=float(table["threshold"]),
        share=float(table.get("share", 0.5)),
        share_op=table.get("share_op", ">="),
        conditioned=table.get("conditioned", True),
        kind=table.get("kind", "fact"),
        source=table.get("source", ""),
        settings=dict(table.get("settings", {})),
        steps=tuple(dict(step) for step in table.get("steps", ())),
        against=Against(**table["against"]) if "against" in table else None,
    )


def _source(table: Table) -> SourceNote:
    return SourceNote(
        id=table["id"],
        title=table["title"],
        date=table.get("date", ""),
        licence=table["licence"],
        link=table.get("link", ""),
        file=table.get("file", ""),
    )
