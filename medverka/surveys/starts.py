"""What a new questionnaire can begin as: nothing, one of the question bank's, or a copy of another."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from medverka.questionnaires import files
from medverka.questionnaires.document import Questionnaire as Document
from medverka.questionnaires.document import Section
from medverka.surveys import bank
from medverka.surveys.queries.questionnaires import visible_to

EMPTY = "tomt"


@dataclass(frozen=True)
class Start:
    """One of them: how the form names it, and in which group it stands."""

    value: str
    label: str
    group: str = ""


def offered(user: Any) -> list[Start]:
    """All that somebody may begin from."""
    copies, ready = _("En kopia av ett annat formulär"), _("Ett färdigt ur frågebanken")
    rows = visible_to(user).filter(archived_on=None)
    return [
        Start(EMPTY, _("Ett tomt formulär")),
        *(Start(f"bank:{one.key}", _("Till %(whom)s") % {"whom": one.whom}, ready) for one in bank.ready()),
        *(Start(f"kopia:{row.slug}", row.name, copies) for row in rows),
    ]


def initial(offered_now: list[Start], wanted: str) -> dict[str, str]:
    """What the form shows first; a copy has a name to begin with."""
    name = next((one.label for one in offered_now if one.value == wanted), "")
    is_copy = wanted.startswith("kopia:") and name
    return {
        "start": wanted if name else EMPTY,
        "name": (_("Kopia av %(name)s") % {"name": name})[:120] if is_copy else "",
    }


def choices(offered_now: list[Start]) -> list[tuple[str, Any]]:
    """The same for a form's field."""
    found: list[tuple[str, Any]] = []
    for start in offered_now:
        if not start.group:
            found.append((start.value, start.label))
        elif found and found[-1][0] == start.group:
            found[-1][1].append((start.value, start.label))
        else:
            found.append((start.group, [(start.value, start.label)]))
    return found


def begun(start: str, name: str, *, by: Any) -> Document:
    """The document that a new questionnaire of this name begins as."""
    how, _sep, which = start.partition(":")
    if how == "kopia":
        row = visible_to(by).get(slug=which)
        document = files.load(row.versions.all()[0].content)
        return replace(document, title={**document.title, document.languages[0]: name})
    if how == "bank":
        return bank.questionnaire(which)
    return Document({"sv": name}, sections=(Section("fragor", {"sv": _("Frågor")}),))
