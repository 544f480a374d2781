"""What voices hold about a contributor: for the copy that they download, and for the coordinator's page of them."""

from collections import Counter
from datetime import date
from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from medverka.foundation import clock
from medverka.pool.models import Contributor
from medverka.pool.signals import gathering_deeds, gathering_everything
from medverka.pool.taking_part import Deed, in_one_line
from medverka.voices.models import ToldBack
from medverka.voices.origins import Origin, describe
from medverka.voices.queries import count_in_words, visible_to


@receiver(gathering_everything)
def told_back(sender: object, contributor: Contributor, **_given: object) -> tuple[str, Any]:
    """What they have been told, or are to be told. The voices themselves are nobody's personal data."""
    rows = ToldBack.objects.filter(contributor=contributor).select_related("voice__unit").order_by("pk")
    return _("Det du har fått veta"), [
        {
            _("vad"): str(row.get_what_display()),
            _("om"): row.voice.text,
            _("från"): str(row.voice.unit),
            _("när"): clock.day_of(row.told_at) if row.told_at else _("inte än"),
            _("hur"): str(row.get_channel_display()),
        }
        for row in rows
    ]


@receiver(gathering_deeds)
def was_told(sender: object, contributor: Contributor, by: Any, **_given: object) -> list[Deed]:
    """What they have been told: one line for each day, occasion and kind of news, without the words of it."""
    rows = ToldBack.objects.filter(contributor=contributor, told_at__isnull=False)
    told = Counter(
        (clock.day_of(row.told_at), row.get_what_display(), row.get_channel_display(), _origin(row))
        for row in rows.filter(voice__in=visible_to(by).values("pk")).select_related("voice")
        if row.told_at
    )
    origins = describe(origin for *_rest, origin in told)
    return [_told(day, what, in_one_line([count_in_words(count), channel]), origins.get(origin))
            for (day, what, channel, origin), count in told.items()]  # fmt: skip


def _origin(row: ToldBack) -> tuple[str, int]:
    return row.voice.origin_kind, row.voice.origin_id


def _told(day: date, what: str, more: str, origin: Origin | None) -> Deed:
    about, address = (origin.title, origin.url) if origin else (_("Ett uppdrag"), "")
    return Deed(day, _("Fick veta %(what)s") % {"what": what}, about, more, address)
