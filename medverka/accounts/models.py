from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from medverka.access.authorise import Grant
from medverka.access.roles import ROLES, Role
from medverka.accounts.rules import holds_on
from medverka.foundation import clock
from medverka.foundation.sealed import SealedEmailField
from medverka.organisations.models import Organisation, SubArea


def place_in_words(organisation: Organisation | None, sub_area: SubArea | None) -> str:
    """An organisation's or a sub-area's name, or the whole county."""
    return str(organisation or sub_area or _("hela länet"))


class UserManager(BaseUserManager["User"]):
    """Makes users; addresses are kept in lower case, and count as proven: nobody signs up, people are invited."""

    def create_user(self, email: str, name: str, password: str | None = None, **values: Any) -> "User":
        user = self.model(email=email.strip().lower(), name=name, **values)
        if password:
            user.set_password(password)
        else:
            user.set_unusable_password()
        user.save()
        self.prove_address(user)
        return user

    def prove_address(self, user: "User") -> None:
        """Let the user's address be the only one to sign in with, also in django-allauth's eyes."""
        from allauth.account.models import EmailAddress

        EmailAddress.objects.filter(user=user).delete()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """Somebody who can sign in. A contributor's real name does not stand here, but their pseudonym."""

    email = SealedEmailField(_("e-post"), unique=True, max_length=500)
    name = models.CharField(_("namn"), max_length=120, db_collation="sv")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)
    session_round = models.PositiveIntegerField(default=0, help_text="A new number ends all sessions opened before.")

    objects = UserManager()

    EMAIL_FIELD = USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    # Whether this session was opened with a second factor. Set per request by `accounts.middleware`.
    verified_twice = False

    def __str__(self) -> str:
        return self.name

    @property
    def actor_id(self) -> str:
        return f"user:{self.pk}"

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What every session must carry; a new password or a new round makes the old ones worthless."""
        kept = f"{self.password}:{self.session_round}"
        return salted_hmac("medverka.session", kept, secret=secret, algorithm="sha256").hexdigest()

    @cached_property
    def grants(self) -> list[Grant]:
        """The roles held today, each with the scope it holds in."""
        held = RoleHolding.objects.held_on(clock.today()).filter(user=self)
        rows = held.values_list("role", "organisation__path", "sub_area") if self.is_active else []
        return [Grant(role, path or "", sub_area) for role, path, sub_area in rows]


class RoleHoldingQuerySet(models.QuerySet["RoleHolding"]):
    """Role holdings, by the day."""

    def held_on(self, day: Any) -> "RoleHoldingQuerySet":
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


class RoleHolding(models.Model):
    """A role that a person holds in the county, a sub-area or an organisation, between two dates."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    role = models.CharField(_("roll"), max_length=20, choices=[(role.code, role.label) for role in ROLES.values()])
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    sub_area = models.ForeignKey(
        SubArea, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("delregion")
    )
    starts_on = models.DateField(_("från och med"), default=clock.today)
    ends_on = models.DateField(_("till och med"), null=True, blank=True)

    objects = RoleHoldingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(organisation=None) | Q(sub_area=None), name="a_role_has_one_scope"),
            models.CheckConstraint(
                condition=~Q(role__in=["commissioner", "representative"]) | Q(organisation__isnull=False),
                name="unit_roles_name_their_unit",
            ),
        ]
        indexes = [models.Index(fields=["user", "starts_on"])]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"

    @property
    def kind(self) -> Role:
        """What the matrix says about the role."""
        return ROLES[self.role]

    @property
    def place(self) -> str:
        """Where it holds, in words."""
        return place_in_words(self.organisation, self.sub_area)

    def holds(self, day: date) -> bool:
        """Whether it holds on a day."""
        return holds_on(self.starts_on, self.ends_on, day)

    @property
    def is_current(self) -> bool:
        """Whether it holds today."""
        return self.holds(clock.today())


class StaffInvitation(models.Model):
    """An invitation by mail to sign in and hold a role."""

    email = models.EmailField(_("e-post"))
    name = models.CharField(_("namn"), max_length=120)
    role = models.CharField(max_length=20)
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    sub_area = models.ForeignKey(SubArea, models.CASCADE, null=True, blank=True, related_name="+")
    ends_on = models.DateField(null=True, blank=True)
    invited_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    invited_at = models.DateTimeField(default=clock.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.email

    @property
    def kind(self) -> Role:
        """What the matrix says about the role."""
        return ROLES[self.role]

    @property
    def place(self) -> str:
        """Where it is to hold, in words."""
        return place_in_words(self.organisation, self.sub_area)
