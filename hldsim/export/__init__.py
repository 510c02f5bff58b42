"""File formats of other programs, in and out: one format a file.

GENIUS and NegMAS keep a negotiation as XML, a domain and one profile for each party; programs of
position exchange and compromise keep it as a table of positions, salience and capability. Both
become scenarios here, and a scenario becomes a domain with profiles.
"""
