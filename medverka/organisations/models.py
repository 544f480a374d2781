from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from medverka.foundation import clock


class County(models.Model):
    """The county that this installation serves: the one row of what differs locally."""

    name = models.CharField(_("länets namn"), max_length=80, default="")
    pool_name = models.CharField(_("vad Intressebanken heter hos er"), max_length=80, default="Intressebanken")
    phone = models.CharField(_("telefon till samordnaren"), max_length=30, blank=True)
    email = models.EmailField(_("e-post till samordnaren"), blank=True)
    postal_address = models.CharField(_("postadress"), max_length=200, blank=True)
    controller = models.CharField(_("personuppgiftsansvarig"), max_length=120, blank=True)
    small_group = models.PositiveSmallIntegerField(_("minsta grupp som visas i siffror"), default=5)
    retention_days = models.PositiveSmallIntegerField(_("dagar från avslut till gallring"), default=30)
    answer_days = models.PositiveSmallIntegerField(_("dagar till utlovat svar, om inget annat sägs"), default=30)
    urgent_answer_days = models.PositiveSmallIntegerField(_("dagar till utlovat svar på det som brådskar"), default=7)
    invitation_days = models.PositiveSmallIntegerField(_("dagar att svara på en inbjudan"), default=10)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="one_county"),
            models.CheckConstraint(condition=Q(small_group__gte=3), name="small_group_at_least_three"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def phone_whole(self) -> str:
        """The number as it is printed and mailed: it never breaks over two lines."""
        return self.phone.replace(" ", "\u00a0")


class SubArea(models.Model):
    """A group of municipalities with a dialogue, and perhaps a coordinator, of its own."""

    name = models.CharField(_("namn"), max_length=80, unique=True, db_collation="sv")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Organisations, by kind."""

    def municipalities(self) -> "OrganisationQuerySet":
        return self.filter(kind=Organisation.Kind.MUNICIPALITY)

    def units(self) -> "OrganisationQuerySet":
        """Whoever can make a request: units, and the authorities and bodies themselves."""
        return self.exclude(kind=Organisation.Kind.ASSOCIATION)

    def associations(self) -> "OrganisationQuerySet":
        return self.filter(kind=Organisation.Kind.ASSOCIATION)

    def current(self) -> "OrganisationQuerySet":
        return self.filter(closed_on=None)


class Organisation(models.Model):
    """A region, municipality, unit, association or other body."""

    class Kind(models.TextChoices):
        REGION = "region", _("region")
        MUNICIPALITY = "municipality", _("kommun")
        UNIT = "unit", _("verksamhet")
        ASSOCIATION = "association", _("förening")
        BODY = "body", _("annan organisation")

    name = models.CharField(_("namn"), max_length=120, db_collation="sv")
    kind = models.CharField(_("slag"), max_length=12, choices=Kind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("hör till")
    )
    path = models.CharField(max_length=200, editable=False, help_text="/ids/from/top/to/this/")
    sub_area = models.ForeignKey(
        SubArea, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("delregion")
    )
    description = models.TextField(_("om organisationen"), blank=True, max_length=2000)
    website = models.URLField(_("webbplats"), blank=True)
    closed_on = models.DateField(_("upphörde"), null=True, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["name", "parent"], name="one_name_under_a_parent", nulls_distinct=False),
            models.CheckConstraint(
                condition=~Q(kind="unit") | Q(parent__isnull=False), name="a_unit_belongs_somewhere"
            ),
        ]
        indexes = [models.Index(fields=["path"]), models.Index(fields=["kind", "name"])]

    def __str__(self) -> str:
        return self.name


class ContactPerson(models.Model):
    """Somebody at an organisation, and between which dates they had that part."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    name = models.CharField(_("namn"), max_length=120, db_collation="sv")
    role = models.CharField(_("uppgift"), max_length=120, blank=True)
    email = models.EmailField(_("e-post"), blank=True)
    phone = models.CharField(_("telefon"), max_length=30, blank=True)
    starts_on = models.DateField(_("från och med"), default=clock.today)
    ends_on = models.DateField(_("till och med"), null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="contact_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return self.name
