"""The county and its organisations: region, municipalities, their units, associations, other bodies.

Also sub-areas, which group municipalities, and contact persons with the dates between which
they held their part. Everybody else refers to organisations; this app refers to nobody.
"""
