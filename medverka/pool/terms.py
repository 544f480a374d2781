"""The county's own lists, and the words that it begins with: in our own words, broad, without any diagnosis."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import slugify

from medverka.access.authorise import may_everywhere
from medverka.journal.actions import record
from medverka.pool.models import Term

Kind = Term.Kind

# Kind, Swedish, English. The slug is made from the Swedish word and never changes.
WORDS: tuple[tuple[str, str, str], ...] = (
    (Kind.AREA, "Psykiatrisk vård för vuxna", "Mental health care for adults"),
    (Kind.AREA, "Psykiatrisk vård för barn och unga", "Mental health care for children and young people"),
    (Kind.AREA, "Vård på avdelning", "Care on a ward"),
    (Kind.AREA, "Öppenvård", "Outpatient care"),
    (Kind.AREA, "Vård mot sin vilja", "Care against one's will"),
    (Kind.AREA, "Rättspsykiatrisk vård", "Forensic care"),
    (Kind.AREA, "Vårdcentral", "Primary care"),
    (Kind.AREA, "Beroende", "Addiction"),
    (Kind.AREA, "Socialpsykiatri och boendestöd", "Social psychiatry and housing support"),
    (Kind.AREA, "Boende", "Housing"),
    (Kind.AREA, "Arbete och sysselsättning", "Work and occupation"),
    (Kind.AREA, "Ekonomi och försörjning", "Money and income"),
    (Kind.AREA, "Skola och studier", "School and studies"),
    (Kind.AREA, "Föräldraskap", "Being a parent"),
    (Kind.AREA, "Att vara barn till någon som behöver stöd", "Being the child of somebody who needs support"),
    (Kind.AREA, "Att vara ny i Sverige", "Being new in Sweden"),
    (Kind.AREA, "Våld i nära relationer", "Violence in close relationships"),
    (Kind.AREA, "Återhämtning", "Recovery"),
    (Kind.AREA, "Äldre", "Later in life"),
    (Kind.AREA, "Samordnad individuell plan", "Coordinated individual plan"),
    (Kind.WAY, "Föreläsa och berätta", "Give a talk"),
    (Kind.WAY, "Referensgrupp", "Reference group"),
    (Kind.WAY, "Arbetsgrupp", "Working group"),
    (Kind.WAY, "Panel", "Panel"),
    (Kind.WAY, "Läsa och tycka om texter", "Read and comment on texts"),
    (Kind.WAY, "Patientforum och dialogforum", "Patient forum and dialogue forum"),
    (Kind.WAY, "Råd och styrgrupp", "Council and steering group"),
    (Kind.WAY, "Vara med och anställa", "Take part in recruitment"),
    (Kind.WAY, "Utforma enkäter", "Design surveys"),
    (Kind.WAY, "Utbilda personal", "Train staff"),
    (Kind.WAY, "Prova lokaler och tjänster", "Try out rooms and services"),
    (Kind.WAY, "Intervju", "Interview"),
    (Kind.FORM, "På plats", "On site"),
    (Kind.FORM, "Digitalt", "Online"),
    (Kind.FORM, "Telefon", "By phone"),
    (Kind.FORM, "Skriftligt", "In writing"),
    (Kind.ACCESS, "Hörslinga", "Hearing loop"),
    (Kind.ACCESS, "Utan trappor", "Step-free"),
    (Kind.ACCESS, "Följeslagare", "A companion"),
    (Kind.ACCESS, "Pauser", "Breaks"),
    (Kind.ACCESS, "Tolk", "Interpreter"),
    (Kind.ACCESS, "Teckenspråkstolk", "Sign language interpreter"),
    (Kind.ACCESS, "Stor text", "Large print"),
    (Kind.ACCESS, "Uppläst text", "Text read aloud"),
    (Kind.ACCESS, "Lättläst text", "Easy-read text"),
    (Kind.ACCESS, "Doftfritt", "Scent-free"),
    (Kind.ACCESS, "Liten grupp", "A small group"),
    (Kind.ACCESS, "Lugn plats att gå undan", "A quiet place to withdraw to"),
    (Kind.ACCESS, "Hjälp att ta sig dit", "Help to get there"),
    (Kind.LANGUAGE, "Svenska", "Swedish"),
    (Kind.LANGUAGE, "Engelska", "English"),
    (Kind.LANGUAGE, "Finska", "Finnish"),
    (Kind.LANGUAGE, "Meänkieli", "Meänkieli"),
    (Kind.LANGUAGE, "Samiska", "Sámi"),
    (Kind.LANGUAGE, "Romska", "Romani"),
    (Kind.LANGUAGE, "Jiddisch", "Yiddish"),
    (Kind.LANGUAGE, "Svenskt teckenspråk", "Swedish sign language"),
    (Kind.LANGUAGE, "Arabiska", "Arabic"),
    (Kind.LANGUAGE, "Dari", "Dari"),
    (Kind.LANGUAGE, "Persiska", "Persian"),
    (Kind.LANGUAGE, "Polska", "Polish"),
    (Kind.LANGUAGE, "Somaliska", "Somali"),
    (Kind.LANGUAGE, "Spanska", "Spanish"),
    (Kind.LANGUAGE, "Tigrinja", "Tigrinya"),
    (Kind.LANGUAGE, "Ukrainska", "Ukrainian"),
)


def default_terms() -> list[Term]:
    """Unsaved terms of every list."""
    return [Term(kind=kind, slug=slugify(name)[:50], name=name, name_en=english) for kind, name, english in WORDS]


@transaction.atomic
def ensure_default_terms(*, by: Any) -> int:
    """Put the words of `terms.default_terms()` that are missing into the county's lists. Returns how many."""
    if not may_everywhere(by, "county.edit"):
        raise PermissionDenied("county.edit")
    there = set(Term.objects.values_list("kind", "slug"))
    missing = [term for term in default_terms() if (term.kind, term.slug) not in there]
    Term.objects.bulk_create(missing)
    if missing:
        record(by, "terms.added", "county:1", count=len(missing))
    return len(missing)


@transaction.atomic
def save_term(term: Term, *, by: Any) -> Term:
    """Add, rename or retire a word of the county's lists. The slug of a word never changes."""
    if not may_everywhere(by, "county.edit"):
        raise PermissionDenied("county.edit")
    if not term.pk:
        term.slug = _free_slug(term)
    term.full_clean()
    kept = Term.objects.select_for_update().filter(pk=term.pk).first()
    if kept is None or (kept.name, kept.name_en, kept.retired) != (term.name, term.name_en, term.retired):
        term.save()
        record(by, "term.saved", term, retired=term.retired)
    return term


def _free_slug(term: Term) -> str:
    base = slugify(term.name)[:40] or "ord"
    taken = set(Term.objects.filter(kind=term.kind, slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 999))) if slug not in taken)
