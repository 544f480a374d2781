"""Fair draws of panels and reference groups, from the pool or from a file: set up, published, drawn, checked by anybody.

What is fair, and why, is computed by ``medverka.fairness``. Here stands who may draw, what is published when, and what
those who were in the draw are told. Only whoever writes letters opens the identity door.

``docs/architecture.md`` tells which file does what.
"""
