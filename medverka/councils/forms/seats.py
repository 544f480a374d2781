from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from medverka.councils import rules
from medverka.councils.actions.councils import Holder
from medverka.councils.forms.councils import PlaceField
from medverka.councils.models import Council, Seat
from medverka.foundation import clock
from medverka.foundation.fields import DateField
from medverka.organisations.models import Organisation
from medverka.pool.models import Contributor


class SeatForm(forms.ModelForm):  # type: ignore[type-arg]
    """A seat: what it is called, and as what one sits on it."""

    organisation = PlaceField(
        Organisation.objects.none(),
        label=_("Platsen är till för"),
        required=False,
        empty_label=_("Ingen särskild"),
        help_text=_("Den förening, kommun eller verksamhet som platsen är till för, om den är till för någon."),
    )

    class Meta:
        model = Seat
        fields = ("title", "capacity", "perspective", "organisation", "duty", "stands_in_for")
        labels = {
            "title": _("Vad heter platsen?"),
            "capacity": _("Som vad sitter man där?"),
            "perspective": _("Perspektiv"),
            "duty": _("Uppgift"),
            "stands_in_for": _("Ersättare för"),
        }
        help_texts = {
            "title": _("Till exempel: Egen erfarenhet, Föreningarna i norr, Ordförande."),
            "capacity": _(
                "Det står vid namnet var personen än talar, så att alla vet om det är för en eller för många."
            ),
            "perspective": _("Lämna tomt för en tjänsteperson eller förtroendevald, så fylls det i."),
            "duty": _("Ordförande och sekreterare kan kalla till möten och skriva."),
            "stands_in_for": _("Välj bara för en ersättare."),
        }
        widgets = {"capacity": forms.RadioSelect}
        error_messages = {
            "title": {"required": _("Skriv vad platsen heter.")},
            "capacity": {"required": _("Välj som vad man sitter där.")},
        }

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        kept = self.instance.organisation_id
        places = Organisation.objects.filter(Q(closed_on=None) | Q(pk=kept)).select_related("parent")
        fields["organisation"].queryset = places
        others = Seat.objects.filter(council=council, closed_on=None).exclude(pk=self.instance.pk)
        fields["stands_in_for"].queryset = others.exclude(duty=rules.Duty.SUBSTITUTE)
        fields["stands_in_for"].empty_label = _("Ingen")
        fields["capacity"].choices = rules.Capacity.choices  # Without an empty one.
        fields["perspective"].choices = [("", _("inget särskilt")), *rules.Perspective.choices]

    def _post_clean(self) -> None:
        """The action checks and saves."""

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        stands_in = values.get("duty") == rules.Duty.SUBSTITUTE
        if stands_in and not values.get("stands_in_for"):
            self.add_error("stands_in_for", _("Välj vilken plats ersättaren är till för."))
        if not stands_in:
            values["stands_in_for"] = None
        return values

    def given(self) -> dict[str, Any]:
        """For the action, which works out the perspective of a new seat where none is chosen."""
        values = dict(self.cleaned_data)
        if self.instance.pk is None and not values.get("perspective"):
            values.pop("perspective", None)
        return values


class AgreedForm(forms.Form):
    """Whether somebody is shown by name, and what they need to be able to take part."""

    agreed = forms.BooleanField(
        label=_("Har sagt ja till att visas med namn"),
        required=False,
        help_text=_("På rådets öppna sida och för dem som sitter där. Utan ett ja står bara platsens namn."),
    )
    public_name = forms.CharField(
        label=_("Vill kallas"),
        required=False,
        max_length=120,
        help_text=_("Hela namnet, bara förnamnet eller något annat."),
    )
    needs = forms.CharField(
        label=_("Behov för att kunna delta"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Till exempel tolk, hörslinga eller en lugn plats. Skriv vad som behövs, inte varför."),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        agreed, name = values.get("agreed"), values.get("public_name", "").strip()
        if agreed and not name:
            self.add_error("public_name", _("Skriv hur personen vill kallas."))
        if name and not agreed:
            self.add_error("agreed", _("Kryssa i att personen har sagt ja, eller ta bort namnet."))
        return values


class ReachForm(forms.Form):
    """How somebody outside the pool and the staff is reached."""

    channel = forms.ChoiceField(
        label=_("Nås helst genom"), choices=Contributor.Channel.choices, initial="email", widget=forms.RadioSelect
    )
    email = forms.EmailField(label=_("E-post"), required=False)
    phone = forms.CharField(label=_("Telefon"), required=False, max_length=40)
    address = forms.CharField(
        label=_("Postadress"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        needed = {"email": "email", "phone": "phone", "letter": "address"}.get(values.get("channel", ""), "")
        if needed and not values.get(needed) and needed not in self.errors:
            self.add_error(needed, _("Fyll i det här, eller välj ett annat sätt att nå personen."))
        return values


class SittingForm(forms.Form):
    """Between which days somebody sits, and for whom."""

    organisation = PlaceField(
        Organisation.objects.none(), label=_("Sitter för"), required=False, empty_label=_("Ingen särskild")
    )
    starts_on = DateField(label=_("Från och med"), initial=clock.today)
    ends_on = DateField(label=_("Till och med"), required=False, help_text=_("Om du vet när det tar slut."))

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        places = Organisation.objects.current().select_related("parent")
        field.queryset = places.associations() if seat.capacity == rules.Capacity.MANDATE else places
        field.initial = seat.organisation_id
        if seat.capacity == rules.Capacity.MANDATE:
            field.required, field.empty_label = True, _("Välj")
            field.error_messages["required"] = _("Den som har mandat sitter för en förening. Välj vilken.")
        elif seat.capacity == rules.Capacity.INDIVIDUAL:
            del self.fields["organisation"]

    def days(self) -> dict[str, Any]:
        """For whom and when, for the action."""
        return {name: self.cleaned_data.get(name) for name in ("organisation", "starts_on", "ends_on")}


class FoundForm(SittingForm, AgreedForm):
    """Somebody found in the pool or among those who sign in: `shown` of all the `people` that can be chosen."""

    person = forms.ModelChoiceField(
        Contributor.objects.none(),
        label=_("Vem?"),
        widget=forms.RadioSelect,
        error_messages={name: _("Välj vem som ska sitta på platsen.") for name in ("required", "invalid_choice")},
    )
    field_order = ("person", "organisation", "starts_on", "ends_on", "agreed", "public_name", "needs")

    def __init__(self, *args: Any, people: QuerySet[Any], shown: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.queryset, person.choices = people, shown

    def holder(self) -> Holder:
        """Who is to sit there."""
        given = self.cleaned_data
        role = "contributor" if isinstance(given["person"], Contributor) else "user"
        return Holder(**{role: given["person"]}, public_name=given["public_name"], needs=given["needs"])


class OutsideForm(SittingForm, AgreedForm, ReachForm):
    """Somebody known by name alone."""

    name = forms.CharField(label=_("Namn"), max_length=120, error_messages={"required": _("Skriv vad personen heter.")})
    field_order = (
        "name channel email phone address organisation starts_on ends_on agreed public_name needs".split()  # noqa: SIM905
    )

    def holder(self) -> Holder:
        """Who is to sit there."""
        names = ("name", "channel", "email", "phone", "address", "public_name", "needs")
        return Holder(**{name: self.cleaned_data[name] for name in names})


class HoldingForm(AgreedForm):
    """What the holder of a seat, or the coordinator, corrects."""

    def changed(self) -> dict[str, str]:
        """For the action."""
        return {name: self.cleaned_data[name] for name in ("public_name", "needs")}


class OutsideHoldingForm(AgreedForm, ReachForm):
    """The same for somebody known by name alone, and how they are reached."""

    field_order = ("channel", "email", "phone", "address", "agreed", "public_name", "needs")

    def changed(self) -> dict[str, str]:
        """For the action."""
        names = ("email", "phone", "address", "public_name", "needs")
        return {**{name: self.cleaned_data[name] for name in names}, "outside_channel": self.cleaned_data["channel"]}


class EndForm(forms.Form):
    """The last day on a seat."""

    ends_on = DateField(label=_("Sista dagen"), initial=clock.today)
