"""Mappings: how municipalities, the region and their units themselves say that they work with user influence, level by level.

Organisations answer openly, by name, with a questionnaire of ``medverka.surveys``; what they want to develop gets an owner and a date.
"""
