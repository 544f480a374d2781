"""Wires everything: environment, settings, addresses and the command line.

Nothing is decided here that a county could want otherwise: what differs locally is either
an environment variable (see ``environment.py``) or the county's own row in ``organisations``.
"""
