"""The addresses that are printed and mailed, where people answer without signing in."""

from medverka.foundation import links
from medverka.surveys.models import Group

CODE_PATH = "/enkat/kod/"
RESERVED = frozenset({"kod", "svara", "ny", "formular", "alla", "resultat"})  # No round may be called so.


def of_group(group: Group) -> str:
    """The whole address of a group's open link."""
    return links.absolute(f"/enkat/{group.round.slug}/{group.key}/")


def of_token(token: str) -> str:
    """The whole address of a one-time link."""
    return links.absolute(f"/enkat/svara/{token}/")


def of_codes() -> str:
    """Where a code from paper is typed."""
    return links.absolute(CODE_PATH)
