"""Roles, permissions, and the one function that says no.

`roles.py` is the whole matrix, to be read by people who read no Python (`docs/permissions.md`
is made from it). Where a permission holds is a matter of scope: the county, a sub-area, or an
organisation with everything under it.
"""
