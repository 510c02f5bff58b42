"""Tables of positions, salience and capability: three layouts, one scenario, and what is wrong."""

import numpy as np
import pytest

from hldsim.analysis.exchange import compromise
from hldsim.engine.assemble import assemble
from hldsim.export.faults import FormatError
from hldsim.export.from_positions import scenario_of_positions
from hldsim.export.positions import read_positions
from hldsim.record.run import record
from hldsim.scenario.check import build_checked

MARKED = """\
#O;Climate, three of fifteen;;;;
#/;ID;Full name;;;
#A;China;China;;;
#A;EU28;European Union;;;
#A;AOSIS;Small Islands;;;
#P;mrv;mitigation, mrv and compliance;;;
#P;legal;legal form;;;
#M;mrv;0;ICA;;
#M;mrv;65;IAR;;
#M;mrv;100;Kyoto regime;;
#/;actor;issue;position;salience;power
#D;China;mrv;0;0.8;1
#D;EU28;mrv;100;0.8;0.75
#D;AOSIS;mrv;80;0.75;0.5
#D;China;legal;20;0.65;1
#D;EU28;legal;100;0.7;0.75
"""

LONG = """\
actor;issue;position;salience;power
China;mrv;0;0,8;1
EU28;mrv;100;0,8;0,75
AOSIS;mrv;80;0,75;0,5
China;legal;20;0,65;1
EU28;legal;100;0,7;0,75
AOSIS;legal;;;0,5
"""

WIDE = """\
Party,Capability,mrv position,mrv salience,legal position,legal salience
China,1,0,80,20,65
EU28,0.75,100,80,100,70
AOSIS,0.5,80,75,,
"""


def cells(text, file="cop.csv"):
    table = read_positions(text.encode(), file)
    return table, {
        key: (cell.position, cell.salience, cell.capability) for key, cell in table.cells.items()
    }


WANTED = {
    ("China", "mrv"): (0.0, 0.8, 1.0),
    ("EU28", "mrv"): (100.0, 0.8, 0.75),
    ("AOSIS", "mrv"): (80.0, 0.75, 0.5),
    ("China", "legal"): (20.0, 0.65, 1.0),
    ("EU28", "legal"): (100.0, 0.7, 0.75),
}


@pytest.mark.parametrize(
    "text",
    [
        MARKED,
        MARKED.replace(";", "\t"),
        MARKED.replace(";", ","),
        LONG,
        LONG.replace(";", "\t"),
        LONG.replace(",", ".").replace(";", ","),
        LONG.replace("\n", "\r\n"),
        "\ufeff" + LONG,
        LONG.replace("actor;issue", "Stakeholder;Topic").replace("power", "Influence"),
        WIDE,
        WIDE.replace("mrv position", "mrv_pos").replace("legal salience", "legal.sal"),
        WIDE.replace("mrv position", "mrv (position)").replace("legal salience", "Salience legal"),
    ],
)
def test_every_layout_reads_the_same(text):
    table, found = cells(text)
    assert found == WANTED
    assert (table.actors, table.issues) == (["China", "EU28", "AOSIS"], ["mrv", "legal"])


def test_meanings_and_longer_names():
    table, _ = cells(MARKED)
    assert table.meanings == {"mrv": {0.0: "ICA", 65.0: "IAR", 100.0: "Kyoto regime"}}
    assert table.names["EU28"] == "European Union"
    assert table.scale("mrv") == (0.0, 100.0) and table.scale("legal") == (20.0, 100.0)


def test_quotes_and_remarks_of_decide():
    rows = (
        "'#A'\t'EU (incl Norway)'",
        "'#P'\t'New treaty'",
        "'#D'\t'EU (incl Norway)'\t'New treaty'\t50.0\t0.4\t0.156\t",
    )
    _, found = cells("\n".join(rows))
    assert found == {("EU (incl Norway)", "New treaty"): (50.0, 0.4, 0.156)}


def test_a_single_issue_is_called_like_its_file():
    table, found = cells(
        "Actor,Capability,Position,Salience\nUK,0.16,10,0.9\nGreece,0.08,7,0.7\n", "emissions.csv"
    )
    assert table.issues == ["emissions"]
    assert found["UK", "emissions"] == (10.0, 0.9, 0.16)


def test_numbered_columns_are_issues():
    table, found = cells("Name,Power,Pos1,Sal1,Pos2,Sal2\nA,3,10,100,20,50\nB,4,0,10,5,20\n")
    assert table.issues == ["1", "2"]
    assert found["A", "2"] == (20.0, 0.5, 3.0)


def test_who_does_not_care_has_no_position():
    _, found = cells(LONG.replace("20;0,65", "20;0"))
    assert ("China", "legal") not in found


# ------------------------------------------------------------------ scenarios


def test_a_scenario_of_a_table():
    table, _ = cells(MARKED)
    scenario = build_checked(scenario_of_positions(table, "cop"))
    mrv, legal = scenario.space.issues
    assert [level.id for level in mrv.levels] == ["at_0", "at_65", "at_80", "at_100"]
    assert [level.name for level in mrv.levels] == ["0: ICA", "65: IAR", "80", "100: Kyoto regime"]
    assert (mrv.name, mrv.status_quo, mrv.ordered) == (
        "mitigation, mrv and compliance", "at_0", True,
    )  # fmt: skip
    assert [level.id for level in legal.levels] == ["at_20", "at_100"]
    assert [(p.id, p.name, p.capability) for p in scenario.parties] == [
        ("China", "China", 1.0), ("EU28", "European Union", 0.75), ("AOSIS", "Small Islands", 0.5),
    ]  # fmt: skip


def test_values_fall_with_distance_and_salience_is_shared_out():
    table, _ = cells(MARKED)
    _, state = assemble(build_checked(scenario_of_positions(table, "cop")), 1)
    value, salience = state.profile.value_pl, state.profile.salience_pi
    assert value[0].tolist() == pytest.approx([1, 0.35, 0.2, 0, 1, 0])
    assert value[1].tolist() == pytest.approx([0, 0.65, 0.8, 1, 0, 1])
    # 1 - |80 - x| / 100 on mrv; no position on legal, so neutral there and all weight on mrv
    assert value[2].tolist() == pytest.approx([0.2, 0.85, 1, 0.8, 0.5, 0.5])
    assert salience[0].tolist() == pytest.approx([0.8 / 1.45, 0.65 / 1.45])
    assert salience[2].tolist() == [1.0, 0.0]


def test_the_compromise_and_what_the_strong_want_are_tabled():
    table, _ = cells(MARKED)
    scenario = build_checked(scenario_of_positions(table, "cop"))
    tabled = {p.id: (scenario.space.decode(p.design), p.sponsors) for p in scenario.proposals}
    means = compromise(
        [[0, 20], [100, 100], [80, np.nan]],
        [[0.8, 0.65], [0.8, 0.7], [0.75, np.nan]],
        [1, 0.75, 0.5],
    )
    assert means == pytest.approx([50.7042, 55.7447], abs=1e-4)
    assert tabled["compromise"] == ({"mrv": "at_65", "legal": "at_20"}, ())
    assert tabled["wants_eu28"] == ({"mrv": "at_100", "legal": "at_100"}, ("EU28",))
    # China's is the status quo; without a position of its own AOSIS takes the compromise's
    assert tabled["wants_aosis"] == ({"mrv": "at_80", "legal": "at_20"}, ("AOSIS",))
    assert len(tabled) == 3


def test_evenly_spaced_levels():
    table, _ = cells(MARKED)
    scenario = build_checked(scenario_of_positions(table, "cop", levels=3, issues=["mrv"]))
    (mrv,) = scenario.space.issues
    assert [level.id for level in mrv.levels] == ["at_0", "at_50", "at_100"]
    _, state = assemble(scenario, 1)
    assert state.profile.value_pl[2].tolist() == pytest.approx([0.2, 0.7, 0.8])


def test_more_than_half_of_all_parties_decide():
    table, _ = cells(MARKED)
    (all_,) = build_checked(scenario_of_positions(table, "cop")).adoption
    assert (all_.rule, dict(all_.parameters)) == ("majority", {"of_membership": 1.0})


def test_an_imported_table_runs_the_same_twice():
    table, _ = cells(MARKED)
    scenario = build_checked(scenario_of_positions(table, "cop"))
    assert record(scenario, 5).fingerprint == record(scenario, 5).fingerprint


def test_names_that_make_the_same_id():
    text = "actor;issue;position;salience;power\n" + "".join(
        f"{actor};{issue};{x};0.5;1\n"
        for x, actor in enumerate(("Côte d'Ivoire", "Cote d Ivoire", "Ελλάς"))
        for issue in ("a b", "A-b")
    )
    table, _ = cells(text)
    scenario = build_checked(scenario_of_positions(table, "names"))
    assert [p.id for p in scenario.parties] == ["Cote_d_Ivoire", "Cote_d_Ivoire_2", "x"]
    assert [i.id for i in scenario.space.issues] == ["a_b", "a_b_2"]
    assert scenario.parties[2].name == "Ελλάς"


def test_capability_by_issue_is_averaged():
    table, _ = cells(LONG.replace("20;0,65;1", "20;0,65;3"))
    scenario = build_checked(scenario_of_positions(table, "cop"))
    assert scenario.parties[0].capability == 2.0


# ------------------------------------------------------------------ what is wrong


@pytest.mark.parametrize(
    ("text", "place", "word"),
    [
        ("", "cop.csv", "empty"),
        ("\n \n", "cop.csv", "empty"),
        ("a\0b", "cop.csv", "byte 0"),
        ("issue;position;salience;power\nmrv;1;1;1", "cop.csv line 1", "no column of actor"),
        ("actor;issue;position;power\nA;mrv;1;1", "cop.csv line 1", "no column of salience"),
        ("actor;position;salience\nA;1;1", "cop.csv line 1", "no column of capability"),
        ("actor;issue;position;salience;power", "cop.csv", "no position"),
        (LONG.replace("0;0,8;1", "x;0,8;1"), "cop.csv line 2", "position 'x'"),
        (LONG.replace("0,8;0,75", "0,8;1,2,3"), "cop.csv line 3", "capability '1,2,3'"),
        (LONG.replace("80;0,75", "80;"), "cop.csv line 4", "salience ''"),
        (LONG.replace("80;0,75", "80;-1"), "cop.csv line 4", "salience -1"),
        (LONG.replace("80;0,75", "80;120"), "cop.csv line 4", "salience 120"),
        (LONG.replace("80;0,75;0,5", "80;0,75;0,5;9"), "cop.csv line 4", "6 cells"),
        (LONG + "China;mrv;1;1;1\n", "cop.csv line 8", "'China' on 'mrv' twice"),
        (LONG.replace("AOSIS;mrv", ";mrv"), "cop.csv line 4", "no actor"),
        (LONG.replace("AOSIS;mrv", "AOSIS;"), "cop.csv line 4", "no issue"),
        (WIDE + "China,1,1,1,1,1\n", "cop.csv line 5", "'China' twice"),
        (MARKED.replace("#D;AOSIS", "#D;AOSYS"), "cop.csv line 14", "'AOSYS' was not announced"),
        (MARKED.replace("#M;mrv;65", "#M;mrw;65"), "cop.csv line 9", "'mrw' was not announced"),
        (MARKED.replace("#M;mrv;65", "#M;mrv;high"), "cop.csv line 9", "'high'"),
        (MARKED.replace("#A;AOSIS", "#A;EU28"), "cop.csv line 5", "'EU28' twice"),
        (MARKED.replace("#D;AOSIS", "#X;AOSIS"), "cop.csv line 14", "'#X'"),
        (MARKED + "#P;empty;;;;\n", "cop.csv", "nobody has a position on 'empty'"),
        (LONG + '"' + "x" * 200_000, "cop.csv line 8", "no table"),
    ],
)
def test_a_broken_table_is_named_by_its_line(text, place, word):
    with pytest.raises(FormatError, match=word) as caught:
        read_positions(text.encode(), "cop.csv")
    assert str(caught.value).startswith(place + ":")


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"issues": ["mrw"]}, "no issue 'mrw'"),
        ({"levels": 1}, "1 levels"),
    ],
)
def test_what_no_scenario_can_be_made_of(options, word):
    table, _ = cells(MARKED)
    with pytest.raises(FormatError, match=word):
        scenario_of_positions(table, "cop", **options)


def test_an_issue_on_which_all_agree_and_too_many_outcomes():
    table, _ = cells(LONG.replace("EU28;legal;100", "EU28;legal;20"))
    with pytest.raises(FormatError, match="all stand at 20 on 'legal'"):
        scenario_of_positions(table, "cop")
    rows = [f"{a};{i};{10 * k + 3 * i};1;1" for k, a in enumerate("abcdefgh") for i in range(6)]
    many, _ = cells("actor;issue;position;salience;power\n" + "\n".join(rows))
    with pytest.raises(FormatError, match="262,144 outcomes.*--levels"):
        scenario_of_positions(many, "many")
    assert build_checked(scenario_of_positions(many, "many", levels=3)).space.size == 3**6


def test_western_letters_of_windows():
    table = read_positions(LONG.replace("China", "Türkei").encode("cp1252"), "cop.csv")
    assert table.actors[0] == "Türkei"


@pytest.mark.parametrize(
    "written",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.encode("cp1252"),
        lambda text: text.replace(";", "\t").encode("utf-16"),
        lambda text: b"\xfe\xff" + text.replace(";", "\t").encode("utf-16-be"),
        lambda text: b"\xef\xbb\xbfsep=;\r\n" + text.encode(),
        lambda text: text.replace("\r\n", "\n").encode(),
    ],
    ids=["mark", "western", "unicode text", "the other way", "sep=", "lines"],
)
def test_excel_of_another_country(written):
    """Semicolons or tabs, decimal commas, a byte order mark, a line for itself, gaps."""
    rows = [
        "actor;power;treaty position;treaty salience;money position;money salience",
        "Österreich;0,5;10,5;80;;",
        "Italien;1;90;60,5;20;40",
        "Spanien;2,25;50;30;70;100",
    ]
    table = read_positions(written("\r\n".join(rows) + "\r\n"), "excel.csv")
    assert table.actors == ["Österreich", "Italien", "Spanien"]
    found = {key: (c.position, c.salience, c.capability) for key, c in table.cells.items()}
    assert found == {
        ("Österreich", "treaty"): (10.5, 0.8, 0.5),
        ("Italien", "treaty"): (90.0, 0.605, 1.0),
        ("Italien", "money"): (20.0, 0.4, 1.0),
        ("Spanien", "treaty"): (50.0, 0.3, 2.25),
        ("Spanien", "money"): (70.0, 1.0, 2.25),
    }
