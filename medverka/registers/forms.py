"""The forms of the import: upload, columns, words, and the last question."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from medverka.foundation.alphabet import sort_key
from medverka.foundation.fields import DateField
from medverka.pool.rules import PERSPECTIVES
from medverka.registers.decisions import Decisions, SheetChoice
from medverka.registers.fields import FIELDS, KIND_LABELS, Kind
from medverka.registers.sheets import MAX_BYTES
from medverka.registers.vocabulary import ALL, NEW, NOTE, County, List

MOST_FILES = 10
MOST_BYTES = 40_000_000


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several register files, none too large, none empty."""

    widget = FilesInput
    default_error_messages = {"required": _("Välj en fil att läsa in.")}

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        files: list[UploadedFile[Any]] = list(data) if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(files) > MOST_FILES or sum(file.size or 0 for file in files) > MOST_BYTES:
            raise ValidationError(_now("Det är för mycket på en gång. Läs in filerna några i taget."))
        for file in files:
            self._check(file)
        return files

    def _check(self, file: "UploadedFile[Any]") -> None:
        if not file.size:
            raise ValidationError(
                _now("Filen %s är tom. Kontrollera att den är sparad, och välj den igen.") % file.name
            )
        if file.size > MAX_BYTES:
            words = _now(
                "Filen %(name)s är större än %(limit)s MB. Dela upp registret i flera filer, eller spara om det utan bilder."
            )
            raise ValidationError(words % {"name": file.name, "limit": MAX_BYTES // 1_000_000})


class UploadForm(forms.Form):
    """The register."""

    register = FilesField(
        label=_("Registret"),
        help_text=_(
            "En eller flera filer: .xlsx, .xls, .ods eller .csv. Personer, förfrågningar och insatser kan stå i samma fil eller i var sin."
        ),
        widget=FilesInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
    )


class ColumnsForm(forms.Form):
    """What each sheet is, and what each of its columns holds."""

    joined_on = DateField(
        label=_("Från vilken dag räknas den vars dag saknas?"),
        help_text=_("Lämna tomt, så kommer personer utan dag inte med."),
        required=False,
    )
    perspectives = forms.MultipleChoiceField(
        label=_("Vilket perspektiv har den vars perspektiv saknas?"),
        help_text=_("Välj inget, så kommer personer utan perspektiv inte med."),
        choices=list(PERSPECTIVES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    mark_optional = False

    def __init__(self, *args: Any, sheets: list[dict[str, Any]], decisions: Decisions, **options: Any) -> None:
        self.sheets = sheets
        super().__init__(*args, **options)
        self.initial = {"joined_on": decisions.joined_on, "perspectives": decisions.perspectives}
        for number, sheet in enumerate(sheets):
            self._add_sheet(number, sheet)

    def _add_sheet(self, number: int, sheet: dict[str, Any]) -> None:
        kinds = [("", _("Läses inte in")), *((kind.value, _capital(KIND_LABELS[kind])) for kind in Kind)]
        self.fields[f"kind-{number}"] = forms.ChoiceField(
            label=_("Vad är det på varje rad?"), choices=kinds, required=False, initial=sheet["kind"]
        )
        if not sheet["kind"]:
            return
        self.fields[f"header-{number}"] = forms.IntegerField(
            label=_("På vilken rad står rubrikerna?"),
            min_value=1,
            max_value=max(sheet["height"], 1),
            initial=sheet["header_row"] + 1,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 5}),
        )
        codes = [("", _("Läses inte in"))]
        codes += [(field.code, _capital(field.label)) for field in FIELDS[Kind(sheet["kind"])]]
        for column in sheet["columns"]:
            self.fields[f"column-{number}-{column['index']}"] = forms.ChoiceField(
                label=f"{column['letters']}. {column['heading'] or '–'}",
                help_text=_column_help(column),
                choices=codes,
                required=False,
                initial=column["field"],
            )

    def parts(self) -> Iterable[dict[str, Any]]:
        """The fields of each sheet, for the page."""
        for number, sheet in enumerate(self.sheets):
            prefix = f"column-{number}-"
            columns = [self[name] for name in self.fields if name.startswith(prefix)]
            doubtful = {f"{prefix}{column['index']}" for column in sheet["columns"] if column["doubtful"]}
            yield {
                "sheet": sheet,
                "kind": self[f"kind-{number}"],
                "header": self[f"header-{number}"] if f"header-{number}" in self.fields else None,
                "doubtful": [column for column in columns if column.name in doubtful],
                "columns": [column for column in columns if column.name not in doubtful],
            }

    def decided(self, decisions: Decisions) -> Decisions:
        """The decisions with what was chosen here. A sheet of another kind, or with other headings, is proposed anew."""
        decisions.sheets = {sheet["key"]: self._choice(number, sheet) for number, sheet in enumerate(self.sheets)}
        day = self.cleaned_data["joined_on"]
        decisions.joined_on = day.isoformat() if day else ""
        decisions.perspectives = self.cleaned_data["perspectives"]
        return decisions

    def _choice(self, number: int, sheet: dict[str, Any]) -> SheetChoice:
        kind = self.cleaned_data[f"kind-{number}"]
        if kind != sheet["kind"]:
            return SheetChoice(kind)
        header = (self.cleaned_data.get(f"header-{number}") or sheet["header_row"] + 1) - 1
        if header != sheet["header_row"]:
            return SheetChoice(kind, header)
        fields = {
            column["index"]: self.cleaned_data.get(f"column-{number}-{column['index']}", "")
            for column in sheet["columns"]
        }
        return SheetChoice(kind, header, fields)


def _column_help(column: dict[str, Any]) -> str:
    """What stands in a column, and why it is not read if there is a reason."""
    shown = ", ".join(column["samples"])
    words = [_now("Till exempel: %s") % shown if shown else _now("Inget står i kolumnen.")]
    return " ".join([*words, column["note"]]).strip()


HEADINGS = {
    List.AREA: _("Erfarenhetsområden"),
    List.WAY: _("Sätt att medverka"),
    List.LANGUAGE: _("Språk"),
    List.ACCESS: _("Behov för att kunna delta"),
    List.MUNICIPALITY: _("Kommuner"),
    List.UNIT: _("Verksamheter"),
}


class WordsForm(forms.Form):
    """What each word of the register means in the county's lists."""

    mark_optional = False

    def __init__(
        self, *args: Any, words: list[dict[str, Any]], county: County, trails: Mapping[str, str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.words = words
        choices = {name: _choices(name, county, trails) for name in List}
        for number, word in enumerate(words):
            if len(choices[List(word["list"])]) == 1:
                continue  # Nothing to choose: the word stays as it is, and the page says so.
            self.fields[f"word-{number}"] = forms.ChoiceField(
                label=word["text"],
                help_text=_now("Står %d gånger.") % word["count"] if word["count"] > 1 else _now("Står en gång."),
                choices=choices[List(word["list"])],
                initial=word["choice"],
            )

    def parts(self) -> list[tuple[Any, dict[str, Any]]]:
        """Each list under its heading, for the page: fields of words without a match, of words understood, and words left as they are."""
        found = []
        for name, heading in HEADINGS.items():
            numbers = [n for n, word in enumerate(self.words) if word["list"] == name.value]
            asked = [n for n in numbers if f"word-{n}" in self.fields]
            unlike = [n for n in asked if self.words[n]["choice"] in (NOTE, NEW)]
            fields = {
                "unlike": [self[f"word-{n}"] for n in unlike],
                "understood": [self[f"word-{n}"] for n in asked if n not in unlike],
                "left": [self.words[n]["text"] for n in numbers if n not in asked],
                "units": name is List.UNIT,
            }
            if numbers:
                found.append((heading, fields))
        return found

    def decided(self, decisions: Decisions) -> Decisions:
        """The decisions with what was chosen here."""
        chosen = {word["id"]: self.cleaned_data.get(f"word-{n}") for n, word in enumerate(self.words)}
        decisions.words |= {word: choice for word, choice in chosen.items() if choice}
        return decisions


def _choices(name: List, county: County, trails: Mapping[str, str]) -> list[Any]:
    """What a word of a list can be taken to mean."""
    kept = _("Står kvar med registrets ord") if name is List.UNIT else _("Skrivs bara i anteckningen")
    first: list[Any] = [(NOTE, kept)]
    if name is List.WAY:
        first.append((ALL, _("Alla sätt att medverka")))
    if county.may_add and name is not List.UNIT:
        first.append((NEW, _("Ny kommun") if name is List.MUNICIPALITY else _("Nytt ord i listan")))
    there = [(target.code, trails.get(target.code, target.name)) for target in county.targets.get(name, ())]
    return [*first, (_("Samma som"), sorted(there, key=lambda pair: sort_key(str(pair[1]))))] if there else first


class ConfirmForm(forms.Form):
    """Whether rows that cannot come in keep the others out."""

    how = forms.ChoiceField(
        label=_("Vad ska hända med de andra raderna?"),
        choices=[
            ("good", _("Läs in alla rader som går")),
            ("all", _("Läs inte in något förrän alla rader går")),
        ],
        widget=forms.RadioSelect,
        initial="good",
    )

    def __init__(self, *args: Any, rejected: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rejected = rejected
        if not rejected:
            del self.fields["how"]

    def clean_how(self) -> str:
        how: str = self.cleaned_data["how"]
        if how == "all" and self.rejected:
            raise ValidationError(
                _now(
                    "Ingenting är inläst, för %d rader går inte än. Rätta dem i filen och ladda upp den igen, eller läs in de rader som går."
                )
                % self.rejected
            )
        return how


def _capital(label: Any) -> Any:
    text = str(label)
    return text[:1].upper() + text[1:]
