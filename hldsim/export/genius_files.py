"""GENIUS XML, read and written: numbers come back just as they went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast
from xml.sax.saxutils import quoteattr

from hldsim.export.genius import (
    Evaluation,
    GeniusDomain,
    GeniusIssue,
    GeniusProfile,
    Kind,
    Line,
    Triangle,
)
from hldsim.export.tree import Node, read_xml

DOMAIN, PROFILE = "negotiation_template", "utility_space"

_PARAMETERS = ("parameter0", "parameter1", "parameter2")

MOST_VALUES = 10_000
"""An integer issue of more is not listed."""


def is_domain(root: Node) -> bool:
    """Whether a document is a domain; FormatError if it is neither that nor a profile."""
    if root.tag not in (DOMAIN, PROFILE):
        raise root.fault(f"<{root.tag}>", f"<{DOMAIN}> (a domain) or <{PROFILE}> (a profile)")
    return root.tag == DOMAIN


def read_genius(path: Path) -> Node:
    """Read a file to a tree; FormatError if it is no XML, OSError if it cannot be read."""
    return read_xml(path.read_bytes(), path.name)


def domain_of(root: Node, name: str) -> GeniusDomain:
    """Read a domain.

    Parameters
    ----------
    root : Node
        ``<negotiation_template>``.
    name : str
        Used where the domain has none.

    Raises
    ------
    FormatError
        If it is not one of issues with values or bounds.
    """
    space = root.first(PROFILE) or root
    objective = _objective(space)
    issues = tuple(_issue(node) for node in _in_order(objective, "issue"))
    if not issues:
        raise objective.fault("no issue", "one or more <issue>")
    _once([issue.name for issue in issues], objective, "issue")
    for issue, node in zip(issues, _in_order(objective, "issue"), strict=True):
        if issue.kind != "discrete" and not issue.low < issue.high:
            raise node.fault(f"bounds {issue.low:g} to {issue.high:g}", "the lower one first")
    said = objective.attributes.get("name", "")
    return GeniusDomain(said if said not in ("", "root", "any") else name, issues)


def profile_of(root: Node, name: str, domain: GeniusDomain | None = None) -> GeniusProfile:
    """Read an additive profile.

    Parameters
    ----------
    root : Node
        ``<utility_space>``.
    name : str
        Of the party.
    domain : GeniusDomain, optional
        What its issues must be; without it the profile's own are taken.

    Raises
    ------
    FormatError
        If it is not additive, lacks a number, or is not of the domain.
    """
    objective = _objective(root)
    nodes = _in_order(objective, "issue")
    if domain is None:
        domain = GeniusDomain(
            objective.attributes.get("name", "") or name, tuple(map(_issue, nodes))
        )
        if not domain.issues:
            raise objective.fault("no issue", "one or more <issue>")
    by_name = {node.text("name"): node for node in nodes}
    for node in nodes:
        if node.text("name") not in {issue.name for issue in domain.issues}:
            known = ", ".join(issue.name for issue in domain.issues)
            raise node.fault(f"no issue {node.text('name')!r} in the domain", known)
    missing = [issue.name for issue in domain.issues if issue.name not in by_name]
    if missing:
        raise objective.fault(f"no issue {missing[0]!r}", "every issue of the domain")
    ordered = [by_name[issue.name] for issue in domain.issues]
    reservation, discount = root.first("reservation"), root.first("discount_factor")
    return GeniusProfile(
        name=name,
        domain=domain,
        weights=_weights(objective, ordered),
        evaluations=tuple(map(_evaluation, domain.issues, ordered)),
        reservation=0.0 if reservation is None else reservation.number("value"),
        discount=1.0 if discount is None else discount.number("value"),
        label=root.attributes.get("party", ""),
    )


def domain_xml(domain: GeniusDomain) -> str:
    """Write a domain."""
    lines = [f"<{DOMAIN}>", f' <{PROFILE} number_of_issues="{len(domain.issues)}">']
    lines.append(f"  {_open_objective(domain.name)}")
    for k, issue in enumerate(domain.issues, start=1):
        lines.append(f"   {_open_issue(k, issue)}")
        lines += [f"    {line}" for line in _values(issue)]
        lines.append("   </issue>")
    return "\n".join([*lines, "  </objective>", f" </{PROFILE}>", f"</{DOMAIN}>", ""])


def profile_xml(profile: GeniusProfile) -> str:
    """Write a profile; reading it gives the very same numbers."""
    party = f" party={quoteattr(profile.label)}" if profile.label else ""
    lines = [f'<{PROFILE} type="LINEAR"{party}>', f" {_open_objective(profile.domain.name)}"]
    for k, (issue, evaluation) in enumerate(
        zip(profile.domain.issues, profile.evaluations, strict=True), start=1
    ):
        lines.append(f"  {_open_issue(k, issue, evaluation)}")
        lines += [f"   {line}" for line in _values(issue, evaluation)]
        lines.append("  </issue>")
    for k, weight in enumerate(profile.weights, start=1):
        lines.append(f'  <weight index="{k}" value="{weight!r}"></weight>')
    lines += [
        " </objective>",
        f' <discount_factor value="{profile.discount!r}"></discount_factor>',
        f' <reservation value="{profile.reservation!r}"></reservation>',
    ]
    return "\n".join([*lines, f"</{PROFILE}>", ""])


def _open_objective(name: str) -> str:
    return (
        f'<objective index="0" name={quoteattr(name)} type="objective" etype="objective" '
        'description="">'
    )


def _open_issue(k: int, issue: GeniusIssue, evaluation: Evaluation | None = None) -> str:
    # As NegMAS has it: an integer issue told value by value is discrete in a profile.
    kind = "discrete" if isinstance(evaluation, tuple) else issue.kind
    more = f" description={quoteattr(issue.label)}" if issue.label else ""
    if issue.status_quo:
        more += f" status_quo={quoteattr(issue.status_quo)}"
    more += ' ordered="true"' * issue.ordered + ' core="true"' * issue.core
    if kind != "discrete":
        more += ' lowerbound="{}" upperbound="{}"'.format(*_bounds(issue))
    return (
        f'<issue index="{k}" name={quoteattr(issue.name)} type="{kind}" etype="{kind}" '
        f'vtype="{issue.kind}"{more}>'
    )


def _bounds(issue: GeniusIssue) -> tuple[str, str]:
    if issue.kind == "integer":
        return str(int(issue.low)), str(int(issue.high))
    return repr(issue.low), repr(issue.high)


def _values(issue: GeniusIssue, evaluation: Evaluation | None = None) -> list[str]:
    if isinstance(evaluation, tuple):
        marks = [f' evaluation="{one!r}"' for one in evaluation]
        return _items(issue, issue.listed, marks)
    if issue.kind == "discrete":
        return _items(issue, issue.values, [""] * len(issue.values))
    lines = ['<range lowerbound="{}" upperbound="{}"></range>'.format(*_bounds(issue))]
    if evaluation is not None:
        lines.append(_evaluator(issue.kind, evaluation))
    return lines


def _evaluator(kind: Kind, evaluation: Line | Triangle) -> str:
    """GENIUS calls the numbers of a line by other names where the issue is an integer one."""
    ftype, numbers = "linear", [*vars(evaluation).values()]
    if isinstance(evaluation, Triangle):
        ftype = "triangular"
    names = ["offset", "slope"] if (kind, ftype) == ("integer", "linear") else _PARAMETERS
    said = " ".join(f'{name}="{x!r}"' for name, x in zip(names, numbers, strict=False))
    return f'<evaluator ftype="{ftype}" {said}></evaluator>'


def _items(issue: GeniusIssue, values: Sequence[str], marks: Sequence[str]) -> list[str]:
    lines = []
    for k, (value, mark) in enumerate(zip(values, marks, strict=True)):
        label = f" description={quoteattr(issue.labels[k])}" if issue.labels else ""
        lines.append(f'<item index="{k + 1}" value={quoteattr(value)}{label}{mark}></item>')
    return lines


def _objective(space: Node) -> Node:
    objective = space.first("objective") or space
    for child in objective.children:
        if child.tag == "objective":
            raise child.fault("an objective inside an objective", "issues right in one objective")
        if child.tag in ("utility_function", "utility"):
            raise child.fault(f"<{child.tag}>: not additive", "a weight and evaluations an issue")
    return objective


def _in_order(objective: Node, tag: str) -> list[Node]:
    """Children of one name by their index, if each has one."""
    nodes = list(objective.all(tag))
    if all("index" in node.attributes for node in nodes):
        return sorted(nodes, key=lambda node: node.number("index"))
    return nodes


def _kind(node: Node) -> Kind:
    for name in ("type", "etype", "vtype"):
        if name in node.attributes:
            kind = node.attributes[name].lower()
            if kind not in ("discrete", "integer", "real"):
                raise node.fault(f"{name} {kind!r}", "discrete, integer or real")
            return cast(Kind, kind)
    return "discrete"


def _issue(node: Node) -> GeniusIssue:
    more = node.attributes
    issue = GeniusIssue(
        node.text("name"),
        _kind(node),
        label=more.get("description", ""),
        status_quo=more.get("status_quo", ""),
        ordered=more.get("ordered") == "true",
        core=more.get("core") == "true",
    )
    if issue.kind == "discrete":
        return _with_items(issue, node)
    bounds = node.first("range") or node
    if not {"lowerbound", "upperbound"} & set(bounds.attributes):
        return issue  # a profile need not repeat them
    low, high = bounds.number("lowerbound"), bounds.number("upperbound")
    if issue.kind == "integer":
        for bound in (low, high):
            if bound != int(bound):
                raise bounds.fault(f"bound {bound:g} of an integer issue", "a whole number")
        if high - low >= MOST_VALUES:
            raise bounds.fault(f"{high - low + 1:g} values", f"at most {MOST_VALUES}")
    return replace(issue, low=low, high=high)


def _with_items(issue: GeniusIssue, node: Node) -> GeniusIssue:
    items = _in_order(node, "item")
    values = tuple(item.text("value") for item in items)
    if not values:
        raise node.fault(f"issue {issue.name!r} has no value", "one or more <item>")
    _once(values, node, f"value of {issue.name!r}")
    if issue.status_quo and issue.status_quo not in values:
        raise node.fault(f"status quo {issue.status_quo!r}", ", ".join(values))
    labels = tuple(item.attributes.get("description", "") for item in items)
    return replace(issue, values=values, labels=labels if any(labels) else ())


def _evaluation(issue: GeniusIssue, node: Node) -> Evaluation:
    items = {item.text("value"): item for item in node.all("item")}
    if items:
        wanted = issue.listed
        if not wanted:
            raise node.fault(f"items of the {issue.kind} issue {issue.name!r}", "an <evaluator>")
        for value, item in items.items():
            if value not in wanted:
                raise item.fault(f"no value {value!r} in the domain", ", ".join(wanted))
        for value in wanted:
            if value not in items:
                raise node.fault(f"no evaluation of {value!r}", "one of each value")
        return tuple(items[value].number("evaluation") for value in wanted)
    evaluator = node.first("evaluator")
    if evaluator is None or issue.kind == "discrete":
        raise node.fault(f"issue {issue.name!r} has no evaluation", "items or an <evaluator>")
    return _by_formula(evaluator)


def _by_formula(evaluator: Node) -> Line | Triangle:
    ftype = evaluator.attributes.get("ftype", "linear").lower()
    if ftype == "linear":
        offset, slope = (
            evaluator.number(new if new in evaluator.attributes else old)
            for new, old in zip(("offset", "slope"), _PARAMETERS, strict=False)
        )
        return Line(offset, slope)
    if ftype == "constant":
        return Line(evaluator.number(_PARAMETERS[0]), 0.0)
    if ftype != "triangular":
        raise evaluator.fault(f"ftype {ftype!r}", "linear, constant or triangular")
    low, high, top = (evaluator.number(name) for name in _PARAMETERS)
    if not low <= top <= high or low == high:
        raise evaluator.fault(f"a triangle {low:g}, {high:g}, {top:g}", "low, high, top between")
    return Triangle(low, high, top)


def _weights(objective: Node, ordered: Sequence[Node]) -> tuple[float, ...]:
    """Weights of the issues, by their index; all alike where a profile has none."""
    nodes = list(objective.all("weight"))
    if not nodes:
        return (1.0 / len(ordered),) * len(ordered)
    found = {node.text("index"): node for node in nodes}
    if len(found) < len(nodes):
        raise nodes[-1].fault("two weights of one index", "one for each issue")
    for node in ordered:
        if node.text("index") not in found:
            raise node.fault(
                f"issue {node.text('name')!r} has no weight", "a <weight> of its index"
            )
    weights = tuple(found[node.text("index")].number("value") for node in ordered)
    for node, weight in zip(ordered, weights, strict=True):
        if weight < 0:
            raise found[node.text("index")].fault(f"weight {weight:g}", "numbers >= 0")
    return weights


def _once(names: Sequence[str], node: Node, what: str) -> None:
    for k, name in enumerate(names):
        if name in names[:k]:
            raise node.fault(f"{what} {name!r} twice", "each once")
