"""What the journal's page calls draws and what happens with them."""

from collections.abc import Collection, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from medverka.draws.models import Draw
from medverka.draws.queries import visible_to
from medverka.journal.words import Kind, Label, chosen, register_detail, register_events, register_kind

register_events(
    "lottningar",
    _("Lottningar"),
    {
        "draw.created": _("Började på en lottning"),
        "draw.changed": _("Ändrade vad som lottas"),
        "draw.files_sent_in": _("Skickade in filer till en lottning"),
        "draw.people_chosen": _("Bestämde vilka som är med i en lottning"),
        "draw.quotas_set": _("Ändrade kvoterna i en lottning"),
        "draw.relaxed": _("Ändrade kvoterna så att de går ihop"),
        "draw.computing_began": _("Började räkna ut en lottning"),
        "draw.lottery_chosen": _("Bestämde hur det ska dras i en lottning"),
        "draw.begun_again": _("Började om med det som hade stannat i en lottning"),
        "draw.stopped": _("Avbröt arbetet med en lottning"),
        "draw.few_accepted": _("Godtog att en lottning ur en fil säger något om några få"),
        "draw.publishing_began": _("Bestämde att en lottning ska publiceras"),
        "draw.published": _("Publicerade en lottning, före dragningen"),
        "draw.drawn": _("Drog: de offentliga siffrorna avgjorde"),
        "draw.tied": _("Började på en förfrågan till dem som lottades fram"),
        "draw.called_off": _("Avlyste en publicerad lottning"),
        "draw.thrown_away": _("Tog bort en lottning som inte var publicerad"),
        "draw.said_no": _("Antecknade ett nej från någon som lottades fram"),
        "draw.no_undone": _("Ångrade ett nej från någon som lottades fram"),
        "draw.seat_left": _("Antecknade att någon som lottades fram har lämnat"),
        "draw.stood_in": _("Blev ersättare i en lottning"),
        "draw.told": _("Mejlade dem som är med i en lottning"),
        "draw.salts_fetched": _("Hämtade allas salter i en lottning ur en fil"),
        "draw.letters_posted": _("Antecknade att breven om en lottning är postade"),
        "draw.let_go": _("Kopplade loss dem som har gallrats ur lottningar"),
    },
)
register_detail("draw.created", chosen("source", Draw.Source.choices))
register_detail("draw.computing_began", chosen("objective", Draw.Objective.choices))
register_detail("draw.lottery_chosen", chosen("lottery", Draw.Lottery.choices))


def _draws(reader: Any, ids: Collection[int]) -> dict[int, Label]:
    rows = visible_to(reader).filter(pk__in=ids)
    return {one.pk: Label(one.title, reverse("draws:draw", args=[one.pk])) for one in rows}


def _find(reader: Any, text: str) -> Iterable[int]:
    return visible_to(reader).filter(title__icontains=text).values_list("pk", flat=True)


register_kind("draw", Kind(_("en lottning"), labels=_draws, find=_find))
