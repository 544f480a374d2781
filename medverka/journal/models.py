from django.db import models


class Entry(models.Model):
    """One thing that happened. `hash` covers everything here and the hash before it."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=60, help_text="user:7, system, operator, invitation:12")
    verb = models.CharField(max_length=60, help_text="request.opened")
    subject = models.CharField(max_length=60, help_text="contributor:12")
    facts = models.JSONField(default=dict, help_text="Bare facts: ids, counts, dates, choices. No personal data.")
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["subject", "verb"]), models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"{self.number} {self.verb} {self.subject}"


class Head(models.Model):
    """The end of the chain; its one row is locked while an entry is added."""

    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return str(self.number)
