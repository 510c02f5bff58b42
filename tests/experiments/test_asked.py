"""What would pass if put: the rule, the luck and the line of acceptance are those of the run."""

import numpy as np
import pytest

import hldsim
from hldsim.engine.advance import view_of
from hldsim.engine.run import run
from hldsim.record.measures import MeasureError, RunView, measure
from hldsim.record.measures.asked import ask
from hldsim.scenario.paths import with_settings


def finished(seed=3, **settings):
    scenario = hldsim.load_scenario("hld_2006")
    if settings:
        scenario = with_settings(scenario, settings["changes"])
    done = run(scenario, seed)
    return RunView(scenario, done.setup.inputs, done.start, done.end, setup=done.setup), done


def test_the_willing_are_those_above_their_line():
    view, done = finished()
    asked = ask(view)
    line = view_of(done.setup, done.end).aspiration_p
    np.testing.assert_array_equal(asked.willing_pd, view.tabled_pd >= line[:, None])
    assert (asked.objection_pd >= 0).all()
    assert ((asked.objection_pd > 0) <= ~asked.willing_pd).all()


def test_summed_objection_by_hand():
    view, done = finished()
    table, d = view_of(done.setup, done.end), view.proposal("un_embedded")
    short = [max(a - u, 0) for a, u in zip(table.aspiration_p, table.tabled_pd[:, d], strict=True)]
    rows = zip(short, done.end.profile.resolve_p, view.inputs.capability_p, strict=True)
    force = [u * resolve * capability for u, resolve, capability in rows]
    members = [force[p] for p, party in enumerate(view.scenario.parties) if party.votes]
    assert sum(members) > 0
    assert measure("objection[un_embedded]", view) == pytest.approx(sum(members))


def test_a_text_adopted_as_it_was_tabled_would_pass():
    views = [finished(seed)[0] for seed in range(6)]
    same = 0
    for view in views:
        if view.end.adopted < 0:
            continue
        d = view.end.origin_c[view.end.adopted]
        if (view.end.platform_ci[view.end.adopted] == view.inputs.design_di[d]).all():
            same += 1
            assert measure(f"would_pass[{view.scenario.proposals[d].id}]", view) == 1
    assert all(measure("would_pass[un_embedded]", view) in (0, 1) for view in views)


def test_without_a_host_that_follows_through_nothing_hosted_would_pass():
    view, _ = finished(changes={"adoption[hosted].follow_through": 0})
    assert measure("would_pass[informal_hosted]", view) == 0


def test_without_resolve_or_quota_the_un_design_would_pass():
    changes = {"adoption[un].kappa": 0, "adoption[un].quota": 0}
    view, _ = finished(changes=changes)
    assert measure("would_pass[un_embedded]", view) == 1


def test_what_goes_further_is_put_in_every_run():
    view, done = finished()
    for proposal in view.scenario.proposals:
        if proposal.kind != "forum":
            d = view.scenario.proposal_index[proposal.id]
            put = float(done.end.scratch["passed_d"][d])
            assert measure(f"passed[{proposal.id}]", view) == put
            assert measure(f"would_pass[{proposal.id}]", view) == put


def test_a_run_kept_without_its_rules_cannot_be_asked():
    view, _ = finished()
    bare = RunView(view.scenario, view.inputs, view.start, view.end)
    assert measure("would_pass[un_embedded]", bare) is None
    with pytest.raises(MeasureError, match="without its rules"):
        ask(bare)
