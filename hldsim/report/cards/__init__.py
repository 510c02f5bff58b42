"""Role cards: one page a party, to hand out."""
