"""The forms by which a round and its groups are set up."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from medverka.foundation.fields import DateField
from medverka.surveys import telling
from medverka.surveys.models import Group, Questionnaire, Round, Version
from medverka.surveys.queries import rounds as queries

LARGEST = 10_000_000
A_DAY = _("Skriv dagen som 2026-03-05 eller 5 mars 2026.")
KEY_WRONG = _("Använd bara små bokstäver a–z, siffror och bindestreck.")


class RoundForm(forms.Form):
    """What is asked, when, and what it is compared with."""

    title = forms.CharField(
        label=_("Rubrik"),
        help_text=_(
            "Den ser de som svarar, och den står i mejl och brev till dem. Skriv inget i den om någons hälsa. Till exempel: Uppföljning hösten 2026."
        ),
        max_length=120,
    )
    questionnaire = forms.ModelChoiceField(
        Questionnaire.objects.none(), label=_("Frågeformulär"), empty_label=_("Välj ett formulär")
    )
    opens_on = DateField(label=_("Första dagen"), help_text=A_DAY)
    closes_on = DateField(label=_("Sista dagen"), help_text=_("Den dagen går det fortfarande att svara."))
    follows = forms.ModelChoiceField(
        Round.objects.none(),
        label=_("Jämförs med"),
        help_text=_("En tidigare omgång. Den nya börjar med dess grupper, så att åren kan läggas bredvid varandra."),
        empty_label=_("Ingen"),
        required=False,
    )
    slug = forms.CharField(
        label=_("Adress"),
        help_text=_(
            "Sist i adressen till enkäten. Lämna tomt, så blir den som rubriken. Låt den inte säga något om hälsa: den syns för andra."
        ),
        max_length=60,
        required=False,
    )
    results_are_public = forms.BooleanField(
        label=_("Alla får läsa resultatet"),
        help_text=_("Annars bara de som har rollen för det. Du kan ändra dig när som helst."),
        required=False,
    )

    def __init__(self, *args: Any, user: Any, one: Round | None = None, asks: str = "", **options: Any) -> None:
        if one is not None:
            options["initial"] = _kept(one)
        super().__init__(*args, **options)
        _choose(self, "questionnaire", queries.questionnaires())
        if asks:  # Whoever comes from the page of a questionnaire has chosen it already.
            self.initial["questionnaire"] = queries.questionnaires().filter(slug=asks).first()
        _choose(self, "follows", queries.to_compare_with(user, one))
        if one is not None:
            self.fields["follows"].help_text = _("En tidigare omgång med samma grupper.")

    def clean_slug(self) -> str:
        """As it was written, or made of the title."""
        title = telling.without(str(self.cleaned_data.get("title", "")))
        return _as_key(self.cleaned_data["slug"] or title or "enkat", 60)

    def clean(self) -> dict[str, Any]:
        """The period the right way round."""
        first, last = self.cleaned_data.get("opens_on"), self.cleaned_data.get("closes_on")
        if first and last and last < first:
            self.add_error("closes_on", _("Sista dagen är före den första. Byt plats på dem, eller ändra en av dem."))
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        """What the action takes: the newest version of the questionnaire."""
        found = dict(self.cleaned_data)
        found["version"] = queries.newest_version(found.pop("questionnaire"))
        return found


def _kept(one: Round) -> dict[str, Any]:
    names = ("title", "opens_on", "closes_on", "follows", "slug", "results_are_public")
    return {"questionnaire": one.version.questionnaire_id, **{name: getattr(one, name) for name in names}}


def _choose(form: forms.Form, name: str, rows: Any) -> None:
    form.fields[name].queryset = rows  # type: ignore[attr-defined]


def _as_key(text: str, most: int) -> str:
    """A key out of what somebody wrote: "Chefer i länet" becomes "chefer-i-lanet"."""
    key = slugify(text)[:most].strip("-_")
    if not key:
        raise ValidationError(KEY_WRONG)
    return key


class GroupNameForm(forms.Form):
    """What can change of a group while people answer."""

    name = forms.CharField(
        label=_("Namn"), help_text=_("Så heter gruppen i resultatet, till exempel: Chefer i länet."), max_length=80
    )
    asked = forms.IntegerField(
        label=_("Hur många får frågan?"),
        help_text=_(
            "Om ni vet det. Då kan andelen som har svarat visas. De som får en egen länk eller kod räknas ändå."
        ),
        min_value=1,
        required=False,
        validators=[MaxValueValidator(LARGEST)],
        widget=forms.TextInput(attrs={"size": 6, "inputmode": "numeric"}),
        error_messages={"invalid": _("Skriv ett helt tal, till exempel 38."), "min_value": _("Skriv minst 1.")},
    )


class GroupForm(GroupNameForm):
    """A group, before the round opens."""

    WAYS = (
        ("open", _("En gemensam länk: vem som helst som har den kan svara, flera gånger om de vill")),
        ("tickets", _("Bara egna länkar och koder: var och en svarar en gång")),
    )

    way = forms.ChoiceField(
        label=_("Hur svarar de?"),
        choices=WAYS,
        initial="open",
        widget=forms.RadioSelect,
        help_text=_(
            "Egna länkar och koder kan du alltid göra. Bara de går att påminna. Är gruppen liten, välj bara dem: med en gemensam länk kan någon fylla på med påhittade svar och räkna ut vad de andra svarade."
        ),
    )
    questionnaire = forms.ModelChoiceField(
        Questionnaire.objects.none(),
        label=_("Eget frågeformulär"),
        help_text=_("Om gruppen ska få andra frågor än de andra grupperna."),
        empty_label=_("Samma som omgången"),
        required=False,
    )
    key = forms.CharField(
        label=_("Kort namn i adresser"),
        help_text=_(
            "Samma från år till år, så att samma grupp hamnar bredvid sig själv. Lämna tomt, så blir det som namnet."
        ),
        max_length=40,
        required=False,
    )

    def __init__(self, *args: Any, group: Group | None = None, **options: Any) -> None:
        if group is not None:
            own = group.version.questionnaire_id if group.version else None
            way = "open" if group.has_open_link else "tickets"
            kept = {"name": group.name, "asked": group.asked, "key": group.key, "questionnaire": own, "way": way}
            options["initial"] = kept
        super().__init__(*args, **options)
        _choose(self, "questionnaire", queries.questionnaires())

    def clean_key(self) -> str:
        """As it was written, or made of the name."""
        name = telling.without(str(self.cleaned_data.get("name", "")))
        return _as_key(self.cleaned_data["key"] or name or "grupp", 40)

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        found = dict(self.cleaned_data)
        own: Questionnaire | None = found.pop("questionnaire")
        version: Version | None = queries.newest_version(own) if own else None
        found["has_open_link"] = found.pop("way") == "open"
        return {**found, "version": version}


class LastDayForm(forms.Form):
    """Until when people can answer."""

    closes_on = DateField(label=_("Sista dagen"), help_text=_("Den dagen går det fortfarande att svara."))
