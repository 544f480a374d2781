"""What a contributor took part in: one person, one occasion.

Assignments, meetings and surveys all record contributions here; where one came from stands as
an origin, a pair of kind and id (`request`, 12), since foreign keys point down.
"""
