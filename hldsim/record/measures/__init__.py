"""Measures of a finished run: each a name, a unit, a meaning and a function.

A measure looks at a ``RunView`` (inputs, first and last state, scenario) and gives a number, or
None where the run has nothing to measure. Counts of states are counts of members. A name may take
arguments in brackets: ``stated_share[un_embedded]``, ``adopted[venue=hosted|un]``.
"""

from hldsim.record.measures.base import MEASURES, Measure, MeasureError, RunView, measure, parse

__all__ = ["MEASURES", "Measure", "MeasureError", "RunView", "measure", "parse"]
