"""The lists of a draw as files for spreadsheets: those who are in it, and the salts of a file's people."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from medverka.draws import queries
from medverka.draws.facts import facts_in, facts_of, unsealed
from medverka.draws.group import name_of
from medverka.draws.models import Draw, Entrant
from medverka.foundation.csv_files import as_csv


def of_people(draw: Draw) -> bytes:
    """Everybody who is in the draw, one a row: place and turn. It may be handed on: nobody's salt or chance stands in it.

    Beside the alias of somebody in the pool stands the id by which the verifier knows them. Those who are in the group come first, then the reserves in their order, then those who have said no.
    """
    of_pool = draw.source == Draw.Source.POOL
    heading = [_("plats"), _("turordning")]
    rows: list[list[object]] = [[_("alias"), *heading, _("id")] if of_pool else [_("id"), *heading]]
    entrants = sorted(draw.entrants.select_related("contributor"), key=_as_listed)
    for entrant, facts in zip(entrants, facts_of(entrants), strict=True):
        waits = entrant.place == Entrant.Place.RESERVE and not entrant.stands_in_for_id and not entrant.said_no_at
        told: list[object] = [
            name_of(entrant, facts),
            _place_now(entrant),
            entrant.turn if waits and entrant.turn else "",
        ]
        rows.append([*told, "" if queries.has_left(entrant) else facts["id"]] if of_pool else told)
    return as_csv(rows)


def of_salts(draw: Draw) -> bytes:
    """For each of a file's people what is theirs alone: the salt that finds their label in what is published, and their chance."""
    rows: list[list[object]] = [[_("id"), _("salt"), _("etikett"), _("chans i procent")]]
    columns = draw.entrants.order_by("number").values_list("pk", "salt", "label", "chance")
    for (key, salt, label, chance), facts in zip(columns, facts_in(draw), strict=True):
        rows.append([facts["id"], unsealed("salt", key, salt), label, number_format(round(100 * (chance or 0.0), 6))])
    return as_csv(rows)


def _as_listed(entrant: Entrant) -> tuple[bool, bool, int, int]:
    """In the group, then those who wait in their order, then those who said no."""
    seated = queries.is_seated(entrant)
    return entrant.said_no_at is not None, not seated, 0 if seated else entrant.turn or 0, entrant.number


def _place_now(entrant: Entrant) -> str:
    """Where somebody stands, in the words of the page."""
    if queries.has_left(entrant):
        return _("har lämnat") if queries.is_seated(entrant) else ""
    if entrant.said_no_at:
        return _("reserv som tackade nej") if entrant.stands_in_for_id else _("tackade nej")
    if entrant.stands_in_for_id:
        return _("reserv som fick en plats")
    return str(entrant.get_place_display()) if entrant.place else ""
