"""Surveys: a questionnaire that is built, put to groups of people, answered without anybody being tied to an answer, and told.

What a questionnaire is stands in ``medverka.questionnaires``, what may be told of few in ``medverka.disclosure``; here is who
asks whom, when, and what is published of it. ``docs/surveys.md`` tells how answers are kept apart from people.
"""
