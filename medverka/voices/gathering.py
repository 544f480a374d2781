"""What voices hold about a contributor, for the copy that they download on My page."""

from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from medverka.foundation import clock
from medverka.pool.models import Contributor
from medverka.pool.signals import gathering_everything
from medverka.voices.models import ToldBack


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
