"""People who sign in, and who holds which role where, from when until when.

Signing in itself is django-allauth's; there is no sign-up. Staff are invited by a coordinator,
contributors by the pool.
"""
