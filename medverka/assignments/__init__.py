"""From a request for people with experience to the assignment that came of it.

A commissioner asks; the coordinator opens it and invites, least asked first; those who accept
agree to terms, take part, and both sides say how it was. What was said lives in `voices`, who
took part in `contributions`; both name the request as their origin.
"""
