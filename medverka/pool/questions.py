"""The questions of the pool. Each small form is one question group: a step when joining, a part of a page later."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from medverka.foundation.fields import RowsField
from medverka.organisations.models import Organisation
from medverka.pool import rules
from medverka.pool.models import Term

PERSPECTIVES = (
    ("user", _("Brukare: jag har eller har haft stöd från socialtjänsten")),
    ("patient", _("Patient: jag har eller har haft vård")),
    ("relative", _("Närstående: någon som står mig nära har eller har haft vård eller stöd")),
)
AGE_BANDS = [(code, capfirst(words)) for code, words in rules.AGE_BANDS.items()]  # type: ignore[type-var]
TOO_LONG = _("Texten är för lång. Korta den till högst 2 000 tecken.")
MISSING = {
    "email": _("Du valde e-post, men din e-postadress saknas. Skriv den ovan, eller välj ett annat sätt."),
    "phone": _("Du valde telefon, men ditt nummer saknas. Skriv det ovan, eller välj ett annat sätt."),
    "letter": _("Du valde brev, men hela din postadress saknas. Skriv gata och ort ovan, eller välj ett annat sätt."),
}
CHANNELS = (("email", _("E-post")), ("phone", _("Telefon")), ("letter", _("Brev")))


class TermsField(RowsField):
    """Words of one of the county's lists, as check boxes. Retired words stay while they are chosen."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, kind: str, **options: Any) -> None:
        self.kind = kind
        super().__init__(Term.objects.none(), required=False, **options)

    def offer(self, chosen: Any = ()) -> None:
        """Fill the list, as it is today."""
        self.queryset = Term.objects.filter(Q(retired=False) | Q(pk__in=chosen), kind=self.kind)


class Group(forms.Form):
    """A question group. Fills its lists when it is made; most fields are free to leave out, so none says so."""

    mark_optional = False
    lead: Promise | str = ""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            if isinstance(field, TermsField):
                field.offer([term.pk for term in self.initial.get(name, ())])

    def terms(self) -> list[Term]:
        """The chosen words of all lists in this group."""
        lists = (name for name, field in self.fields.items() if isinstance(field, TermsField))
        return [term for name in lists for term in self.cleaned_data[name]]


class PerspectivesForm(Group):
    """From which side somebody knows what it is like."""

    perspectives = forms.MultipleChoiceField(
        label=_("Vilken erfarenhet har du?"),
        help_text=_("Välj det som stämmer, gärna flera. Du behöver inte berätta vad det har handlat om."),
        choices=PERSPECTIVES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Välj minst en, så att vi vet vad vi kan fråga dig om.")},
    )


class IdentityForm(Group):
    """Who somebody is and how they are reached."""

    first_name = forms.CharField(label=_("Förnamn"), max_length=80, required=False)
    last_name = forms.CharField(label=_("Efternamn"), max_length=80, required=False)
    email = forms.CharField(
        label=_("E-post"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Telefon"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "size": 20, "autocomplete": "tel"}),
    )
    street = forms.CharField(label=_("Gata, eller box"), max_length=120, required=False)
    postcode = forms.CharField(
        label=_("Postnummer"), max_length=12, required=False, widget=forms.TextInput({"size": 8})
    )
    city = forms.CharField(label=_("Ort"), max_length=60, required=False)

    def clean_email(self) -> str:
        email = rules.plain_email(self.cleaned_data["email"])
        if email:
            try:
                validate_email(email)
            except ValidationError:
                raise ValidationError(
                    _("Adressen ser inte ut som en e-postadress. Skriv den som namn@exempel.se.")
                ) from None
        return email

    def clean(self) -> dict[str, Any]:
        values = {name: self.cleaned_data.get(name, "") for name in ("email", "phone", "street", "city")}
        if not rules.ways_to_be_reached(**values) and "email" not in self.errors:
            raise ValidationError(_("Skriv minst ett sätt att nå dig: e-post, telefon eller hela postadressen."))
        return self.cleaned_data


class ReachForm(IdentityForm):
    """The same when joining: also which way is best, and whether the person is protected."""

    lead = _("Skriv minst ett sätt. Du behöver inte skriva vad du heter.")

    channel = forms.ChoiceField(
        label=_("Hur vill du helst bli nådd?"), choices=CHANNELS, widget=forms.RadioSelect, required=False
    )
    protected = forms.BooleanField(
        label=_("Jag har skyddade personuppgifter"),
        help_text=_("Då får du ett annat namn hos oss, och bara den samordnare som du talar med vet vem du är."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        reachable = {name: values.get(name, "") for name in ("email", "phone", "street", "city")}
        if "channel" in values and not values["channel"]:
            values["channel"] = next(iter(rules.ways_to_be_reached(**reachable)), "")
        elif values.get("channel") and values["channel"] not in rules.ways_to_be_reached(**reachable):
            self.add_error("channel", MISSING[values["channel"]])
        return values


class ExperienceForm(Group):
    """Broad areas of experience."""

    areas = TermsField(
        Term.Kind.AREA,
        label=_("Vad har du erfarenhet av?"),
        help_text=_("Välj så många eller få du vill. Vi frågar aldrig efter någon diagnos."),
    )


class WaysForm(Group):
    """What somebody wants to do, and in which forms."""

    ways = TermsField(Term.Kind.WAY, label=_("Vad kan du tänka dig att göra?"))
    forms_ = TermsField(Term.Kind.FORM, label=_("Hur vill du delta?"))


class AgeForm(Group):
    """Roughly how old somebody is."""

    age_band = forms.ChoiceField(
        label=_("Hur gammal är du?"),
        help_text=_("Frivilligt. Då ser vi om någon åldersgrupp aldrig blir tillfrågad."),
        choices=[*AGE_BANDS, ("", _("Vill inte säga"))],
        widget=forms.RadioSelect,
        required=False,
    )


class PlaceForm(AgeForm):
    """Municipality, age and languages."""

    municipality = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Vilken kommun bor du i?"),
        required=False,
        empty_label=_("Vill inte säga"),
    )
    languages = TermsField(Term.Kind.LANGUAGE, label=_("Vilka språk kan du delta på?"))
    field_order = ("municipality", "age_band", "languages")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_municipalities(self)


class AccessForm(Group):
    """What it takes for somebody to take part."""

    access = TermsField(
        Term.Kind.ACCESS,
        label=_("Vad behöver du för att kunna vara med?"),
        help_text=_("Vi ser till att det finns när du kommer."),
    )


class LimitsForm(Group):
    """How much, and when."""

    most_per_half_year = forms.IntegerField(
        label=_("Hur många uppdrag vill du ha som mest på ett halvår?"),
        help_text=_("Lämna tomt om det inte spelar någon roll."),
        required=False,
        min_value=1,
        max_value=100,
        widget=forms.TextInput(attrs={"size": 4, "inputmode": "numeric"}),
        error_messages={"invalid": _("Skriv ett tal, till exempel 2.")},
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Vilka dagar passar?"),
        help_text=_("Välj inga om alla dagar passar."),
        coerce=int,
        choices=[(str(number), day) for number, day in enumerate(rules.WEEKDAYS)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class OwnWordsForm(Group):
    """What somebody wants to add."""

    own_words = forms.CharField(
        label=_("Vill du berätta något mer?"),
        help_text=_("Det du skriver är krypterat. Bara du och samordnaren kan läsa det."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"max_length": TOO_LONG},
    )


class ChannelForm(Group):
    """The way somebody would rather be reached."""

    channel = forms.ChoiceField(label=_("Hur vill du helst bli nådd?"), choices=CHANNELS, widget=forms.RadioSelect)


def offer_municipalities(form: forms.Form) -> None:
    """Fill a form's list of municipalities."""
    form.fields["municipality"].queryset = Organisation.objects.municipalities().current()  # type: ignore[attr-defined]
