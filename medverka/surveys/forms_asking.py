"""The forms by which people are given tickets: of the pool, staff, those of a list, codes for a hall."""

from typing import Any, Protocol, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from medverka.access.roles import ROLES
from medverka.foundation.fields import RowsField
from medverka.organisations.models import Organisation
from medverka.pool import circles
from medverka.pool import rules as pool_rules
from medverka.surveys import pasted
from medverka.surveys.models import Asking, Round
from medverka.surveys.queries import people
from medverka.surveys.rules import MOST_ASKED

LONGEST_LIST = 2_000_000
MOST_TOLD = 30
MOST_CODES = 2000
ROLES_ASKED = ("commissioner", "facilitator", "representative", "steering_member", "coordinator")
WHY: dict[str, Promise | str] = {
    "no_address": _("adressen saknas"),
    "bad_address": _("adressen är inte rätt skriven"),
    "two_addresses": _("det står två adresser, skriv en person på varje rad"),
    "long_name": _("namnet är för långt"),
}


class AskingForm(Protocol):
    """What every way of asking offers beside what a form does."""

    def __init__(self, data: Any, *, user: Any, one: Round) -> None: ...

    def is_valid(self) -> bool:
        """As of any form."""

    def asked(self) -> dict[str, Any]:
        """What `asking.ask` takes."""

    def doubles(self) -> str:
        """What was left out for standing twice, in words."""


class _Form(forms.Form):
    """What the forms share: who asks, and in which round."""

    def __init__(self, *args: Any, user: Any, one: Round, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user, self.one = user, one

    def doubles(self) -> str:
        """What was left out for standing twice, in words."""
        return ""


class PoolForm(_Form):
    """People of the pool, under their pseudonyms. Nobody is chosen unless somebody chooses: all, or some."""

    whom = forms.ChoiceField(
        label=_("Vilka i Intressebanken?"),
        help_text=_("Den som har pausat eller lämnat frågas inte."),
        choices=[("some", _("Några av dem, som jag väljer här nedanför")), ("all", _("Alla aktiva"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj om alla ska frågas, eller några.")},
    )
    perspectives = forms.MultipleChoiceField(
        label=_("Perspektiv"),
        choices=list(pool_rules.PERSPECTIVES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Väljer du på flera sätt frågas de som stämmer in på alla sätten."),
    )
    municipalities = RowsField(
        Organisation.objects.filter(kind=Organisation.Kind.MUNICIPALITY, closed_on=None).order_by("name"),
        label=_("Kommun"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    seats_on = forms.MultipleChoiceField(
        label=_("Sitter i"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    mark_optional = False
    narrowing = ("perspectives", "municipalities", "seats_on")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known = circles.visible_to(self.user)
        reached = set(people.of_pool(self.user, self.one).values_list("pk", flat=True)) if known else set()
        field = cast(forms.MultipleChoiceField, self.fields["seats_on"])
        field.choices = [(one.key, f"{one.name} ({len(one.contributors & reached)})") for one in known]
        if not known:
            del self.fields["seats_on"]

    def clean(self) -> dict[str, Any]:
        """All or some is said once, and not twice in different ways."""
        values = super().clean() or self.cleaned_data
        chosen = any(values.get(name) for name in self.narrowing)
        if values.get("whom") == "some" and not chosen and not self.errors:
            raise ValidationError(_("Välj perspektiv, kommun eller råd, eller att alla ska frågas."))
        if values.get("whom") == "all" and chosen:
            self.add_error("whom", _("Du har valt alla, men också kryssat för några. Välj det ena."))
        return values

    def asked(self) -> dict[str, Any]:
        """What `asking.ask` takes."""
        chosen = {name: self.cleaned_data.get(name, ()) for name in self.narrowing}
        rows = people.of_pool(self.user, self.one, **chosen)
        return {"source": Asking.Source.POOL, "people": people.as_invitees(rows)}


class StaffForm(_Form):
    """People with an account and a role."""

    roles = forms.MultipleChoiceField(
        label=_("Roll"),
        choices=[(code, ROLES[code].label) for code in ROLES_ASKED],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Välj minst en roll.")},
    )
    at = forms.ModelChoiceField(
        Organisation.objects.filter(closed_on=None).order_by("name"),
        label=_("Verksamhet"),
        help_text=_("Med allt som hör under den."),
        empty_label=_("Hela länet"),
        required=False,
    )

    def asked(self) -> dict[str, Any]:
        """What `asking.ask` takes."""
        return {"source": Asking.Source.STAFF, "people": people.staff(self.user, **self.cleaned_data)}


class ListForm(_Form):
    """Names and addresses that somebody pastes."""

    people = forms.CharField(
        label=_("Namn och e-postadresser"),
        help_text=_(
            "En person på varje rad, till exempel: Anna Alm <anna@exempel.se>. Du kan klistra in ur ett kalkylblad."
        ),
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"max_length": _("Listan är för lång. Dela upp den.")},
    )

    def clean_people(self) -> str:
        """Every line that cannot be read is told, with its number."""
        text = str(self.cleaned_data["people"])
        self.read = pasted.read(text)
        wrong = self.read.wrong
        told = [_now("Rad %(line)s: %(why)s.") % {"line": one.line, "why": WHY[one.why]} for one in wrong[:MOST_TOLD]]
        if len(wrong) > MOST_TOLD:
            told.append(_now("Och %(n)s rader till.") % {"n": len(wrong) - MOST_TOLD})
        if told:
            raise ValidationError(told)
        if not self.read.people:
            raise ValidationError(_now("Det står ingen adress i listan."))
        if len(self.read.people) > MOST_ASKED:
            raise ValidationError(_now("Högst %(n)s på en gång. Dela upp listan.") % {"n": MOST_ASKED})
        return text

    def asked(self) -> dict[str, Any]:
        """What `asking.ask` takes."""
        return {"source": Asking.Source.LIST, "people": self.read.people}

    def doubles(self) -> str:
        """Lines with an address that stands earlier."""
        found = self.read.doubles
        if not found:
            return ""
        words = ngettext(
            "En rad stod två gånger: rad %(lines)s.", "%(n)s rader stod två gånger: rad %(lines)s.", len(found)
        )
        return words % {"n": len(found), "lines": ", ".join(str(line) for line, _first in found[:MOST_TOLD])}


class CodesForm(_Form):
    """Codes on paper, for whoever is there."""

    number = forms.IntegerField(
        label=_("Hur många koder?"),
        help_text=_("En kod för varje pappersformulär eller deltagare. Koderna hör inte till någon person."),
        min_value=1,
        validators=[MaxValueValidator(MOST_CODES, _("Högst 2 000 på en gång."))],
        widget=forms.TextInput(attrs={"size": 5, "inputmode": "numeric"}),
        error_messages={"invalid": _("Skriv ett helt tal, till exempel 40."), "min_value": _("Skriv minst 1.")},
    )

    def asked(self) -> dict[str, Any]:
        """What `asking.ask` takes."""
        return {"source": Asking.Source.CODES, "codes": self.cleaned_data["number"]}


FORMS: dict[str, type[AskingForm]] = {
    "banken": PoolForm,
    "medarbetare": StaffForm,
    "lista": ListForm,
    "koder": CodesForm,
}
TABS: dict[str, Promise | str] = {
    "banken": _("Intressebanken"),
    "medarbetare": _("Medarbetare"),
    "lista": _("En lista"),
    "koder": _("Koder på papper"),
}
