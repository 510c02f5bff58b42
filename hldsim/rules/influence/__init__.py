"""Influence rules: how stances move when delegations listen to each other."""
