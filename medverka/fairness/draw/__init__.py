"""The fair draw: quotas and people in, the fairest lottery over panels out, with proof.

=================  =====================================================================================
``problem``        people, quotas, size, and the types of people that are all alike
``tables``         the field's CSV files, read and written; ``contradictions`` in them seen at once
``target``         average panels: what bounds every lottery, and what proves it
``leximin``        the fairest chances, and likewise ``maximin``, ``nash`` and ``goldilocks``
``solve``          the one door: the fairest lottery for a problem
``mixture``        chances written as a mix of panels that really exist (``exchange``, ``weights``)
``columns``        panels looked for one by one, where the chances cannot be written so
``result``         the lottery that was found
``certificate``    why no lottery can be fairer, or how much fairer one could be
``proof``          certificates checked in exact fractions, without a solver
``relaxations``    the smallest changes that make impossible quotas possible
``lottery``        numbered panels of people, equally likely (``rounding``) or weighted (``shares``)
``seating``        people for the seats of types, evenly
``randomness``     public numbers into a stream of choices
``publication``    what is published before the draw, and its fingerprint
``verify``         a program of its own that checks a draw with the standard library alone
``reserves``       who stands in for whom
=================  =====================================================================================
"""
