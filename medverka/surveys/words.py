"""Swedish for what `medverka.questionnaires` says in code words: what is wrong, and where it stands."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from medverka.questionnaires.problems import Place, Problem

Words = str | Promise

STEPS: Final[dict[str, Words]] = {
    "section": gettext_lazy("avsnitt %(number)s"),
    "question": gettext_lazy("fråga %(number)s"),
    "option": gettext_lazy("alternativ %(number)s"),
    "row": gettext_lazy("rad %(number)s"),
}

WORDS: Final[dict[str, Words]] = {
    # The file as a whole
    "too_large": gettext_lazy("Filen är större än %(detail)s MB. Kontrollera att du valde rätt fil."),
    "not_text": gettext_lazy("Filen är ingen text. Välj en fil som har exporterats från Medverka."),
    "not_json": gettext_lazy("Filen är ingen hel JSON-fil%(where)s. Exportera den på nytt, eller rätta den där."),
    "too_deep": gettext_lazy("Filen har delar i delar i delar utan slut. Det är inget frågeformulär."),
    "not_this_format": gettext_lazy(
        "Filen är inget frågeformulär från Medverka: ”format” ska vara ”medverka-questionnaire”."
    ),
    "newer_version": gettext_lazy(
        "Filen är skriven av en nyare Medverka (format_version %(detail)s). Uppgradera Medverka, eller be om en äldre fil."
    ),
    # A part of the file
    "unknown_field": gettext_lazy("Här står ”%(detail)s”, som formatet inte har. Ta bort det, eller rätta namnet."),
    "doubled_field": gettext_lazy("”%(detail)s” står två gånger. Ta bort den ena."),
    "missing_field": gettext_lazy("”%(detail)s” saknas."),
    "not_an_object": gettext_lazy('%(named)s ska vara ett objekt, { … }. En text skrivs {"sv": "…"}.'),
    "not_a_list": gettext_lazy("”%(detail)s” ska vara en lista, [ … ]."),
    "not_words": gettext_lazy("”%(detail)s” ska vara ord inom citattecken."),
    "not_a_number": gettext_lazy("”%(detail)s” är inget tal som går att använda här."),
    "not_yes_or_no": gettext_lazy("”%(detail)s” ska vara true eller false."),
    "not_a_key": gettext_lazy(
        "”%(detail)s” ska vara en nyckel: bara små bokstäver a–z, siffror, bindestreck och understreck, högst 60 tecken."
    ),
    "not_a_language": gettext_lazy("”%(detail)s” är ingen språkkod. Skriv till exempel sv, en eller sv-x-lattlast."),
    "strange_sign": gettext_lazy("”%(detail)s” innehåller ett osynligt tecken som ingen text har. Skriv om texten."),
    "unknown_kind": gettext_lazy(
        "Frågor av sorten ”%(detail)s” finns inte. Välj bland scale, single, multiple, number, text och matrix."
    ),
    "unknown_face": gettext_lazy(
        "Ansiktet ”%(detail)s” finns inte. Välj bland very_sad, sad, neutral, happy och very_happy."
    ),
    "not_a_picture": gettext_lazy("Bilden i ”%(detail)s” går inte att känna igen."),
    "many_pictures": gettext_lazy("Filen bär på fler än %(detail)s bilder. Ta bort några."),
    # The questionnaire
    "no_questions": gettext_lazy("Det finns ingen fråga än."),
    "too_many_questions": gettext_lazy("Det är fler än %(detail)s frågor. Dela upp dem på flera frågeformulär."),
    "no_languages": gettext_lazy("Det står inte vilket språk frågorna är skrivna på."),
    "too_many_languages": gettext_lazy("Det är fler än %(detail)s språk. Ta bort några."),
    "doubled_language": gettext_lazy("Språket %(detail)s står två gånger."),
    "doubled_key": gettext_lazy("Två har samma nyckel, ”%(detail)s”. Byt den ena."),
    "missing_text": gettext_lazy("%(field)s saknas på formulärets första språk."),
    "too_long_text": gettext_lazy("En text är längre än %(detail)s tecken. Korta den."),
    "few_options": gettext_lazy("Det behövs minst %(detail)s alternativ att välja mellan."),
    "many_options": gettext_lazy("Det är fler än %(detail)s alternativ. Slå ihop några."),
    "steps": gettext_lazy("En skala har %(detail)s steg, utöver ”vet inte”."),
    "no_rows": gettext_lazy("Det finns inga rader att svara på."),
    "not_of_this_kind": gettext_lazy("”%(detail)s” hör inte till den här sortens fråga. Ta bort det."),
    "condition_missing": gettext_lazy("Villkoret gäller en fråga som inte finns: ”%(detail)s”."),
    "condition_later": gettext_lazy("Villkoret gäller en fråga som inte kommer före: ”%(detail)s”. Byt plats på dem."),
    "condition_kind": gettext_lazy("Villkoret gäller en fråga som inte har något att välja: ”%(detail)s”."),
    "condition_option": gettext_lazy("Villkoret gäller ett alternativ som frågan inte har: ”%(detail)s”."),
    "condition_empty": gettext_lazy("Villkoret säger inte vilka svar på frågan ”%(detail)s” som räknas."),
    "two_pictures": gettext_lazy("Det finns två bilder. Välj en av dem."),
    "two_conditions": gettext_lazy(
        "Frågan har två villkor, sitt eget och avsnittets. Då visar en enkäts resultat inget av svaren, för att ingen ska gå att känna igen. Ta bort ett av villkoren, eller välj en fråga i samma avsnitt."
    ),
    "untranslated": gettext_lazy("Något är inte översatt till %(language)s."),
    "unlisted_language": gettext_lazy("Det finns text på %(language)s, som inte är ett av formulärets språk."),
    "no_alt": gettext_lazy("Bilden är inte beskriven på %(language)s."),
    # Answers
    "required": gettext_lazy("Frågan behöver ett svar."),
    "not_alone": gettext_lazy(
        "Ett av svaren du valde kan inte väljas ihop med något annat. Behåll antingen det eller de andra."
    ),
    "too_small": gettext_lazy("Talet är för litet. Det ska vara minst %(detail)s."),
    "too_big": gettext_lazy("Talet är för stort. Det får vara högst %(detail)s."),
    "unknown_option": gettext_lazy("Det alternativet finns inte. Välj ett av dem som visas."),
    "unknown_row": gettext_lazy("Det fanns ett svar på en rad som inte finns. Det är borttaget."),
    "unknown_question": gettext_lazy("Det fanns ett svar på en fråga som inte finns. Det är borttaget."),
    "not_asked": gettext_lazy("Frågan ställs inte när du har svarat så här. Svaret är borttaget."),
}

LIMITS: Final[dict[str, Words]] = {
    "least": gettext_lazy("Det minsta talet är större än det största. Byt plats på dem."),
    "at_most": gettext_lazy("Det får väljas högst så många alternativ som det finns, och minst ett."),
    "longest": gettext_lazy("Ett svar i ord får vara mellan 1 och 20 000 tecken."),
}

FIELDS: Final[dict[str, Words]] = {
    "title": gettext_lazy("Rubriken"),
    "intro": gettext_lazy("Inledningen"),
    "thanks": gettext_lazy("Tacket"),
    "text": gettext_lazy("Texten"),
    "help": gettext_lazy("Hjälptexten"),
    "description": gettext_lazy("Beskrivningen"),
    "unit": gettext_lazy("Enheten"),
}

LANGUAGES: Final[dict[str, Words]] = {
    "sv": gettext_lazy("svenska"),
    "sv-x-lattlast": gettext_lazy("lättläst svenska"),
    "en": gettext_lazy("engelska"),
}


def told(problem: Problem) -> str:
    """What is wrong, in a sentence."""
    detail = problem.detail
    if problem.code == "limits":
        return str(LIMITS[detail])
    if problem.code in ("too_small", "too_big"):
        detail = number_format(Decimal(detail))
    if problem.code == "too_many":
        most = int(detail)
        return ngettext("Du kan välja högst ett alternativ.", "Du kan välja högst %(most)s alternativ.", most) % {
            "most": most
        }
    if problem.code == "too_long":
        return _("Svaret är längre än %(most)s tecken. Korta det; allt du har skrivit står kvar.") % {"most": detail}
    return str(WORDS[problem.code]) % {
        "detail": detail,
        "where": _where(detail),
        "named": f"”{detail}”" if detail else _("Den här delen"),
        "field": FIELDS.get(detail, detail),
        "language": LANGUAGES.get(detail) or _("språket %(tag)s") % {"tag": detail},
    }


def _where(line_and_sign: str) -> str:
    line, _colon, sign = line_and_sign.partition(":")
    return _(" (rad %(line)s, tecken %(sign)s)") % {"line": line, "sign": sign} if sign else ""


def place(steps: Place) -> str:
    """Where it stands: ”avsnitt 2, fråga 3 (helhet), alternativ 1”; nothing for the questionnaire as a whole."""
    named = (
        (str(STEPS[step.what]) % {"number": step.number}) + (f" ({step.key})" if step.key else "") for step in steps
    )
    return ", ".join(named)


def line(problem: Problem) -> str:
    """Where, and what is wrong there."""
    where = place(problem.place)
    return f"{where[:1].upper()}{where[1:]}: {told(problem)}" if where else told(problem)


def lines(problems: Sequence[Problem], most: int = 50) -> list[str]:
    """A line for each; of very many the first, and how many more there are."""
    more = len(problems) - most
    rest = [ngettext("… och %(more)s fel till.", "… och %(more)s fel till.", more) % {"more": more}] if more > 0 else []
    return [line(problem) for problem in problems[:most]] + rest
