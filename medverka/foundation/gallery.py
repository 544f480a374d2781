"""Sample data for the gallery: every component in every state, with words like the real ones."""

from types import SimpleNamespace

from django import forms
from django.core.paginator import Page, Paginator

from medverka.foundation.gallery_charts import sample_charts
from medverka.foundation.menu import Item
from medverka.foundation.petals import PETALS, chain_stages

PARTS = (
    ("Ord och text", "text", 1),
    ("Knappar", "knappar", 1),
    ("Blomman", "blomman", 1),
    ("Kedjan", "kedjan", 1),
    ("Lägen", "lagen", 1),
    ("Rader", "rader", 2),
    ("Välja ur en lista", "valja", 2),
    ("Det som sagts", "sagt", 2),
    ("Tomma listor", "tomt", 2),
    ("Formulär", "formular", 3),
    ("Formulär med fel", "fel", 3),
    ("Sök", "sok", 3),
    ("Bekräfta", "bekrafta", 3),
    ("Fakta och tabeller", "fakta", 4),
    ("Siffror", "siffror", 4),
    ("Bilder", "bilder", 4),
    ("Meddelanden", "meddelanden", 5),
    ("Hitta runt", "hitta", 5),
    ("Startsidan", "start", 5),
)

KINDS = (("forelasning", "Föreläsning"), ("grupp", "Referensgrupp"), ("text", "Läsa texter"))


class SampleForm(forms.Form):
    """One field of each kind."""

    summary_takes_focus = False  # Whoever opens the gallery begins at its top.

    purpose = forms.CharField(
        label="Vad ska vi göra tillsammans?",
        help_text="En mening räcker. Den här texten är det första som läses.",
    )
    background = forms.CharField(label="Bakgrund", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    day = forms.CharField(
        label="Vilken dag?",
        help_text="Skriv som du brukar, till exempel 5/3 eller 5 mars 2027.",
        widget=forms.TextInput(attrs={"size": 14}),
    )
    persons = forms.CharField(
        label="Hur många personer?",
        help_text="Vi föreslår två, så att ingen är ensam.",
        widget=forms.TextInput(attrs={"size": 4, "inputmode": "numeric"}),
    )
    kind = forms.ChoiceField(label="Vad för slags uppdrag?", choices=KINDS, widget=forms.RadioSelect)
    help_wanted = forms.MultipleChoiceField(
        label="Vad behövs på plats?",
        help_text="Välj så många du vill.",
        choices=(("slinga", "Hörslinga"), ("steg", "Utan trappor"), ("paus", "Pauser"), ("tolk", "Tolk")),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    place = forms.ChoiceField(label="Kommun", choices=(("n", "Norrvik"), ("l", "Lövsta"), ("e", "Ekedal")))
    programme = forms.FileField(label="Program", required=False)
    agreed = forms.BooleanField(label="Jag har läst vad som händer med mina uppgifter")


def _filled() -> SampleForm:
    return SampleForm(
        initial={
            "purpose": "Göra väntrummet lugnare",
            "persons": "2",
            "kind": "grupp",
            "help_wanted": ["slinga", "paus"],
            "agreed": True,
        }
    )


def _wrong() -> SampleForm:
    form = SampleForm(
        {"fel-purpose": "Göra väntrummet lugnare", "fel-day": "31 februari", "fel-persons": "några"},
        prefix="fel",
    )
    form.add_error("day", "31 februari finns inte. Skriv en dag som finns, till exempel 28 februari 2027.")
    form.add_error("persons", "”några” är inget antal. Skriv ett tal, till exempel 2.")
    form.add_error(None, "Dagen ligger efter att beslutet fattas. Ändra dagen, eller tala med samordnaren.")
    return form


def _short() -> forms.Form:
    form = forms.Form({})
    form.add_error(None, "Sidan var öppen i två fönster. Det som sparades sist gäller: läs och spara igen.")
    form.summary_takes_focus = False  # type: ignore[attr-defined]
    return form


def _page(number: int) -> "Page[int]":
    return Paginator(range(180), 20).page(number)


def context() -> dict[str, object]:
    """Everything that ``foundation/gallery.html`` shows."""
    navigation = [Item(label, f"#{key}", group=group) for label, key, group in PARTS]
    tabs = [
        Item("Alla", "?", current=True, count=12),
        Item("Nya", "?vilka=nya", count=2),
        Item("Avslutade", "?vilka=avslutade"),
    ]
    return {
        "navigation": navigation,
        "account": SimpleNamespace(name="Karin Blåklint", url="#"),
        "flowers": [(count, PETALS[count] if count < 5 else "") for count in range(6)],
        "chains": [(0, ""), (2, ""), (7, "-")],
        "story": chain_stages(["need", "request", "people", "voice"], "answer").values(),
        "empty_form": SampleForm(prefix="tom"),
        "filled_form": _filled(),
        "wrong_form": _wrong(),
        "short_form": _short(),
        "charts": sample_charts(),
        "tabs": tabs,
        "narrowed": [Item("Norrvik", "#hitta"), Item("Från och med 1 mars 2026", "#hitta")],
        "page": _page(3),
    }
