"""The forms by which a draw is set up."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from medverka.draws import features
from medverka.draws.actions.setting_up import NewBounds
from medverka.draws.models import Draw
from medverka.draws.problems import QuotaRow
from medverka.draws.rules import FILE_BYTES, MOST_SEATS, QUOTAS_AT_ONCE, READ_AT_ONCE
from medverka.pool.queries import current_terms

OBJECTIVES = {
    Draw.Objective.LEXIMIN: _(
        "Den som har minst chans får så stor chans som det går, sedan den som har näst minst, och så vidare. Välj den här om inget talar emot."
    ),
    Draw.Objective.MAXIMIN: _(
        "Den som har minst chans får så stor chans som det går. De andras chanser kan bli ojämnare än de behöver vara."
    ),
    Draw.Objective.NASH: _("Allas chanser vägs ihop, så att ingen vinner mycket på att någon annan förlorar mycket."),
    Draw.Objective.GOLDILOCKS: _(
        "Ingen ska ha mycket mindre chans än andra, och ingen så stor att hon nästan säkert blir dragen."
    ),
}


class WhatForm(forms.Form):
    """What is drawn, and how many."""

    title = forms.CharField(
        label=_("Vad ska lottas fram?"),
        help_text=_("Syns öppet när lottningen är publicerad, till exempel: Referensgrupp om väntrummen."),
        max_length=120,
    )
    purpose = forms.CharField(
        label=_("Vad ska gruppen göra?"),
        help_text=_("En eller två meningar. Syns också öppet."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    size = forms.IntegerField(
        label=_("Hur många ska lottas fram?"),
        min_value=1,
        max_value=MOST_SEATS,
        widget=forms.TextInput(attrs={"size": 4, "inputmode": "numeric"}),
        error_messages={
            "invalid": _("Skriv ett helt tal, till exempel 12."),
            "min_value": _("Minst en person ska lottas fram."),
            "max_value": _("Högst 1 000 personer kan lottas fram på en gång."),
        },
    )


class NewDrawForm(WhatForm):
    """The same, and from where."""

    source = forms.ChoiceField(
        label=_("Bland vilka?"),
        choices=[
            (Draw.Source.POOL, _("Bland dem som är med i Intressebanken")),
            (Draw.Source.FILE, _("Bland dem som står i en fil som jag har")),
        ],
        initial=Draw.Source.POOL,
        widget=forms.RadioSelect,
    )
    origin = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)


class PeopleForm(forms.Form):
    """Who of the pool is in it: whoever fits one of the chosen words of each question. Nothing chosen: everybody."""

    perspective = forms.MultipleChoiceField(label=_("Perspektiv"))
    sub_area = forms.MultipleChoiceField(label=_("Delregion"))
    age_band = forms.MultipleChoiceField(label=_("Åldersgrupp"))
    municipality = forms.MultipleChoiceField(label=_("Kommun"))
    area = forms.MultipleChoiceField(label=_("Erfarenhet"))
    way = forms.MultipleChoiceField(label=_("Sätt att medverka"))
    form = forms.MultipleChoiceField(label=_("Form"))
    mark_optional = False

    def __init__(self, *args: Any, known: dict[str, features.Feature], **options: Any) -> None:
        super().__init__(*args, **options)
        words = {"perspective": [(code, known[code].label) for code in ("user", "patient", "relative")]}
        for name in ("sub_area", "age_band", "municipality"):
            told = known[name].values.items() if name in known else ()
            words[name] = [(value, label) for value, label in told if value != features.NOT_TOLD]
        for kind in features.LISTS:
            words[str(kind)] = [(str(term.pk), term.name) for term in current_terms(kind)]
        for name, choices in words.items():
            field = self.fields[name]
            field.required, field.widget = False, forms.CheckboxSelectMultiple()
            field.choices = choices  # type: ignore[attr-defined]
        for name in [name for name, choices in words.items() if not choices]:
            del self.fields[name]

    def parts(self) -> Iterator[tuple[Any, bool, bool]]:
        """Each question, whether it is folded away for its length, and whether anything of it is ticked."""
        for name in self.fields:
            question = self[name]
            ticked = any(box.data["selected"] for box in question.subwidgets)
            yield question, name not in ("perspective", "sub_area", "age_band"), ticked


class FileForm(forms.Form):
    """The people and the quotas as files, and which columns tell who live together."""

    people = forms.FileField(
        label=_("Filen med personer"),
        help_text=_("CSV: en rad för varje person, en kolumn ”id” och en kolumn för varje egenskap som har kvoter."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt"}),
    )
    quotas = forms.FileField(
        label=_("Filen med kvoter"),
        help_text=_(
            "CSV med kolumnerna egenskap, värde, minst, högst. De får också heta feature, value, min, max eller category, name, min, max."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt"}),
    )
    household = forms.CharField(
        label=_("Kolumner som säger vilka som bor ihop"),
        help_text=_("Till exempel: adress, postnummer. Då dras högst en person från varje hushåll."),
        max_length=200,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Neither empty nor too large."""
        for name in ("people", "quotas"):
            file = self.cleaned_data.get(name)
            if file and file.size > FILE_BYTES:
                self.add_error(name, _("Filen är större än 40 MB. Ta bort kolumner som inte behövs."))
        return self.cleaned_data

    def sent_in(self) -> dict[str, Any]:
        """The files, name and content of each, and the household's columns as they are written."""
        data = self.cleaned_data
        files = {kind: (data[kind].name, data[kind].read()) for kind in ("people", "quotas")}
        return {**files, "household": data["household"]}

    def is_small(self) -> bool:
        """Whether the files are read before a page is answered."""
        people, quotas = self.cleaned_data["people"], self.cleaned_data["quotas"]
        if people.size + quotas.size > READ_AT_ONCE:
            return False
        rows = len(quotas.read().splitlines())
        quotas.seek(0)
        return rows <= QUOTAS_AT_ONCE


class FeaturesForm(forms.Form):
    """What the group is to mirror."""

    codes = forms.MultipleChoiceField(
        label=_("Vad ska gruppen spegla?"),
        help_text=_(
            "Inget är valt från början, och bara det du väljer får kvoter. Väljer du inget har alla exakt samma chans. Ofta "
            "räcker det med perspektiv och var man bor: ju fler kvoter, desto mindre jämna chanser."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    mark_optional = False

    def __init__(self, *args: Any, known: dict[str, features.Feature], **options: Any) -> None:
        super().__init__(*args, **options)
        groups: dict[str, list[tuple[str, str]]] = {}
        for feature in known.values():
            groups.setdefault(feature.group, []).append((feature.code, feature.label))
        self.fields["codes"].choices = list(groups.items())  # type: ignore[attr-defined]
        self._sizes = {label: len(choices) for label, choices in groups.items()}

    def groups(self) -> Iterator[tuple[str, list[Any], bool]]:
        """Each group's name, its boxes, and whether any of them is ticked."""
        boxes = iter(self["codes"].subwidgets)
        for label, size in self._sizes.items():
            own = list(islice(boxes, size))
            yield label, own, any(box.data["selected"] for box in own)


class QuotasForm(forms.Form):
    """The table of quotas: a least and a greatest number a row."""

    mark_optional = False

    def __init__(self, *args: Any, rows: list[QuotaRow], draw: Draw, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rows, self.draw = rows, draw
        for row in rows:
            for bound, words in (("low", _("minst")), ("high", _("högst"))):
                self.fields[f"{bound}_{row.quota.pk}"] = forms.IntegerField(
                    label=format_lazy("{} {}", row.label, words),
                    min_value=0,
                    max_value=draw.size,
                    initial=getattr(row.quota, bound),
                    widget=forms.TextInput(attrs={"size": 4, "inputmode": "numeric"}),
                    error_messages={
                        "required": _("Skriv ett tal."),
                        "invalid": _("Skriv ett helt tal."),
                        "min_value": _("Talet kan inte vara mindre än 0."),
                        "max_value": _("Fler än så lottas inte fram."),
                    },
                )

    def table(self) -> Iterator[tuple[QuotaRow, Any, Any]]:
        """Each row with its two fields."""
        for row in self.rows:
            yield row, self[f"low_{row.quota.pk}"], self[f"high_{row.quota.pk}"]

    def bounds(self) -> list[NewBounds]:
        """What was written, for `set_quotas`."""
        numbers = self.cleaned_data
        return [
            NewBounds(row.quota.pk, numbers[f"low_{row.quota.pk}"], numbers[f"high_{row.quota.pk}"])
            for row in self.rows
        ]

    def clean(self) -> dict[str, Any]:
        """What contradicts itself at first sight, told at the row."""
        numbers = self.cleaned_data
        for row in self.rows:
            name = f"low_{row.quota.pk}"
            low, high = numbers.get(name), numbers.get(f"high_{row.quota.pk}")
            if low is not None and high is not None and low > high:
                self.add_error(name, _now("Minst är större än högst. Byt plats på dem, eller ändra ett av dem."))
            elif low is not None and low > row.people:
                self.add_error(
                    name, _now("Bara %(n)s som är med har det här. Skriv högst så många.") % {"n": row.people}
                )
        if not self.errors:
            self._clean_sums()
        return numbers

    def _clean_sums(self) -> None:
        """Values that exclude each other must leave room for the whole group."""
        by_feature: dict[str, list[NewBounds]] = {}
        for row, bounds in zip(self.rows, self.bounds(), strict=True):
            if self.draw.source == Draw.Source.FILE or row.quota.value != features.YES:
                by_feature.setdefault(row.quota.feature, []).append(bounds)
        words = {"size": self.draw.size}
        for own in by_feature.values():
            least, most = sum(one.low for one in own), sum(one.high for one in own)
            if least > self.draw.size:
                text = _now("Minst blir tillsammans %(sum)s, men bara %(size)s ska lottas fram. Sänk något av dem.")
                self.add_error(f"low_{own[0].quota}", ValidationError(text % (words | {"sum": least})))
            if most < self.draw.size:
                text = _now("Högst blir tillsammans %(sum)s, men %(size)s ska lottas fram. Höj något av dem.")
                self.add_error(f"high_{own[0].quota}", ValidationError(text % (words | {"sum": most})))


LOTTERIES = {
    Draw.Lottery.UNIFORM: _(
        "Bland numrerade grupper som alla är lika troliga, minst 1 000 och så många att ingen blir utan sin chans. Lättast "
        "att förstå och kontrollera."
    ),
    Draw.Lottery.EXACT: _("Bland grupper som är olika troliga. Allas chanser blir exakt de uträknade."),
}


class ComputeForm(forms.Form):
    """What is meant by fair, and among which groups one is drawn."""

    objective = forms.ChoiceField(
        label=_("Vad ska vara rättvist?"),
        choices=[
            (code, format_lazy("{}. {}", capfirst(Draw.Objective(code).label), words))
            for code, words in OBJECTIVES.items()
        ],
        widget=forms.RadioSelect,
    )
    lottery = forms.ChoiceField(label=_("Hur ska det dras?"), choices=list(LOTTERIES.items()), widget=forms.RadioSelect)
