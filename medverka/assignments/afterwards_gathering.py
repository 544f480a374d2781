"""What a contributor said afterwards about their assignments, for the copy that they download on My page."""

from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from medverka.assignments.afterwards_queries import in_words
from medverka.assignments.models import Evaluation
from medverka.foundation import clock
from medverka.pool.models import Contributor
from medverka.pool.signals import gathering_everything


@receiver(gathering_everything)
def evaluations(sender: object, contributor: Contributor, **_given: object) -> tuple[str, Any]:
    """Each answer to the four questions, with own words."""
    rows = Evaluation.objects.filter(invitation__contributor=contributor).select_related("request").order_by("pk")
    return _("Hur det var efteråt"), [
        {
            _("uppdrag"): row.request.title,
            _("när"): clock.day_of(row.written_at),
            **dict(in_words(row)),
            _("med egna ord"): row.words,
        }
        for row in rows
    ]
