"""From the engine's arrays to the plain lists of the reference, and scenarios of any size."""

from dataclasses import asdict

from hldsim.engine.advance import advance, moment_of
from hldsim.engine.assemble import assemble
from hldsim.engine.setup import phase_of
from hldsim.scenario.build import build
from tests.reference.loop import Table


def at_consultations(scenario, seed):
    """A run, played by the engine up to the first round of consultations."""
    setup, state = assemble(scenario, seed)
    while phase_of(scenario, state.k + 1)[0].phase != "consultations":
        state, _ = advance(setup, state, told=False)
    return setup, state


def laid_out(setup, state):
    """The table as plain lists."""
    inputs, profile, space = setup.inputs, state.profile, setup.inputs.space
    moment, phase = moment_of(setup, state)
    edges = [*space.offset_i.tolist(), space.n_levels]
    rows = profile.value_pl.tolist()
    return Table(
        salience=profile.salience_pi.tolist(),
        value=[[row[a:b] for a, b in zip(edges, edges[1:], strict=False)] for row in rows],
        status_quo=inputs.status_quo_i.tolist(),
        proposals=inputs.design_di[inputs.forum_d].tolist(),
        platforms=state.platform_ci.tolist(),
        origin=state.origin_c.tolist(),
        relief=state.relief_p.tolist(),
        resolve=profile.resolve_p.tolist(),
        principle=profile.principle_p.tolist(),
        governance=moment.view.governance_p.tolist(),
        temper=inputs.temper_p.tolist(),
        capability=inputs.capability_p.tolist(),
        member=inputs.member_p.tolist(),
        active=inputs.active_p.tolist(),
        spoke=(state.stated_p > -2).tolist(),
        line=inputs.bloc_line_pd.tolist(),
        discipline=inputs.discipline_pd.tolist(),
        factor=inputs.factor_pf.tolist(),
        rule=[_rule(setup, design) for design in state.platform_ci],
        worth=asdict(setup.rules.coalitions.parameters),
        belief=asdict(setup.rules.belief),
        strategy=asdict(setup.rules.strategy.parameters),
        share=phase.parameters.share,
        rounds=setup.scenario.rounds,
        k=state.k,
        membership=state.membership_p.tolist(),
        viability=state.viability_c.tolist(),
        objected=state.objected_pc.tolist(),
    )


def _rule(setup, design):
    spec, rule = setup.rule_for(design)
    return spec.rule, asdict(rule.parameters), float(setup.rules.needs.of(design)[1])


def uniforms(setup, k, options):
    """The uniforms of round ``k`` with so many options, as the reference takes them."""
    chance = setup.streams.at(k)
    n = len(setup.inputs.member_p)
    noise = chance("choice", n * options).reshape(n, options)
    return chance("acting", n).tolist(), noise.tolist(), chance("object", n).tolist()


def enlarged(scenario, parties):
    """The scenario with its rows repeated until there are so many parties; ids get a number."""
    rows = [dict(row) for row in scenario.document["parties"]]
    many = []
    for n in range(parties):
        row = dict(rows[n % len(rows)])
        if n >= len(rows):
            row["id"] = f"{row['id']}_{n // len(rows)}"
            row.pop("iso3", None)
        many.append(row)
    return build({**scenario.document, "parties": many})
