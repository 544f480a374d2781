"""Medverka: one record of a county's service-user involvement, from the need to what it led to."""

__version__ = "0.1.0"
