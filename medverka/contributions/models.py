from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from medverka.foundation import clock
from medverka.organisations.models import Organisation
from medverka.pool.models import Contributor, Term


class Contribution(models.Model):
    """One person on one occasion. What was cancelled, or nobody came to, is none."""

    class Capacity(models.TextChoices):
        INDIVIDUAL = "individual", _("som enskild")
        MANDATE = "mandate", _("med en förenings mandat")
        PEER = "peer", _("som anställd med egen erfarenhet")

    class Level(models.TextChoices):
        INDIVIDUAL = "individual", _("individnivå")
        OPERATIONAL = "operational", _("verksamhetsnivå")
        SYSTEM = "system", _("systemnivå")

    contributor = models.ForeignKey(Contributor, models.PROTECT, related_name="+")
    on = models.DateField(_("dag"))
    hours = models.DecimalField(_("timmar"), max_digits=5, decimal_places=2, null=True, blank=True)
    way = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("vad"))
    level = models.CharField(_("nivå"), max_length=11, choices=Level, blank=True)
    unit = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    capacity = models.CharField(max_length=10, choices=Capacity, default=Capacity.INDIVIDUAL)
    association = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    origin_kind = models.CharField(max_length=12, blank=True, help_text="request; empty: stands alone")
    origin_id = models.BigIntegerField(null=True, blank=True)
    recorded_by = models.CharField(max_length=60, help_text="Actor: user:7, system")
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(hours=None) | Q(hours__gt=0, hours__lte=24), name="hours_of_one_day"),
            models.CheckConstraint(
                condition=~Q(capacity="mandate") | Q(association__isnull=False), name="a_mandate_names_its_association"
            ),
        ]
        indexes = [
            models.Index(fields=["on"]),
            models.Index(fields=["contributor", "on"]),
            models.Index(fields=["origin_kind", "origin_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.contributor_id} {self.on}"
