"""What surveys hold about a contributor, for the copy that they download: that they were asked. What they answered lies apart."""

from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from medverka.pool.models import Contributor
from medverka.pool.signals import gathering_everything
from medverka.surveys.models import Ticket


@receiver(gathering_everything)
def asked(sender: object, contributor: Contributor, **_given: object) -> tuple[str, Any]:
    """The rounds in which they have a link of their own, and whether it has been used."""
    rows = Ticket.objects.filter(contributor=contributor).select_related("group__round")
    return _("Enkäter"), [
        {
            _("enkät"): ticket.group.round.title,
            _("öppen till och med"): ticket.group.round.closes_on,
            _("har svarat"): _("ja") if ticket.answered else _("nej"),
        }
        for ticket in rows.order_by("-group__round__opens_on", "number")
    ]
