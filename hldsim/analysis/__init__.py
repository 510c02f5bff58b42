"""Pure functions on arrays: association, intervals and other measures of a finished table.

Nothing here knows what a negotiation is. A function takes numbers, returns numbers, and says in
its docstring the formula, the range, what it raises and the source.
"""
