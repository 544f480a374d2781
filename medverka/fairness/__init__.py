"""Fairness as mathematics: how a panel is drawn, and whom a request is offered to.

A library of its own on numpy and HiGHS; it knows nothing of Django or of Medverka. ``fairness.draw`` finds
the fairest lottery over panels, proves it, and draws so that anybody can check it. ``fairness.proposal`` shares
requests out among people. ``fairness.highs`` solves linear and integer programs for both. What is computed, why it is
right and where it ends stands in docs/fairness.md.
"""
