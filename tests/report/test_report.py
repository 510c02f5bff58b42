"""The report of a run: what it says is what the run was."""

from dataclasses import replace

import numpy as np
import pytest

from hldsim.experiments.draws import Likely
from hldsim.experiments.leaving_out import possible
from hldsim.experiments.turning import turning_points
from hldsim.record.run import record
from hldsim.report.blocks import Bullets, Code, Facts, Grid, Text, blocks_of
from hldsim.report.run.again import changes_of
from hldsim.report.run.document import report
from hldsim.report.run.gather import STAGES, Wanted, gather, share_done
from hldsim.report.run.material import Drawn, Material
from hldsim.report.sentences import sentence
from hldsim.scenario.build import build
from hldsim.scenario.load import load_scenario
from hldsim.scenario.paths import with_settings
from hldsim.table.state import backed_proposal
from tests.report.kept import DATE, changed, plain, read, seated

SECTIONS = ("short", "agreement", "course", "who", "turning", "known", "done", "again", "words")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("runs")


@pytest.fixture(scope="module")
def made(folder):
    """Material and report of a plain run, with everything but pictures."""
    material = gather(read(plain(folder)), Wanted(DATE))
    return material, report(material)


@pytest.fixture(scope="module")
def dialogue(folder):
    """The same of the dialogue of 2006, with a few turning points only."""
    path = folder / "hld.hldrun"
    run = record(load_scenario("hld_2006"), 1)
    run.save(path)
    wanted = [one for one in possible(run) if one.kind in ("host", "phase", "merged")]
    material = gather(read(path), Wanted(DATE, turning=False, draws=6))
    return replace(material, turning=turning_points(run, wanted=wanted))


def section(document, name):
    return next(one for one in document.sections if one.id == name)


def said(part):
    """Every word of a document or section, in one text."""
    blocks = part.blocks() if hasattr(part, "contents") else blocks_of(part)
    found = []
    for block in blocks:
        if isinstance(block, Text):
            found.append(block.words)
        elif isinstance(block, Bullets):
            found += block.items
        elif isinstance(block, Facts):
            found += [cell for row in block.rows for cell in row]
        elif isinstance(block, Code):
            found += block.lines
        elif isinstance(block, Grid):
            found += [block.caption, block.note, *(c.name for c in block.columns)]
            found += [group.title for group in block.groups]
            found += [cell.words for row in rows(block) for cell in row]
    return "\n".join(found)


def rows(grid):
    return [row for group in grid.groups for row in group.rows]


def grids(part):
    return [block for block in blocks_of(part) if isinstance(block, Grid)]


def words(row):
    return [cell.words for cell in row]


def test_every_section_is_there_and_nothing_is_left_unsaid(made, dialogue):
    for document in (made[1], report(dialogue)):
        assert tuple(one.id for one in document.sections) == SECTIONS
        told = said(document)
        for gap in ("report.", "{", "}", "nan", "unknown"):
            assert gap not in told, gap
        levels = {x.name for i in dialogue.scenario.space.issues for x in i.levels}
        assert not [
            x for x in told.split("\n") if "None" in x and x not in levels and "“None”" not in x
        ]
        for grid in (g for one in document.sections for g in grids(one)):
            assert grid.caption and grid.rows
            assert all(len(row) == len(grid.columns) for row in rows(grid))
        assert document.title and document.running and document.foot


def test_the_same_run_gives_the_same_report(made, folder):
    again = gather(read(folder / made[0].kept.name), Wanted(DATE))
    assert report(again) == made[1]
    other = gather(read(folder / made[0].kept.name), Wanted("2026-11-25"))
    assert report(other) != made[1]
    assert replace(report(other), date=DATE, opening=made[1].opening) == made[1]


def test_in_short_says_what_was_adopted_and_what_mattered_most(made):
    material, document = made
    told = said(section(document, "short"))
    summary = material.run.summary()
    label = material.label(summary["adopted"])
    assert f"“{label}” is adopted in round {material.last}" in told
    members = {one.id for one in material.scenario.parties if one.votes}
    for coalition in summary["coalitions"]:
        count = len(members.intersection(coalition["members"]))
        backs = "backs" if count == 1 else "back"
        assert f"{count} {backs} “{coalition['label']}”" in told
    assert "What mattered most: the offer of Belgium to host." in told
    assert "“Regional processes only” is adopted instead" in told
    assert "Nobody intervened" in told and "not a forecast" in told


def test_the_agreement_is_told_issue_by_issue(made):
    material, document = made
    text = grids(section(document, "agreement"))[0]
    agreement = material.run.summary()["agreement"]
    for row, issue in zip(rows(text), material.scenario.space.issues, strict=True):
        level = next(x.name for x in issue.levels if x.id == agreement[issue.id])
        quo = issue.levels[issue.index(issue.status_quo)].name
        assert words(row)[:2] == [issue.name, level] and words(row)[3] == quo
        first = material.scenario.space.offset_i[material.scenario.space.issue_index(issue.id)]
        values = material.end.profile.value_pl[:, first : first + len(issue.levels)]
        wanted = (values.argmax(axis=1) == issue.index(agreement[issue.id])).sum()
        assert words(row)[4] == ("1 state" if wanted == 1 else f"{wanted} states")


def test_who_could_not_live_with_it_is_who_is_short_of_the_line(dialogue):
    told = section(report(dialogue), "agreement").sections[0]
    (grid,) = grids(told)
    acceptance, c = dialogue.acceptance, dialogue.end.adopted
    short_p = acceptance.line_p - acceptance.utility_pc[:, c]
    short_p[~dialogue.member_p] = 0.0
    order = np.argsort(-short_p, kind="stable")[: grid.rows]
    names = [dialogue.scenario.parties[p].name for p in order]
    assert [words(row)[0] for row in rows(grid)] == names
    assert [words(row)[3] for row in rows(grid)] == [f"{short_p[p]:.3f}" for p in order]
    count = int((short_p > 0).sum())
    assert f"{count} of 192 member states" in said(told)
    known = {words(row)[0]: row for row in rows(grid)}
    assert known["United States"][0].strong and words(known["United States"])[5] == "known"
    assert known["Israel"][5].quiet and words(known["Israel"])[5] == "imputed"
    named = said(told).split("The others: ")[1]
    listed = named.removesuffix(".").replace(" and ", ", ").split(", ")
    assert len(listed) == count - grid.rows and not set(listed) & set(names)


def test_nothing_is_called_imputed_that_a_scenario_declares(made):
    material, document = made
    told = said(section(document, "agreement")) + said(section(document, "who"))
    assert "imputed" not in told and "declared by the scenario" in told
    assert "declared" in {words(row)[5] for row in rows(grids(section(document, "agreement"))[1])}


def test_where_a_position_comes_from_is_told_party_by_party(dialogue):
    index = dialogue.scenario.party_index
    assert dialogue.whence(index["USA"]) == "known" and dialogue.whence(index["ISR"]) == "imputed"
    changed = with_settings(dialogue.scenario, {"parties[ISR].salience.venue": 0.3})
    run = replace(dialogue.run, scenario=changed)
    other = replace(dialogue, kept=replace(dialogue.kept, record=run))
    assert other.whence(index["ISR"]) == "set" and other.whence(index["JPN"]) == "imputed"
    counts = grids(section(report(other), "known"))[0]
    by_what = {words(row)[0]: words(row)[1] for row in rows(counts)}
    assert (by_what["Preferences: edited"], by_what["Preferences: drawn"]) == ("1", "193")


def test_every_rule_says_what_it_made_of_each_design(dialogue):
    (grid,) = grids(section(report(dialogue), "agreement").sections[1])
    verdicts = dialogue.history.verdicts(dialogue.last)
    assert [words(row)[0] for row in rows(grid)] == [dialogue.label(v.proposal) for v in verdicts]
    assert [words(row)[2] for row in rows(grid)] == ["yes" if v.passes else "no" for v in verdicts]


def test_the_course_counts_what_states_backed_after_each_phase(dialogue):
    course = section(report(dialogue), "course")
    phases, coalitions = grids(course)
    last = 0
    for row, spec in zip(rows(phases), dialogue.scenario.agenda, strict=True):
        last += spec.rounds
        backed = backed_proposal(dialogue.history[last].state)[dialogue.member_p]
        assert words(row)[0] == spec.label and row[1].words.endswith(str(last))
        for d in dialogue.order:
            count = int((backed == d).sum())
            assert f"{count} {dialogue.scenario.proposals[d].label}" in row[3].words.split("\n")
        assert f"{int((backed < 0).sum())} uncommitted" in row[3].words
    merged = [e for e in dialogue.history.events() if e.kind == "merged"]
    assert merged
    for event in merged:
        assert f"Round {event.k}: {sentence(event, dialogue.scenario)}" in said(course)
    ends = [row for row in rows(coalitions) if row[0].strong]
    assert [row[0].words for row in ends] == ["2", "10", "14", "34", "39", "40"]
    viability = dialogue.history.viability_kd()
    label = dialogue.scenario.proposals[dialogue.order[0]].label
    column = [c.name for c in coalitions.columns].index(label)
    assert ends[-1][column].words.endswith(f"{100 * viability[40, dialogue.order[0]]:.0f} %")


def test_every_party_is_listed_once_under_what_it_backs(dialogue):
    (grid,) = grids(section(report(dialogue), "who"))
    found = {}
    for group in grid.groups:
        names = [row[0].words for row in group.rows]
        assert names == sorted(names, key=lambda n: n.removesuffix(" (observer)"))
        found |= {name.partition(" (")[0]: group.title for name in names}
    assert len(found) == len(dialogue.scenario.parties) == grid.rows
    for p, party in enumerate(dialogue.scenario.parties):
        d = int(dialogue.backed_p[p])
        title = "Uncommitted" if d < 0 else f"“{dialogue.scenario.proposals[d].label}”"
        assert found[party.name].startswith(title), party.name
    strong = {row[0].words for row in rows(grid) if row[0].strong}
    known = {one.name for one in dialogue.scenario.parties if one.position is not None}
    assert strong == known
    assert all(row[3].words.endswith(".") for row in rows(grid))


def test_colours_of_groups_are_those_of_the_pictures(dialogue):
    colours = {one.id: f"#00000{n}" for n, one in enumerate(dialogue.scenario.proposals)}
    (grid,) = grids(section(report(replace(dialogue, colours=colours)), "who"))
    for group in grid.groups:
        named = [p for p in dialogue.scenario.proposals if group.title.startswith(f"“{p.label}”")]
        assert group.colour == (colours[named[0].id] if named else "")


def test_turning_points_are_told_as_they_were_found(dialogue):
    told = section(report(dialogue), "turning")
    ranked, kinds = grids(told)
    shown = [p for p in dialogue.turning.points if p.change != "nothing"]
    assert [words(row)[3] for row in rows(ranked)] == [str(p.moved) for p in shown[:12]]
    first = rows(ranked)[0]
    assert words(first)[1:3] == [
        "The offer of Belgium to host",
        "“Regional processes only” is adopted instead",
    ]
    assert first[1].strong and not rows(ranked)[1][1].strong
    assert "The same agreement" in words(rows(ranked)[1])
    by_kind = {words(row)[0]: words(row)[1:] for row in rows(kinds)}
    assert by_kind["Offers to host"][:2] == ["1", "1"]
    assert by_kind["Phases of the agenda"][0] == "5"
    assert f"One of the {len(dialogue.turning.points)} things" in said(told)


def test_that_nothing_changed_the_outcome_is_an_answer(dialogue):
    points = tuple(p for p in dialogue.turning.points if not p.outcome)
    told = report(replace(dialogue, turning=replace(dialogue.turning, points=points)))
    count = len(points)
    assert f"None of the {count} things left out changes what is adopted" in said(
        section(told, "turning")
    )
    assert f"Of {count} things left out one by one, none changes what is adopted" in said(
        section(told, "short")
    )


def test_time_that_ran_out_is_told(dialogue):
    cut = replace(dialogue.turning, possible=999)
    told = said(section(report(replace(dialogue, turning=cut)), "turning"))
    assert f"Time ran out: {cut.tried} of 999 things were tried" in told


def test_known_positions_come_with_source_and_surprise(dialogue):
    told = section(report(dialogue), "known")
    counts, positions, sources = grids(told)
    known = [one for one in dialogue.scenario.parties if one.position is not None]
    assert [words(row)[0] for row in rows(positions)] == [one.name for one in known]
    assert [words(row)[2] for row in rows(positions)] == [one.source for one in known]
    alone = {one.party: one for one in dialogue.likely}
    for row, one in zip(rows(positions), known, strict=True):
        found = alone[dialogue.scenario.party_index[one.id]]
        assert row[3].words.startswith(f"{100 * found.probability:.0f} % (")
        assert row[3].bar == (found.low, found.probability, found.high)
        assert row[4].words == "imposed"
    by_what = {words(row)[0]: words(row)[1] for row in rows(counts)}
    assert by_what["Preferences: drawn"] == "194"
    assert int(by_what["Position: paper"]) + int(by_what["Position: source"]) == len(known)
    assert sources.rows == len(dialogue.scenario.sources)
    assert "G77 and China for “Inside the UN”" in said(told)


def test_a_position_that_could_not_be_reached_is_told(dialogue):
    history, inputs = dialogue.history, dialogue.history.inputs
    missed = inputs.missed_p.copy()
    usa = dialogue.scenario.party_index["USA"]
    missed[usa] = True
    history.inputs = replace(inputs, missed_p=missed)
    try:
        (_, positions, _) = grids(section(report(dialogue), "known"))
    finally:
        history.inputs = inputs
    found = {words(row)[0]: words(row)[4] for row in rows(positions)}
    assert found["United States"] == "not reached" and found["Belgium"] == "imposed"


def test_a_run_with_a_fork_tells_which_future_and_what_was_done(folder):
    path = changed(folder)
    material = gather(read(path), Wanted(DATE, draws=0))
    document = report(material)
    done = section(document, "done")
    acts, futures = grids(done)
    assert words(rows(acts)[0])[0] == "7" and "Mexico: weight of venue to 5 %" in said(done)
    assert [row[0].words for row in rows(futures)] == ["0", "1"]
    assert [row[1].strong for row in rows(futures)] == [False, True]
    assert words(rows(futures)[1])[2] == "6"
    assert "Round 8: Here Mexico waits & wonders <why>" in said(done)
    assert "only that file gives the same run" in said(section(document, "again"))
    assert "hldsim run classroom_small" not in said(document)
    assert "Somebody intervened once" in said(section(document, "short"))
    left = {words(row)[1] for g in grids(section(document, "turning")) for row in rows(g)[:12]}
    assert any("Mexico: weight of venue to 5 %" in one for one in left) or any(
        p.without.kind == "act" and p.change == "nothing" for p in material.turning.points
    )
    first = report(gather(read(path, 0), Wanted(DATE, turning=False, draws=0)))
    assert "Nobody intervened" in said(section(first, "done"))
    assert first.running != document.running


def test_a_run_played_from_a_seat_tells_what_the_person_did(folder):
    material = gather(read(seated(folder)), Wanted(DATE, draws=0))
    document = report(material)
    acts = grids(section(document, "done"))[0]
    told = [words(row) for row in rows(acts)]
    assert [one[0] for one in told] == ["1", "1", "7"]
    assert "Ada & Co <team>" in said(section(document, "done"))
    assert told[1][1] == "Ada" and told[2][1] == "person at this computer"
    kinds = {one.without.kind for one in material.turning.points}
    assert {"act", "seat"} <= kinds
    (who,) = grids(section(document, "who"))
    usa = next(row for row in rows(who) if row[0].words == "United States")
    assert usa[3].words == "Round 7: a person chose for it, not the model."
    assert usa[2].words == "7"


def test_an_unfinished_run_says_where_it_stops(folder):
    material = gather(read(plain(folder, rounds=5)), Wanted(DATE))
    document = report(material)
    assert "5 of 19: it stops in “Round tables”" in said(document)
    short = said(section(document, "short"))
    assert "stops after round 5 of 19" in short and "What moved most states" in short
    assert section(document, "agreement").title == "Where the text stands"
    phases = rows(grids(section(document, "course"))[0])
    assert "Not reached in this run." in words(phases[-1])[2]
    assert "only what states back after round 5 is compared" in said(section(document, "turning"))
    assert not any(isinstance(b, Code) and "hldsim run " in b.lines[0]
                   for b in blocks_of(section(document, "again")))  # fmt: skip


def test_a_run_that_was_not_begun_has_a_report(folder):
    document = report(gather(read(plain(folder, rounds=0)), Wanted(DATE, draws=0)))
    told = said(document)
    assert "No round of this run was played" in said(section(document, "short"))
    assert "there is nothing to leave out" in said(section(document, "turning"))
    assert "none of 19" in told and "nan" not in told


def test_a_run_of_another_model_is_told_as_recorded(made):
    material, _ = made
    kept = replace(material.kept, head=replace(material.kept.head, version="9.9"), cut=True)
    other = Material(kept, DATE, differs_from=4)
    document = report(other)
    assert "plays the run otherwise from round 4 on" in said(section(document, "turning"))
    again = said(section(document, "again"))
    assert "another version of the model" in again and "hldsim 9.9" in again
    assert "was not closed and part of its file is gone" in again


def test_a_run_of_another_model_is_noticed(folder, monkeypatch):
    from hldsim.report.run import gather as module

    monkeypatch.setattr(module, "first_difference", lambda run: 3)
    material = gather(read(plain(folder, seed=5)), Wanted(DATE, draws=0))
    assert material.differs_from == 3 and material.turning is None


def test_how_to_reproduce_holds_what_names_the_run(made):
    material, document = made
    again = section(document, "again")
    told = said(again)
    for part in (material.run.fingerprint, material.kept.head.scenario_hash, "hldsim replay"):
        assert part in told
    codes = [line for b in blocks_of(again) if isinstance(b, Code) for line in b.lines]
    assert "hldsim run classroom_small --seed 1" in codes
    assert f"hldsim report {material.kept.name}" in codes
    assert "Played again for this report: all 19 rounds" in told
    assert "Martin, P., Martin, S. and Cross, S. (2007)" in told


def test_the_command_for_a_changed_scenario_gives_that_scenario():
    shipped = load_scenario("hld_2006")
    settings = {
        "parties[MEX].salience.venue": 0.05,
        "adoption[un].rule": "majority",
        "rules.coalitions.beta": 0.2,
    }
    other = with_settings(shipped, settings)
    assert changes_of(shipped) == {}
    assert changes_of(other) == {key: str(value) for key, value in settings.items()}
    many = {f"parties[{p.id}].salience.venue": 0.2 for p in shipped.parties[:20]}
    assert changes_of(with_settings(shipped, many)) is None
    assert changes_of(replace(shipped, name="my_own")) is None
    fewer = {**shipped.document, "amendments": []}
    assert changes_of(build(fewer)) is None  # a list cannot be typed


def test_options_are_told_so_that_the_report_can_be_made_again(made):
    told = said(section(report(replace(made[0], options=("--pdf", "--branch", "2"))), "again"))
    assert f"hldsim report {made[0].kept.name} --pdf --branch 2" in told


def test_pictures_stand_where_they_belong_and_say_what_they_show(made):
    views = ("issue_board", "ballots", "support", "flows", "coalition_map", "world_map")
    drawn = {view: Drawn(view, f"Title {view}", f"It shows {view}.", b"png") for view in views}
    document = report(replace(made[0], pictures=drawn, no_pictures=""))
    assert [one.name for one in document.pictures()] == list(views)
    for one in document.pictures():
        assert one.alt == f"It shows {one.name}." and "seed 1" in one.caption
    assert "no pictures" in said(made[1])


def test_pictures_are_asked_for_once_and_their_lack_is_told(folder):
    asked = []

    def draw(history, views):
        asked.append(tuple(views))
        yield Drawn("support", "Support", "A sentence.", b"png")

    seen = []
    wanted = Wanted(DATE, draw=draw, turning=False, draws=2)
    material = gather(read(plain(folder, seed=6)), wanted, lambda *told: seen.append(told))
    assert len(asked) == 1 and set(material.pictures) == {"support"}
    assert material.likely == ()  # nothing is known in this scenario
    shares = [share_done(*one) for one in seen]
    assert shares == sorted(shares) and {one[0] for one in seen} <= set(STAGES)
    none = gather(read(plain(folder, seed=8)), Wanted(DATE, no_pictures="Qt is missing", draws=0,
                                                      turning=False))  # fmt: skip
    assert "no pictures in this report: Qt is missing" in said(report(none))


def test_surprise_is_told_of_the_parties_it_is_of(dialogue):
    usa = dialogue.scenario.party_index["USA"]
    told = report(replace(dialogue, likely=(Likely(usa, 0.25, 0.1, 0.4),), draws=20))
    (_, positions, _) = grids(section(told, "known"))
    found = {words(row)[0]: words(row)[3] for row in rows(positions)}
    assert found["United States"] == "25 % (10–40 %)" and found["Belgium"] == "–"
