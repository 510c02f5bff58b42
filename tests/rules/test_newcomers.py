"""Adding a rule is adding one file: tried for every catalogue, as CONTRIBUTING.md says.

A copy of the package gets one new file a catalogue. Each newcomer must then be listed with its
formula and source, be chosen by name on the command line, and be asked: it says so on standard
error.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

HEAD = '''"""A newcomer."""
import sys
from dataclasses import dataclass

import numpy as np

from hldsim.registry import parameter

'''

CLASS = '''

@{catalogue}.register("newcomer")
class Newcomer{bases}:
    """Does something new.

        x = {formula}

    After [Simon1955].
    """

    @dataclass(frozen=True)
    class Parameters:
        """Dials."""

        dial: float = parameter(0.5, "zeta", "a dial", low=0.0, high=1.0)
        noise: float = parameter(0.0, "s_W", "noise", low=0.0, high=1.0)

    def __init__(self, parameters):
        self.parameters = parameters
'''

SAY = "        print('newcomer at work', file=sys.stderr)\n"


@dataclass(frozen=True)
class Newcomer:
    """One new file: where, what it says after the head, how it is listed and chosen."""

    folder: str
    listed: str
    imports: str
    catalogue: str
    body: str
    choose: tuple[str, ...]
    bases: str = ""
    contract: str = ""
    shape: str = field(default="class")

    @property
    def text(self):
        if self.shape != "class":
            return HEAD + self.imports + self.body
        made = CLASS.format(catalogue=self.catalogue, bases=self.bases, formula="dial")
        return HEAD + self.imports + made + self.body


NEWCOMERS = {
    "decision": Newcomer(
        "hldsim/rules/decision",
        "decision-rules",
        "from hldsim.domain.ballots import Decision\n"
        "from hldsim.rules.decision.base import DECISION_RULES, count, logistic\n",
        "DECISION_RULES",
        f"""
    def decide(self, question):
{SAY}
        yes, no, abstain, absent = count(question)
        members = yes + no + abstain + absent
        share = yes / members
        return Decision(share >= self.parameters.dial, yes, no, abstain, absent, float(members),
                        share, self.parameters.dial)

    def outlook(self, evidence):
        return logistic((evidence.yes_d - self.parameters.dial) / 0.06)

    def is_winning(self, member_pk, weight_p, population_p=None):
        return weight_p @ member_pk >= self.parameters.dial * weight_p.sum()
""",
        ("adoption[un].rule=newcomer", "adoption[hosted].rule=newcomer"),
        contract="tests/rules/test_decision_rules.py",
    ),
    "coalitions": Newcomer(
        "hldsim/rules/coalitions",
        "coalition-rules",
        "from hldsim.rules.coalitions.base import COALITION_RULES, choose\n"
        "from hldsim.rules.coalitions.platforms import OnPlatforms, PlatformParameters\n"
        "from hldsim.table.moves import Moves\n",
        "COALITION_RULES",
        f"""
    def moves(self, view, act_a, chance, terms=False):
{SAY}
        gain = view.utility_pc[act_a] - view.reservation_p[act_a][:, None]
        worth = np.hstack([gain, np.zeros((len(act_a), 1))])
        return Moves(act_a, choose(worth), worth, {{"gain": worth}} if terms else {{}})

    def changes(self, view, chance):
        return []
""",
        ("rules.coalitions.name=newcomer",),
        contract="tests/rules/test_coalition_rules.py",
    ),
    "protocol": Newcomer(
        "hldsim/rules/protocols",
        "protocols",
        "from hldsim.rules.protocols.base import PROTOCOLS, Turn\n",
        "PROTOCOLS",
        f"""
    def turn(self, view, text):
{SAY}
        return Turn(())
""",
        ("rules.protocol.name=newcomer",),
        contract="tests/rules/test_other_rules.py",
    ),
    "influence": Newcomer(
        "hldsim/rules/influence",
        "influence-rules",
        "from hldsim.rules.influence.base import INFLUENCE_RULES\n",
        "INFLUENCE_RULES",
        f"""
    def stances(self, view, start_ph):
{SAY}
        now = view.state.profile.stance_ph
        return now + self.parameters.dial * (now.mean(axis=0) - now)
""",
        ("rules.influence.name=newcomer",),
        contract="tests/rules/test_other_rules.py",
    ),
    "strategy": Newcomer(
        "hldsim/rules/strategies",
        "strategies",
        "from hldsim.rules.strategies.base import STRATEGIES\n",
        "STRATEGIES",
        f"""
    timeless = True

    def aspiration(self, reservation_p, best_p, temper_p, time):
{SAY}
        return reservation_p + self.parameters.dial * (best_p - reservation_p)
""",
        ("rules.strategy.name=newcomer",),
        contract="tests/rules/test_other_rules.py",
    ),
    "utility": Newcomer(
        "hldsim/preferences/utilities",
        "utility-functions",
        "from hldsim.preferences.utilities.additive import Additive\n"
        "from hldsim.preferences.utility import UTILITIES\n\n\n"
        '@UTILITIES.register("newcomer")\n'
        "class Newcomer(Additive):\n"
        '    """Values squared.\n\n        u = sum w v^2\n\n    After [Simon1955].\n    """\n\n'
        "    def parts(self, profile):\n"
        f"{SAY}"
        "        return profile.salience_pi[:, profile.issue_l] * profile.value_pl**2\n",
        "UTILITIES",
        "",
        ("rules.utility.name=newcomer",),
        contract="tests/rules/test_other_rules.py",
        shape="function",
    ),
    "imputation": Newcomer(
        "hldsim/preferences/imputation",
        "imputation-rules",
        "from hldsim.preferences.imputation.base import IMPUTATION_RULES\n"
        "from hldsim.preferences.imputation.declared import Declared\n\n\n"
        '@IMPUTATION_RULES.register("newcomer")\n'
        "class Newcomer(Declared):\n"
        '    """As declared.\n\n        v = v\n\n    After [Simon1955].\n    """\n\n'
        "    def common(self, parameters, chance):\n"
        f"{SAY}"
        "        return super().common(parameters, chance)\n",
        "IMPUTATION_RULES",
        "",
        ("imputation.rule=newcomer",),
        shape="function",
    ),
    "phase": Newcomer(
        "hldsim/engine/phases",
        "phases",
        "from hldsim.engine.phases.base import PHASES\n"
        "from hldsim.engine.phases.consultations import Consultations\n\n\n"
        '@PHASES.register("newcomer")\n'
        "class Newcomer(Consultations):\n"
        '    """Consults in its own way.\n\n        x = x\n\n    After [Simon1955].\n    """\n\n'
        "    def advance(self, moment):\n"
        f"{SAY}"
        "        return super().advance(moment)\n",
        "PHASES",
        "",
        ("agenda[consultations].phase=newcomer",),
        shape="function",
    ),
}


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """A copy of the project with one new file in the folder of each catalogue."""
    folder = tmp_path_factory.mktemp("copy")
    ignore = shutil.ignore_patterns("__pycache__", "*.new.json")
    for name in ("hldsim", "scenarios", "resources", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignore)
    shutil.copy2(ROOT / "pyproject.toml", folder / "pyproject.toml")
    for newcomer in NEWCOMERS.values():
        place = folder / newcomer.folder / "newcomer.py"
        place.write_text(newcomer.text, encoding="utf-8")
    (folder / "hldsim" / "engine" / "interventions" / "newcomer.py").write_text(
        '"""A newcomer."""\n'
        "from hldsim.domain.events import Event\n"
        "from hldsim.engine.interventions.base import INTERVENTIONS\n\n\n"
        '@INTERVENTIONS.register("newcomer")\n'
        "def newcomer(setup, state, body):\n"
        '    """Remind everybody of the time."""\n'
        '    return setup, state, (Event("intervened", state.k + 1, fields=dict(body)),)\n',
        encoding="utf-8",
    )
    (folder / "hldsim" / "record" / "measures" / "newcomer.py").write_text(
        '"""A newcomer."""\n'
        "from hldsim.record.measures.base import define\n\n\n"
        '@define("newcomer", "1", "The number of parties.")\n'
        "def newcomer(view):\n"
        '    """Count them."""\n'
        "    return float(len(view.scenario.parties))\n",
        encoding="utf-8",
    )
    return folder


def python(folder, *arguments):
    """Run Python in the copy; nothing of this checkout is on its path."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_every_catalogue_has_a_newcomer_here():
    from hldsim.record.rulebook import CATALOGUES

    assert set(NEWCOMERS) == set(CATALOGUES)


def test_newcomers_are_listed_with_formula_and_source(copied):
    done = python(copied, "-m", "hldsim", "list", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    for newcomer in NEWCOMERS.values():
        (entry,) = [e for e in found[newcomer.listed] if e["name"] == "newcomer"]
        assert entry["summary"] and entry["formula"] and entry["sources"] == ["Simon1955"]
    assert "newcomer" in {e["name"] for e in found["interventions"]}
    assert "newcomer" in {e["name"] for e in found["measures"]}


@pytest.mark.parametrize("family", NEWCOMERS)
def test_a_newcomer_is_chosen_by_name_and_asked(copied, family):
    sets = [word for path in NEWCOMERS[family].choose for word in ("--set", path)]
    done = python(copied, "-m", "hldsim", "run", "classroom_small", "--seed", "2", "--json", *sets)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["rounds"] == 19
    assert "newcomer at work" in done.stderr


def test_a_newcomer_is_compared_with_the_others(copied):
    done = python(
        copied, "-m", "hldsim", "compare", "classroom_small",
        *("--over", "protocol", "--runs", "1", "--workers", "1", "--json"),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert {"protocol": "newcomer"} in [row["rules"] for row in json.loads(done.stdout)["rows"]]


USES = """
import hldsim
from hldsim.session import Intervention, Session
scenario = hldsim.load_scenario("classroom_small")
many = hldsim.ensemble(scenario, runs=2, measures=("newcomer",))
assert many.measured()["newcomer"].tolist() == [12.0, 12.0]
with Session.open(scenario, 1) as session:
    receipt = session.apply(Intervention("newcomer", {"path": "time"}))
    session.advance()
print("used", receipt is not None)
"""


def test_a_new_measure_and_a_new_kind_of_intervention_are_used(copied):
    done = python(copied, "-c", USES)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "used True"


def test_contracts_examine_newcomers_at_once(copied):
    contracts = sorted({n.contract for n in NEWCOMERS.values() if n.contract})
    done = python(
        copied, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "newcomer", *contracts
    )
    assert done.returncode == 0, done.stdout[-3000:]
    passed = int(done.stdout.strip().splitlines()[-1].split(" passed")[0].split()[-1])
    assert passed >= 25
