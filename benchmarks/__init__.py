"""How fast, how light, how soon: measured, never asserted. ``make bench`` runs all of it; docs/performance.md keeps what came out.

Each measures beside a rival in the same run, or in seconds and bytes on the machine that it names.
"""
