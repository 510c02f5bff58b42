"""hldsim: a simulator of many-party negotiations.

The public face; everything else may change between versions::

    import hldsim
    scenario = hldsim.load_scenario("hld_2006")
    record = hldsim.run(scenario, seed=7)
    record.parties()                                # a pandas DataFrame
    many = hldsim.ensemble(scenario, runs=200, seed=1)
    many.agreements()
    results = hldsim.sweep("design.toml", "results", workers=2)

Nothing heavy is imported before a name is used (PEP 562), so that ``import hldsim`` is quick
and ``hldsim --help`` answers at once.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hldsim.errors import HldsimError as HldsimError
    from hldsim.experiments.ensemble import ensemble as ensemble
    from hldsim.experiments.sweep.doing import sweep as sweep
    from hldsim.experiments.sweep.results import Results as Results
    from hldsim.record.run import record as run
    from hldsim.scenario.load import list_scenarios as list_scenarios
    from hldsim.scenario.load import load_scenario as load_scenario

__version__ = "0.1.0"

__all__ = [
    "HldsimError",
    "Results",
    "__version__",
    "ensemble",
    "list_scenarios",
    "load_scenario",
    "run",
    "sweep",
]

_PLACES = {
    "HldsimError": ("hldsim.errors", "HldsimError"),
    "Results": ("hldsim.experiments.sweep.results", "Results"),
    "ensemble": ("hldsim.experiments.ensemble", "ensemble"),
    "list_scenarios": ("hldsim.scenario.load", "list_scenarios"),
    "load_scenario": ("hldsim.scenario.load", "load_scenario"),
    "run": ("hldsim.record.run", "record"),
    "sweep": ("hldsim.experiments.sweep.doing", "sweep"),
}
"""Public name -> module and the name it has there."""


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, inner = _PLACES[name]
    found = getattr(importlib.import_module(module), inner)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the public names, those not yet imported among them."""
    return sorted({*globals(), *__all__})
