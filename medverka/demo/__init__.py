"""Exempellän, the demo county: made by calling the real actions under a fixed clock.

Open only where `MEDVERKA_DEMO=1`: there anybody may step into any person of the cast.
"""
