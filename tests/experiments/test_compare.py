"""The same scenario under every rule that can hear it."""

import pytest

from hldsim.analysis.intervals import wilson
from hldsim.experiments.compare import (
    DECLARED,
    NO_AGREEMENT,
    CompareError,
    compare,
    venue_of,
)
from hldsim.experiments.ensemble import EnsembleError, ensemble
from hldsim.record.rulebook import (
    CATALOGUES,
    CHOICES,
    choices,
    in_use,
    lacking,
    settings_for,
)
from hldsim.scenario.build import build
from hldsim.scenario.load import load_scenario
from hldsim.scenario.paths import with_settings

SMALL = load_scenario("classroom_small")


@pytest.fixture(scope="module")
def protocols():
    return compare(SMALL, ("protocol", "decision"), runs=3, seed=2)


def test_every_combination_has_a_row_and_the_declared_one_comes_first(protocols):
    names = {(row.rules["protocol"], row.rules["decision"]) for row in protocols.rows}
    expected = {(p, d) for p in CATALOGUES["protocol"] for d in CATALOGUES["decision"]}
    assert names == expected | {("single_text", DECLARED)}
    first = protocols.rows[0]
    assert first.declared and first.same == first.same_text == 1.0
    assert sum(row.declared for row in protocols.rows) == 1


def test_a_combination_that_makes_no_sense_says_why_and_is_not_run(protocols):
    for row in protocols.rows:
        weighs = row.rules["decision"] in (
            "weighted_majority", "qualified_majority", "triple_majority"
        )  # fmt: skip
        if weighs:
            assert "needs voting weights" in row.lacking and row.rules["decision"] in row.lacking
            assert row.runs == 0 and row.shares == () and row.same is None
        else:
            assert row.lacking == "" and row.runs == 3


def test_shares_are_those_of_an_ensemble_under_the_same_rules():
    """Each row is what `ensemble` would say of the scenario with these settings, seed by seed."""
    start = with_settings(SMALL, {"rules.coalitions.name": "landscape"})  # ends now so, now so
    base = ensemble(start, runs=5, seed=2).summary.agreed_ri.tolist()
    assert len({tuple(row) for row in base}) > 1
    shares = set()
    for row in compare(start, ("coalitions", "decision"), runs=5, seed=2).rows:
        coalitions, decision = row.rules["coalitions"], row.rules["decision"]
        if row.lacking or coalitions not in ("landscape", "worth", "hedonic"):
            continue
        settings = {} if row.declared else {
            **settings_for(start, "coalitions", coalitions),
            **settings_for(start, "decision", decision),
        }  # fmt: skip
        changed = with_settings(start, settings) if settings else start
        told = ensemble(changed, runs=5, seed=2).summary.agreed_ri.tolist()
        agreed = [venue_of(start, outcome) for outcome in told]
        assert {s.name: s.share for s in row.shares} == {
            name: agreed.count(name) / 5 for name in agreed
        }
        for share in row.shares:
            assert (share.low, share.high) == wilson(round(5 * share.share), 5)
        pairs = list(zip(told, base, strict=True))
        assert row.same_text == sum(one == other for one, other in pairs) / 5
        assert row.same == sum(venue_of(start, a) == venue_of(start, b) for a, b in pairs) / 5
        shares.add(row.same)
    assert len(shares) > 2


def test_the_same_venue_is_not_the_same_text():
    debate = load_scenario("hld_2006")
    rows = {r.rules["utility"]: r for r in compare(debate, ("utility",), runs=4).rows}
    changed = with_settings(debate, settings_for(debate, "utility", "lexicographic"))
    agreed = [ensemble(one, runs=4).summary.agreed_ri.tolist() for one in (debate, changed)]
    same = sum(a == b for a, b in zip(*agreed, strict=True)) / 4
    assert rows["lexicographic"].same_text == same < rows["lexicographic"].same


def test_workers_change_nothing():
    one = compare(SMALL, ("coalitions",), runs=4, seed=5)
    two = compare(SMALL, ("coalitions",), runs=4, seed=5, workers=2)
    assert one.as_json() == two.as_json()


def test_the_decision_rule_is_that_of_every_kind_of_design():
    settings = settings_for(SMALL, "decision", "consensus")
    kinds = {spec.id: spec.rule for spec in SMALL.adoption}
    assert settings == {
        f"adoption[{name}].rule": "consensus" for name, rule in kinds.items() if rule == "opt_in"
    }
    throughout = with_settings(SMALL, settings_for(SMALL, "decision", "majority"))
    assert in_use(throughout, "decision") == {"majority"}


def test_rules_in_use_keep_their_parameters():
    """A rule that stays is not set anew: what the scenario says of it holds."""
    tuned = with_settings(SMALL, {"rules.coalitions.gamma": 0.5})
    assert settings_for(tuned, "coalitions", "worth") == {}
    found = compare(tuned, ("coalitions", "utility"), runs=2)
    assert found.rows[0].rules == {"coalitions": "worth", "utility": "additive"}
    assert len(found.rows) == len(CATALOGUES["coalitions"]) * len(CATALOGUES["utility"])


def test_classes_are_venues():
    found = compare(SMALL, ("strategy",), runs=2)
    assert found.classes[:4] == (NO_AGREEMENT, "un", "hosted", "regional")
    assert venue_of(SMALL, [-1, -1, -1, -1]) == NO_AGREEMENT
    assert venue_of(SMALL, [0, 1, 2, 2]) == "none"  # an agreement on nothing new is another thing
    absent = found.rows[0].of("regional")
    assert absent.share == 0.0 and (absent.low, absent.high) == wilson(0, 2)


def test_without_core_issues_the_class_is_that_of_ensembles():
    document = dict(SMALL.document)
    document["issues"] = [{**issue, "core": False} for issue in document["issues"]]
    plain = build(document)
    assert venue_of(plain, [2, 1, 1, 1]) == "hosted/best_practices"


def test_rules_that_the_agenda_never_asks_say_so():
    document = dict(SMALL.document)
    document["agenda"] = [p for p in document["agenda"] if p["id"] != "chairs_text"]
    unheard = build(document)
    said = lacking(unheard, "protocol", "compromise")
    assert said == "is never asked: the agenda has no chairs_text"
    assert lacking(unheard, "coalitions", "worth") is None
    found = compare(unheard, ("protocol",), runs=1)
    assert [bool(row.lacking) for row in found.rows] == [False] + [True] * (len(found.rows) - 1)


def test_choices_tell_each_rule_as_the_scenario_sees_it():
    for family in CHOICES:
        told = choices(SMALL, family)
        assert [one.name for one in told] == list(CATALOGUES[family])
        assert all(one.summary and one.formula and one.sources for one in told), family
    (own,) = [one for one in choices(SMALL, "coalitions") if one.chosen]
    assert own.name == "worth" and own.lacking is None
    assert not any(one.chosen for one in choices(SMALL, "decision"))  # several are in use
    weighs = {one.name for one in choices(SMALL, "decision") if one.lacking}
    assert weighs == {"weighted_majority", "qualified_majority", "triple_majority"}


def test_interrupted_comparisons_keep_what_was_begun():
    def stop_after(runs):
        def told(done, total, left):
            if done >= runs:
                raise KeyboardInterrupt

        return told

    found = compare(SMALL, ("protocol",), runs=2, progress=stop_after(3))
    assert found.interrupted and found.rows[0].runs == 2
    assert 1 < len(found.rows) < len(CATALOGUES["protocol"])
    first = compare(SMALL, ("protocol",), runs=2, progress=stop_after(1))
    assert [row.runs for row in first.rows] == [1]


@pytest.mark.parametrize(
    ("over", "said"),
    [
        (("protokol",), "no rules to compare called 'protokol'; allowed: decision, coalitions"),
        ((), "compare over nothing; allowed: each once"),
        (("utility", "utility"), "allowed: each once"),
    ],
)
def test_families_that_make_no_comparison(over, said):
    with pytest.raises(CompareError) as told:
        compare(SMALL, over, runs=1)
    assert said in str(told.value)


def test_numbers_that_make_no_experiment():
    with pytest.raises(EnsembleError, match="runs"):
        compare(SMALL, ("utility",), runs=0)
