"""The contributor pool (Intressebanken): people with experience as user, patient or relative.

Two rooms and a logged door. `Contributor` is pseudonymous and all that lists, matching and
figures read; `Identity` (name, ways to be reached, own words) is sealed, and only `door.py`
opens it, for a stated purpose, with a trace that the contributor can read.
"""
