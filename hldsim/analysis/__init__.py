"""Pure functions on arrays: association, intervals, voting power and other measures.

Nothing here knows what a negotiation is. A function takes numbers, returns numbers, and says in
its docstring the formula, the range, what it raises and the source.
"""
