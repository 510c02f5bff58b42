"""Care: what is written down so that nothing is lost and a fault can be told; no widgets here."""
