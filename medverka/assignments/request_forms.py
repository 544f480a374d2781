"""The steps in which a request is filled in, and the page on which a coordinator changes it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from medverka.assignments.fit import MIXED
from medverka.assignments.models import LISTS, InvolvementRequest
from medverka.assignments.rules import COMPULSORY, both_ways
from medverka.foundation.fields import DateField, RowsField
from medverka.organisations.models import Organisation
from medverka.organisations.queries import where_may_request
from medverka.pool.models import Term
from medverka.pool.queries import current_terms
from medverka.pool.rules import PERSPECTIVES

TERMS = {
    "way": Term.Kind.WAY, "form": Term.Kind.FORM, "language": Term.Kind.LANGUAGE, "areas": Term.Kind.AREA,
    "can_arrange": Term.Kind.ACCESS, "cannot_arrange": Term.Kind.ACCESS,
}  # fmt: skip
DATES = ("decision_on", "starts_on", "ends_on", "answer_by", "last_reply_on")


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A unit, with what it belongs to, for many have the same name."""

    def label_from_instance(self, unit: Any) -> str:
        return f"{unit.name} ({unit.parent.name})" if unit.parent else str(unit.name)


class RequestForm(forms.ModelForm):  # type: ignore[type-arg]
    """Some fields of a request. Nothing is compulsory until it is sent; what can be read is kept."""

    needed = frozenset(field for field, *_rest in COMPULSORY) | {"persons_wanted", "unit_in_words"}

    class Meta:
        model = InvolvementRequest
        fields: Sequence[str] = ()

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        for name in DATES:
            if name in self.fields:
                old = self.fields[name]
                self.fields[name] = DateField(label=old.label, help_text=old.help_text, required=False)
                self.fields[name].widget.attrs["size"] = 18
        for name, field in self.fields.items():
            field.required = False
            field.needed = name in self.needed  # type: ignore[attr-defined] # Not marked as optional.
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and not isinstance(field, forms.ModelMultipleChoiceField):
                field.empty_label = str(_("Inte bestämt"))
        for name, kind in TERMS.items():
            if name in self.fields:
                self.fields[name].queryset = current_terms(kind)  # type: ignore[attr-defined]
        if "language" in self.fields:
            self.fields["language"].empty_label = str(_("Spelar ingen roll"))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Without the model's own constraints: their words are for programmers."""
        values = self.cleaned_data
        if (start := values.get("starts_on")) and (end := values.get("ends_on")) and end < start:
            self.add_error("ends_on", _("Sista dagen kan inte komma före den första."))
        if both := set(values.get("can_arrange") or ()) & set(values.get("cannot_arrange") or ()):
            del values["can_arrange"]  # Which of the two is meant is not known, so neither is kept.
            self.add_error("cannot_arrange", both_ways(both))
        return values

    def given(self) -> dict[str, Any]:
        """What was filled in and could be read, for the action."""
        return {name: self.cleaned_data[name] for name in self.fields if name in self.cleaned_data}


class WhoForm(RequestForm):
    """Who asks. A visitor writes in words; those who are signed in choose."""

    unit = UnitField(Organisation.objects.none(), label=_("Vilken verksamhet frågar?"), empty_label=_("Välj"))

    class Meta(RequestForm.Meta):
        fields = ("unit", "unit_in_words", "contact_name", "contact_email", "contact_phone")
        labels = {"unit_in_words": _("Vilken verksamhet frågar?")}
        help_texts = {
            "unit_in_words": _("Skriv verksamhetens namn och vad den hör till."),
            "contact_email": _("Dit skickar vi en länk där du bekräftar förfrågan och kan följa den."),
        }
        widgets = {
            "contact_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "contact_email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "contact_phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "size": 20}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.source == InvolvementRequest.Source.VISITOR:
            del self.fields["unit"]
            return
        del self.fields["unit_in_words"]
        units = where_may_request(self.user).select_related("parent")
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        if self.instance.source == InvolvementRequest.Source.COMMISSIONER:
            for name in ("contact_name", "contact_email", "contact_phone"):
                del self.fields[name]
        else:
            self.fields["contact_name"].label = _("Uppdragsgivarens namn")
            self.fields["contact_email"].label = _("Uppdragsgivarens e-post")
            self.fields["contact_email"].help_text = _("Dit går besked och länken till sidan där förfrågan kan följas.")
            self.fields["contact_phone"].label = _("Uppdragsgivarens telefon")


class AddressForm(forms.Form):
    """Where the link back to a draft is mailed."""

    contact_email = forms.EmailField(
        label=_("Din e-post"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Skriv din e-postadress.")},
    )


class WhatForm(RequestForm):
    """What it is about."""

    class Meta(RequestForm.Meta):
        fields = ("title", "purpose", "way", "level")
        labels = {
            "title": _("Rubrik"),
            "purpose": _("Vad vill ni uppnå?"),
            "way": _("Hur ska de medverka?"),
            "level": _("Vilken nivå gäller det?"),
        }
        help_texts = {
            "title": _("Kort, så att alla förstår. Till exempel: Referensgrupp om väntrummet."),
            "purpose": _("Berätta varför ni vill ha med människor med egen erfarenhet, och vad det ska leda till."),
        }
        widgets = {"level": forms.RadioSelect, "purpose": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            ("individual", _("En persons egen vård eller eget stöd (individnivå)")),
            ("operational", _("Hur en verksamhet arbetar (verksamhetsnivå)")),
            ("system", _("Hur det fungerar i hela länet eller regionen (systemnivå)")),
        ]


class InfluenceForm(RequestForm):
    """The promise, and whether there is time to keep it."""

    class Meta(RequestForm.Meta):
        fields = ("promise", "can_be_influenced", "decision_on")
        labels = {
            "promise": _("Vad lovar ni dem som medverkar?"),
            "can_be_influenced": _("Vad går att påverka?"),
            "decision_on": _("När fattas beslutet?"),
        }
        help_texts = {
            "promise": _("Lova inte mer än ni kan hålla. Den som medverkar läser det här."),
            "can_be_influenced": _("Skriv också vad som redan är bestämt."),
            "decision_on": _("Till exempel 5 mars 2027. Lämna tomt om inget beslut ska fattas."),
        }
        widgets = {"promise": forms.RadioSelect, "can_be_influenced": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["promise"].choices = [  # type: ignore[attr-defined]
            ("informed", _("Få veta: de får veta vad som händer och varför")),
            ("heard", _("Bli hörda: deras synpunkter vägs in, och de får svar")),
            ("take_part", _("Vara med: de är med och arbetar fram förslaget")),
            ("decide", _("Besluta: de är med och fattar beslutet")),
        ]


class PerspectivesForm(RequestForm):
    """The three perspectives as one question, and which of them there must be at least one of as another."""

    wants = forms.MultipleChoiceField(
        label=_("Vem har den erfarenhet ni söker?"),
        help_text=_("Välj minst en."),
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("user", _("Brukare: har eller har haft stöd från socialtjänsten")),
            ("patient", _("Patient: har eller har haft vård")),
            ("relative", _("Närstående: står nära någon som har eller har haft vård eller stöd")),
        ],
    )
    mix = forms.MultipleChoiceField(
        label=_("Ska gruppen vara blandad?"),
        help_text=_(
            "För minst en av något hålls en plats, och den som är både och räknas för båda. Vilka verksamheter någon har erfarenhet av är frivilligt att berätta."
        ),
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("own", _("Minst en brukare eller patient")),
            ("relative", _("Minst en närstående")),
            ("units", _("Inte två med erfarenhet av samma verksamhet")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["wants"] = [code for code in PERSPECTIVES if getattr(self.instance, f"wants_{code}")]
        self.initial["mix"] = [code for code in MIXED if getattr(self.instance, f"mix_{code}")]

    def given(self) -> dict[str, Any]:
        """One value for each perspective, and for each of which there must be one."""
        values = super().given()
        for name, codes in (("wants", PERSPECTIVES), ("mix", MIXED)):
            chosen = values.pop(name, None)
            if chosen is not None:
                values |= {f"{name}_{code}": code in chosen for code in codes}
        return values

    def clean(self) -> dict[str, Any]:
        """What there must be one of is also what they look for."""
        values = super().clean()
        wants, mix = set(values.get("wants") or ()), values.get("mix") or ()
        if wants and "own" in mix and not wants & {"user", "patient"}:
            self.add_error(
                "mix", _("Ni söker bara närstående. Välj också brukare eller patient, eller ta bort krysset.")
            )
        if wants and "relative" in mix and "relative" not in wants:
            self.add_error("mix", _("Ni söker inte närstående. Välj också närstående, eller ta bort krysset."))
        return values

    def clean_persons_wanted(self) -> int:
        wanted = self.cleaned_data.get("persons_wanted")
        if wanted is None:
            return 2
        if not 1 <= wanted <= 200:
            raise forms.ValidationError(_("Skriv ett antal mellan 1 och 200."))
        return int(wanted)


class PeopleForm(PerspectivesForm):
    """Whom they look for."""

    field_order = ["persons_wanted", "wants", "mix", "areas"]

    class Meta(RequestForm.Meta):
        fields = ("persons_wanted", "areas")
        labels = {
            "persons_wanted": _("Hur många personer?"),
            "areas": _("Erfarenhet av"),
        }
        help_texts = {
            "persons_wanted": _("Minst två är bra: ingen ska behöva vara ensam, och en kan bli sjuk."),
            "areas": _("Välj bara det som verkligen behövs. Ju färre val, desto fler passar."),
        }
        widgets = {
            "persons_wanted": forms.NumberInput(attrs={"size": 4, "min": 1, "max": 200}),
            "areas": forms.CheckboxSelectMultiple,
        }
        field_classes = {"areas": RowsField}


class WhenForm(RequestForm):
    """When and where."""

    class Meta(RequestForm.Meta):
        fields = ("starts_on", "ends_on", "when_in_words", "form", "language", "place", "municipality")
        labels = {
            "starts_on": _("Första dagen"),
            "ends_on": _("Sista dagen"),
            "when_in_words": _("Tider, med ord"),
            "form": _("Hur träffas ni?"),
            "language": _("På vilket språk?"),
            "place": _("Plats"),
            "municipality": _("Kommun"),
        }
        help_texts = {
            "starts_on": _("Till exempel 15 januari 2027. Lämna tomt om det inte är bestämt."),
            "ends_on": _("Om det är fler än en dag."),
            "when_in_words": _("Till exempel: tre tisdagar, klockan 14 till 16."),
            "language": _("Välj bara om det spelar roll. Den som bara har sagt andra språk föreslås inte."),
        }
        widgets = {"form": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].empty_label = None  # type: ignore[attr-defined]
        places = Organisation.objects.municipalities().current()
        self.fields["municipality"].queryset = places  # type: ignore[attr-defined]


class AccessForm(RequestForm):
    """What there is for those who need something to be able to take part."""

    class Meta(RequestForm.Meta):
        fields = ("place_access", "can_arrange", "cannot_arrange")
        labels = {
            "place_access": _("Hur tillgänglig är platsen?"),
            "can_arrange": _("Vad finns, eller kan ordnas?"),
            "cannot_arrange": _("Vad går inte att ordna?"),
        }
        help_texts = {
            "place_access": _("Hiss, ramp, hörslinga, toalett, lugn plats, parkering, buss …"),
            "can_arrange": _("Välj det ni vet. Det ni inte svarar på frågar samordnaren om när någon behöver det."),
            "cannot_arrange": _("Välj bara det ni vet är omöjligt. Den som behöver det föreslås inte."),
        }
        widgets = {
            "place_access": forms.Textarea(attrs={"rows": 3}),
            "can_arrange": forms.CheckboxSelectMultiple,
            "cannot_arrange": forms.CheckboxSelectMultiple,
        }
        field_classes = {"can_arrange": RowsField, "cannot_arrange": RowsField}


class ConditionsForm(RequestForm):
    """With whom, on what conditions, and when the answer comes."""

    class Meta(RequestForm.Meta):
        fields = ("other_participants", "support_person", "compensation", "answer_by")
        labels = {
            "other_participants": _("Vilka andra är med?"),
            "support_person": _("Vem möter upp och finns till hands på plats?"),
            "compensation": _("Vilken ersättning erbjuder ni?"),
            "answer_by": _("När får de som medverkat svar?"),
        }
        help_texts = {
            "other_participants": _("Till exempel: enhetschefen, två sjuksköterskor och en utvecklare."),
            "support_person": _("Namn eller roll på en person, till exempel: enhetschefen möter i entrén."),
            "compensation": _("Arvode, resor, förlorad arbetsinkomst, fika. Skriv också om ni inte kan ge någon."),
            "answer_by": _("Senast då berättar ni vad som blev av det som sades. Till exempel 30 april 2027."),
        }
        widgets = {
            "other_participants": forms.Textarea(attrs={"rows": 3}),
            "compensation": forms.Textarea(attrs={"rows": 3}),
        }


# Step's word in the address: (title, form).
STEPS: dict[str, tuple[Promise, type[RequestForm]]] = {
    "vem": (_("Vem frågar?"), WhoForm),
    "vad": (_("Vad handlar det om?"), WhatForm),
    "inflytande": (_("Vad går att påverka?"), InfluenceForm),
    "manniskor": (_("Vilka söker ni?"), PeopleForm),
    "nar-och-var": (_("När och var?"), WhenForm),
    "tillganglighet": (_("Kan alla vara med?"), AccessForm),
    "villkor": (_("Hur tar ni emot dem?"), ConditionsForm),
}


class ChangeForm(PerspectivesForm):
    """What a coordinator changes when a request has been received."""

    mark_optional = False
    unit = UnitField(Organisation.objects.none(), label=_("Verksamhet"), empty_label=_("Inte vald"))
    field_order = [
        "title", "unit", "purpose", "way", "level", "promise", "can_be_influenced", "decision_on", "persons_wanted",
        "wants", "mix", "areas",
    ]  # fmt: skip

    class Meta(RequestForm.Meta):
        fields = (
            "title", "unit", "purpose", "way", "level", "promise", "can_be_influenced", "decision_on", "persons_wanted",
            "areas", "starts_on", "ends_on", "when_in_words", "form", "language", "place", "municipality", "place_access",
            "can_arrange", "cannot_arrange", "other_participants", "support_person", "compensation", "answer_by", "last_reply_on",
        )  # fmt: skip
        help_texts = {"last_reply_on": _("Lämna tomt, så räknas den ut när du bjuder in.")}
        labels = {"promise": _("Vad lovar ni dem som medverkar?"), "level": _("Vilken nivå gäller det?")}
        widgets = {
            **dict.fromkeys(LISTS, forms.CheckboxSelectMultiple),
            "persons_wanted": forms.NumberInput(attrs={"size": 4, "min": 1, "max": 200}),
            **{
                name: forms.Textarea(attrs={"rows": 3})
                for name in ("purpose", "can_be_influenced", "place_access", "other_participants", "compensation")
            },
        }
        field_classes = dict.fromkeys(LISTS, RowsField)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = where_may_request(self.user).select_related("parent")  # type: ignore[attr-defined]
        self.fields["municipality"].queryset = (  # type: ignore[attr-defined]
            Organisation.objects.municipalities().filter(Q(closed_on=None) | Q(pk=self.instance.municipality_id))
        )
        for name, field in self.fields.items():
            if name != "unit":
                field.label = str(field.label)[:1].upper() + str(field.label)[1:]

    def given(self) -> dict[str, Any]:
        """An unknown unit stays unknown: it cannot be taken away."""
        values = super().given()
        if values.get("unit") is None:
            values.pop("unit", None)
        return values
