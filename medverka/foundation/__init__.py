"""What every app stands on: page components, encryption, mail, PDF, clock.

No word of the domain occurs here. Whoever reads this package learns how the house is built,
never what it is for.
"""
