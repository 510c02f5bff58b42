"""The list of mutants: every entry fits the code as it is, and every rule has one.

`make mutate` tries them; this only keeps the list in step.
"""

import importlib.util
import inspect
from pathlib import Path

import pytest

from hldsim.engine.interventions.base import INTERVENTIONS
from hldsim.engine.phases.base import PHASES
from hldsim.preferences.imputation.base import IMPUTATION_RULES
from hldsim.preferences.utility import UTILITIES
from hldsim.rules.coalitions.base import COALITION_RULES
from hldsim.rules.decision.base import DECISION_RULES
from hldsim.rules.influence.base import INFLUENCE_RULES
from hldsim.rules.protocols.base import PROTOCOLS
from hldsim.rules.strategies.base import STRATEGIES

ROOT = Path(__file__).parents[2]
CATALOGUES = (
    DECISION_RULES, COALITION_RULES, PROTOCOLS, STRATEGIES, INFLUENCE_RULES, PHASES,
    INTERVENTIONS, UTILITIES, IMPUTATION_RULES,
)  # fmt: skip


def load():
    spec = importlib.util.spec_from_file_location("mutate", ROOT / "scripts" / "mutate.py")
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["mutate"] = module
    spec.loader.exec_module(module)
    return module


mutate = load()
MUTANTS = mutate.mutants()


def test_every_mutant_fits_the_code_as_it_is():
    assert [fault for mutant in MUTANTS for fault in mutate.faults(mutant)] == []


def test_no_two_mutants_of_one_name():
    names = [mutant.name for mutant in MUTANTS]
    assert len(names) == len(set(names)) > 100


@pytest.mark.parametrize(("catalogue", "name"), [(c, n) for c in CATALOGUES for n in c])
def test_every_rule_has_a_mutant(catalogue, name):
    place = Path(inspect.getsourcefile(catalogue[name])).relative_to(ROOT).as_posix()
    assert place in {mutant.file for mutant in MUTANTS}


def test_a_mutant_that_does_not_fit_is_named():
    wrong = mutate.Mutant("x", "hldsim/streams.py", "no such text", "y", ("tests/nowhere.py",))
    assert len(mutate.faults(wrong)) == 2
