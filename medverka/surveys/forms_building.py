"""The forms by which a questionnaire is built."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from medverka.questionnaires import editing
from medverka.questionnaires.answering import read_number
from medverka.questionnaires.checks import LONGEST_HELP, LONGEST_INTRO, LONGEST_TEXT
from medverka.questionnaires.document import Kind, Option, Question, Questionnaire, Section, Text
from medverka.surveys.building_rows import Rows
from medverka.surveys.ladders import DONT_KNOW, FACES, LADDERS

OWN = "egna"
FACE_WORDS = (
    ("", _("Inget ansikte")),
    ("very_sad", _("Mycket ledsen")),
    ("sad", _("Ledsen")),
    ("neutral", _("Varken eller")),
    ("happy", _("Glad")),
    ("very_happy", _("Mycket glad")),
)


def area(rows: int) -> forms.Textarea:
    """A field of several lines."""
    return forms.Textarea(attrs={"rows": rows})


class NewForm(forms.Form):
    """A new questionnaire, and what it begins as."""

    name = forms.CharField(
        label=_("Vad ska formuläret heta?"),
        help_text=_("Så hittar du det. De som svarar ser rubriken, som du kan ändra sedan."),
        max_length=120,
    )
    start = forms.ChoiceField(label=_("Vad vill du börja från?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, starts: list[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["start"].choices = starts  # type: ignore[attr-defined]


class FileForm(forms.Form):
    """A questionnaire from a file."""

    file = forms.FileField(
        label=_("Filen med frågeformuläret"),
        help_text=_("En JSON-fil som någon har hämtat ur Medverka, hos er eller i ett annat län."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )


class AboutForm(forms.Form):
    """What a questionnaire is called, and what stands first and last in it."""

    name = forms.CharField(label=_("Namn"), help_text=_("Så heter formuläret hos er. Bara ni ser det."), max_length=120)
    title = forms.CharField(label=_("Rubrik"), help_text=_("Så heter det för dem som svarar."), max_length=LONGEST_TEXT)
    intro = forms.CharField(
        label=_("Inledning"),
        help_text=_("Varför ni frågar och vad svaren används till. Att det är anonymt berättar Medverka själv."),
        max_length=LONGEST_INTRO,
        required=False,
        widget=area(4),
    )
    thanks = forms.CharField(
        label=_("Tack"),
        help_text=_("Det sista som läses, till exempel när och var ni berättar vad ni fick veta."),
        max_length=LONGEST_INTRO,
        required=False,
        widget=area(3),
    )

    @staticmethod
    def parts(whole: Questionnaire) -> dict[str, Text]:
        """The texts that the form changes."""
        return {"title": whole.title, "intro": whole.intro, "thanks": whole.thanks}

    def edit(self, was: str) -> editing.Edit:
        """The change that was filled in."""

        def change(whole: Questionnaire) -> Questionnaire:
            now = self.parts(whole)
            if editing.fingerprint(now) != was:
                raise editing.Overtaken
            language = whole.languages[0]
            changed: dict[str, Any] = {name: said(now[name], language, self.cleaned_data[name]) for name in now}
            return replace(whole, **changed)

        return change


def said(text: Text, language: str, words: str) -> Text:
    """The text with these words in this language; without the language where there are none."""
    rest = {tag: other for tag, other in text.items() if tag != language}
    return {**rest, language: words} if words else rest


class SectionForm(forms.Form):
    """What a section is called."""

    title = forms.CharField(
        label=_("Avsnittets rubrik"),
        help_text=_("Till exempel: Ditt uppdrag. Varje avsnitt är en egen sida för den som svarar."),
        max_length=LONGEST_TEXT,
    )
    text = forms.CharField(label=_("Text under rubriken"), max_length=LONGEST_INTRO, required=False, widget=area(3))

    level = forms.ChoiceField(
        label=_("Nivå"),
        help_text=_("Bara för kartläggningar: vilken nivå frågorna gäller."),
        choices=[
            ("", _("ingen")),
            ("individual", _("individnivå")),
            ("operational", _("verksamhetsnivå")),
            ("system", _("systemnivå")),
        ],
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["level"]
        level = self.initial.get("level", "")
        if level not in dict(field.choices):
            field.choices = [*field.choices, (level, level)]  # One that came with a file.

    def section(self, whole: Questionnaire, key: str = "") -> Section:
        """The section as it was filled in; a new one gets a key."""
        language, data = whole.languages[0], self.cleaned_data
        before = editing.section(whole, key) if key else None
        key = key or editing.fresh_key(data["title"], editing.keys_of(whole), otherwise="avsnitt")
        title = said(before.title if before else {}, language, data["title"])
        return Section(
            key, title, text=said(before.text if before else {}, language, data["text"]), level=data["level"]
        )


class SwedishNumberField(forms.CharField):
    """A number as Swedes write it: `1 234,5`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"size": 8, "inputmode": "decimal"}), **options)

    def clean(self, value: Any) -> Decimal | None:
        text = str(super().clean(value) or "")
        number = read_number(text)
        if text and number is None:
            raise ValidationError(_("Skriv ett tal, till exempel 12 eller 2,5."))
        return number

    def prepare_value(self, value: Any) -> Any:
        return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else value


class QuestionForm(forms.Form):
    """A question of any kind: the fields and rows that its kind has."""

    text = forms.CharField(label=_("Frågan"), max_length=LONGEST_TEXT, widget=area(2))
    help = forms.CharField(
        label=_("Förklaring"),
        help_text=_("Står under frågan. Skriv bara det som behövs för att svara."),
        max_length=LONGEST_HELP,
        required=False,
        widget=area(2),
    )
    required = forms.BooleanField(
        label=_("Måste besvaras"),
        help_text=_("Kryssa bara om svaret inte kan undvaras. Den som inte vill svara slutar annars kanske helt."),
        required=False,
    )

    def __init__(self, data: Any = None, *, kind: Kind, whole: Questionnaire, question: Question | None = None) -> None:
        self.kind, self.whole, self.question = kind, whole, question
        self.language = whole.languages[0]
        self.is_new = question is None
        super().__init__(data, initial=self._initial(question) if question else None)
        needed = self.fields.pop("required")
        self.fields.update(_own_fields(kind, is_new=self.is_new))
        self.fields["required"] = needed
        if kind == Kind.TEXT and question:
            self._keep_length(question.longest)
        self.by_ladder = self.is_new and kind in (Kind.SCALE, Kind.MATRIX) and self["ladder"].value() != OWN
        self.groups = list(self._groups(data))

    def _initial(self, question: Question) -> dict[str, Any]:
        texts = {name: getattr(question, name).get(self.language, "") for name in ("text", "help", "unit")}
        plain = {name: getattr(question, name) for name in ("required", "at_most", "least", "most", "longest")}
        return texts | plain

    def _keep_length(self, longest: int) -> None:
        """A length from a file is a choice too."""
        field: Any = self.fields["longest"]
        if longest not in [value for value, _words in field.choices]:
            field.choices = [*field.choices, (longest, _("%(n)s tecken") % {"n": longest})]

    def _groups(self, data: Any) -> Iterator[Rows]:
        """The rows that this kind of question has."""
        known = self.question.options if self.question else ()
        shared: dict[str, Any] = {"language": self.language, "data": data}
        if self.kind == Kind.MATRIX:
            rows = self.question.rows if self.question else ()
            help_text = _("En rad är en fråga av sitt slag: alla besvaras med samma skala.")
            yield Rows("rad", _("Rader"), rows, least=1, blank=2, one=_("Rad"), help_text=help_text, **shared)
        if self.kind in (Kind.SINGLE, Kind.MULTIPLE):
            blank, alone = 4 if self.is_new else 2, self.kind == Kind.MULTIPLE
            label = _("Svar att välja mellan")
            yield Rows("svar", label, known, least=2, blank=blank, one=_("Svar"), alone=alone, **shared)
        if self.kind in (Kind.SCALE, Kind.MATRIX) and not self.by_ladder:
            if self.is_new and self["dont_know"].value():
                known = (spoken(DONT_KNOW, self.whole),)
            yield from self._scale(known, shared)

    def _scale(self, known: Sequence[Option], shared: dict[str, Any]) -> Iterator[Rows]:
        """The rows of a scale in own words: its steps, and what stands beside it."""
        steps = [option for option in known if not option.apart]
        apart = [option for option in known if option.apart]
        help_text = str(_("Två till sju steg, det sämsta först, till exempel: Dåligt, Varken eller, Bra."))
        faces = self.kind == Kind.SCALE
        if faces:
            help_text += " " + _now("Ett ansikte visas ovanför orden.")
        blank = 5 if self.is_new else 1
        yield Rows("steg", _("Skalans steg"), steps, least=2, most=7, blank=blank, faces=faces, one=_("Steg"), help_text=help_text, **shared)  # fmt: skip
        help_text = _now("Till exempel Vet inte. Räknas för sig och är inget steg.")
        yield Rows("vid", _("Vid sidan av skalan"), apart, most=3, blank=0 if apart else 1, one=_("Svar"), help_text=help_text, **shared)  # fmt: skip

    def take(self, verb: str) -> None:
        """What a button at the rows does: `steg:up:2`; or more rows, and those that were pasted."""
        name, _sep, rest = verb.partition(":")
        what, _sep, number = rest.partition(":")
        for rows in self.groups:
            if rows.name == name:
                rows.take_lines(self.data.get(f"{name}-lines", ""))
                rows.do(what, int(number) if number.isdecimal() and len(number) < 5 else 0)

    def rest(self) -> Iterator[Any]:
        """The fields that stand below the rows."""
        above = {"text", "help", "ladder"}
        return (self[name] for name in self.fields if name not in above | {field.name for field in self.passed_on()})

    def passed_on(self) -> list[Any]:
        """What was chosen of a ready scale: it says nothing of own words, and stands again for whoever takes a ready one after all."""
        names = ("faces", "dont_know") if self.is_new and not self.by_ladder else ()
        return [self[name] for name in names if name in self.fields]

    def unchecked(self) -> "QuestionForm":
        """The form with what was typed, before anybody has said that it is ready."""
        self._errors = ErrorDict()
        return self

    @property
    def asks_for_rows(self) -> bool:
        """Own words were chosen just now: the rows come, and nothing is wrong with them yet."""
        return self.is_bound and any(f"{rows.name}-text" not in self.data for rows in self.groups)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for rows in self.groups:
            rows.take_lines(self.data.get(f"{rows.name}-lines", ""))
        if {rows.check() for rows in self.groups} - {True}:  # Each is checked, so that all that is wrong is told.
            raise ValidationError(_("Se över raderna: det som är fel står vid dem."))
        least, most = data.get("least"), data.get("most")
        if least is not None and most is not None and least > most:
            self.add_error("most", _now("Det högsta talet är mindre än det lägsta."))
        written = sum(len(rows.written) for rows in self.groups if rows.name == "svar")
        if data.get("at_most") and data["at_most"] > written:
            self.add_error("at_most", _now("Så många svar finns det inte att välja."))
        return data

    def built(self) -> Question:
        """The question as it was filled in. A new one gets a key made of its words."""
        data, language, before = self.cleaned_data, self.language, self.question
        if before is None:
            key = editing.fresh_key(data["text"], editing.keys_of(self.whole))
            before = Question(key, self.kind, {})
        named: dict[str, Any] = {
            name: said(getattr(before, name), language, data[name]) for name in ("text", "help", "unit") if name in data
        }
        plain: dict[str, Any] = {name: data[name] for name in ("required", "at_most", "least", "most") if name in data}
        longest = data.get("longest") or before.longest
        return replace(before, **named, **plain, longest=longest, **self._options())

    def _options(self) -> dict[str, Any]:
        rows = {group.name: group for group in self.groups}
        found: dict[str, Any] = {}
        if "rad" in rows:
            found["rows"] = rows["rad"].options()
        if "svar" in rows:
            found["options"] = rows["svar"].options()
        if "steg" in rows:
            apart = rows["vid"].options(tuple(rows["steg"].before), apart=True)
            found["options"] = (*rows["steg"].options([option.key for option in apart]), *apart)
        if self.by_ladder:
            data = self.cleaned_data
            ready = LADDERS[data["ladder"]].options(faces=bool(data.get("faces")), dont_know=data["dont_know"])
            found["options"] = tuple(spoken(option, self.whole) for option in ready)
        return found


def spoken(option: Option, whole: Questionnaire) -> Option:
    """The option in the languages of a questionnaire; in its first one at any rate, by Swedish where there is no other."""
    words = {tag: text for tag, text in option.text.items() if tag in whole.languages}
    first = whole.languages[0]
    return replace(option, text={first: option.text["sv"], **words})


def _own_fields(kind: Kind, *, is_new: bool) -> dict[str, forms.Field]:
    """What only this kind of question is asked about."""
    if kind in (Kind.SCALE, Kind.MATRIX):
        return _scale_fields(with_faces=kind == Kind.SCALE) if is_new else {}
    make = {Kind.MULTIPLE: _multiple_fields, Kind.NUMBER: _number_fields, Kind.TEXT: _text_fields}.get(kind)
    return make() if make else {}


def _scale_fields(*, with_faces: bool) -> dict[str, forms.Field]:
    choices: list[tuple[str, str | Promise]] = [(ladder.key, ladder.label) for ladder in LADDERS.values()]
    fields: dict[str, forms.Field] = {
        "ladder": forms.ChoiceField(
            label=_("Vilken skala?"),
            choices=[*choices, (OWN, _("Egna ord: du skriver dem när du har valt Spara frågan"))],
            widget=forms.RadioSelect,
            initial="bra",
        )
    }
    if with_faces:
        fields["faces"] = forms.BooleanField(label=_("Med ansikten vid orden"), required=False)
    label = _("Med ”Vet inte” vid sidan av")
    fields["dont_know"] = forms.BooleanField(label=label, required=False, initial=True)
    return fields


def _multiple_fields() -> dict[str, forms.Field]:
    at_most = forms.IntegerField(
        label=_("Hur många svar får väljas, som mest?"),
        help_text=_("Lämna tomt om alla får väljas."),
        min_value=1,
        max_value=50,
        required=False,
        widget=forms.TextInput(attrs={"size": 4, "inputmode": "numeric"}),
    )
    return {"at_most": at_most}


def _number_fields() -> dict[str, forms.Field]:
    unit_help = _("Till exempel gånger eller timmar.")
    no_limit = _("Lämna tomt om det inte finns någon gräns.")
    return {
        "least": SwedishNumberField(label=_("Lägsta tal"), help_text=no_limit, required=False),
        "most": SwedishNumberField(label=_("Högsta tal"), help_text=no_limit, required=False),
        "unit": forms.CharField(label=_("Enhet"), help_text=unit_help, max_length=40, required=False),
    }


def _text_fields() -> dict[str, forms.Field]:
    longest = forms.TypedChoiceField(
        label=_("Hur långt får svaret vara?"),
        choices=[
            (200, _("En rad eller två (200 tecken)")),
            (2000, _("Några stycken (2 000 tecken)")),
            (5000, _("Långt (5 000 tecken)")),
        ],
        coerce=int,
        initial=2000,
        widget=forms.RadioSelect,
    )
    return {"longest": longest}


def face_choices() -> list[tuple[str, str]]:
    """The faces that a step can have."""
    return [(code, str(words)) for code, words in FACE_WORDS if not code or code in FACES]
