import json
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from medverka.access.authorise import may
from medverka.foundation import clock
from medverka.foundation.waiting import Waiting
from medverka.registers.models import Import
from medverka.registers.vocabulary import NEW


def visible_to(user: Any) -> QuerySet[Import]:
    """A register's own uploader sees it, and nobody else: its preview shows who people are."""
    if not may(user, "registers.import"):
        return Import.objects.none()
    light = Import.objects.defer("preview", "rejected", "decisions", "trouble")
    return light.filter(created_by=user).order_by("-created_at")


def preview_of(row: Import) -> dict[str, Any]:
    """What `shown.preview` kept."""
    kept: dict[str, Any] = json.loads(row.preview or "{}")
    return kept


def counts(shown: dict[str, Any]) -> dict[str, int]:
    """What the preview's overview says of its parts in numbers."""
    columns = [column for sheet in shown["sheets"] if sheet["kind"] for column in sheet["columns"]]
    figures = shown["figures"]
    return {
        "sheets": sum(bool(sheet["kind"]) for sheet in shown["sheets"]),
        "doubtful": sum(column["doubtful"] for column in columns),
        "unread": sum(not column["field"] for column in columns),
        "merged": sum(merge["chosen"] for merge in shown["merges"]),
        "new": sum(word["choice"] == NEW for word in shown["words"]),
        "coming": figures["persons"] + figures["requests"] + figures["contributions"],
    }


def waiting_for(user: Any) -> list[Waiting]:
    """Registers that have been read and wait for their uploader to say yes."""
    if not may(user, "registers.import"):
        return []
    return [
        Waiting(
            group=_("Register"),
            title=_("Ett register väntar på att läsas in"),
            text=_("Det är läst och kan granskas. Det tas bort av sig självt efter en vecka."),
            since=clock.day_of(row.created_at),
            url=reverse("registers:one", args=[row.pk]),
            step=_("Granska"),
            key=f"register:{row.pk}",
        )
        for row in visible_to(user).filter(state=Import.State.PREVIEW)
    ]
