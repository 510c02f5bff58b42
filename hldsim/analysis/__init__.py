"""Pure functions on arrays: power, bargaining, voting, coalitions, exchange, spread, association.

Nothing here knows what a negotiation is. A function takes numbers, returns numbers, and says in
its docstring the formula, the range, what it raises and the source.
"""
