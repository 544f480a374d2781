"""The agenda of a meeting: its items, the papers, and who has had the word."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from medverka.councils import rules
from medverka.councils.models.councils import Seat, SeatHolding
from medverka.councils.models.meetings import Meeting
from medverka.pool.models import Contributor


class AgendaItem(models.Model):
    """One item. What the previous meeting left open comes first, and the standing item is always there."""

    Kind = rules.ItemKind
    State = rules.ItemState

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=rules.ItemKind, default=rules.ItemKind.POINT)
    state = models.CharField(max_length=8, choices=rules.ItemState, default=rules.ItemState.ON)
    order = models.PositiveSmallIntegerField(default=100)
    title = models.CharField(_("rubrik"), max_length=200)
    text = models.TextField(_("vad det gäller"), max_length=4000, blank=True)
    minutes = models.PositiveSmallIntegerField(_("så många minuter"), null=True, blank=True)
    round = models.BooleanField(_("ordet går laget runt"), default=False)
    proposed_by = models.ForeignKey(SeatHolding, models.SET_NULL, null=True, blank=True, related_name="+")
    recorded_how = models.CharField(max_length=6, choices=Contributor.Channel, blank=True)
    because = models.TextField(_("varför inte"), max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["meeting", "order"])]

    def __str__(self) -> str:
        return self.title


class Turn(models.Model):
    """That somebody has had the word in a round: the holder of a seat, or in a forum just one more of the room."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="+")
    seat = models.ForeignKey(Seat, models.CASCADE, null=True, blank=True, related_name="+")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="one_turn_at_a_time"),
            models.UniqueConstraint(fields=["item", "seat"], name="one_turn_each"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.number}"


class Paper(models.Model):
    """A file for a meeting, sealed where it is stored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+")
    item = models.ForeignKey(AgendaItem, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(_("filens namn"), max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="Bytes")
    file = models.FileField(upload_to="papers/")
    recorded_by = models.CharField(max_length=60)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
