"""What an organisation wants to get better at: planned, changed, moved on, and noted what happened."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from medverka.accounts.models import User
from medverka.journal.actions import record
from medverka.mappings import policies
from medverka.mappings.models import AreaNote, DevelopmentArea, Mapping
from medverka.mappings.moves import NotNow
from medverka.mappings.rules import AREA_MOVES, AreaState
from medverka.organisations.models import Organisation


@transaction.atomic
def plan_area(
    *,
    by: Any,
    organisation: Organisation,
    level: str,
    what: str,
    why: str = "",
    mapping: Mapping | None = None,
    question: str = "",
    owner: User | None = None,
    owner_name: str = "",
    owner_role: str = "",
    due_on: date | None = None,
) -> DevelopmentArea:
    """Plan something to get better at. The same once more from the same organisation is one area."""
    if not policies.may_plan(by, organisation):
        raise PermissionDenied("mappings.answer")
    kept = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)  # Two clicks, one area.
    if kept.closed_on:
        raise NotNow(_("%(organisation)s har upphört.") % {"organisation": kept})
    same = DevelopmentArea.objects.filter(
        organisation=kept, what=what, mapping=mapping, state=AreaState.PLANNED
    ).first()
    if same:
        return same
    area = DevelopmentArea.objects.create(
        organisation=kept, level=level, what=what, why=why, mapping=mapping, question=question, owner=owner,
        owner_name="" if owner else owner_name, owner_role=owner_role, due_on=due_on,
    )  # fmt: skip
    AreaNote.objects.create(area=area, by=by.actor_id, state=area.state)
    record(by, "area.planned", area, organisation=kept.pk, level=level)
    return area


@transaction.atomic
def change_area(area: DevelopmentArea, *, by: Any, revision: int | None = None, **values: Any) -> DevelopmentArea:
    """Write it better. `revision` is that of what the page showed: `NotNow` where somebody has changed it since."""
    if not policies.may_change_area(by, area):
        raise PermissionDenied("mappings.answer")
    kept = DevelopmentArea.objects.select_for_update(of=("self",)).get(pk=area.pk)
    if values.get("owner"):
        values["owner_name"] = ""
    changed = [name for name, value in values.items() if getattr(kept, name) != value]
    if not changed:
        return kept
    if revision is not None and revision != kept.revision:
        raise NotNow(_("Någon har ändrat området sedan du öppnade sidan. Det du skrev står kvar här nedanför."))
    for name in changed:
        setattr(kept, name, values[name])
    kept.revision += 1
    kept.save()
    record(by, "area.changed", kept, fields=sorted(changed))
    return kept


@transaction.atomic
def move_area(area: DevelopmentArea, *, by: Any, state: str, text: str = "") -> DevelopmentArea:
    """Say where it stands now, with a word about it. The same state once more only notes the words."""
    if not policies.may_change_area(by, area):
        raise PermissionDenied("mappings.answer")
    kept = DevelopmentArea.objects.select_for_update(of=("self",)).get(pk=area.pk)
    wanted, stood = AreaState(state), AreaState(kept.state)
    if wanted != stood:
        if wanted not in AREA_MOVES[stood]:
            raise NotNow(_("Området står redan som ”%(state)s”.") % {"state": stood.label})
        DevelopmentArea.objects.filter(pk=kept.pk).update(state=wanted)
        kept.state = wanted
        record(by, "area.moved", kept, state=str(wanted))
    elif not text:
        return kept
    else:
        latest = kept.notes.first()
        if latest and (latest.text, latest.state, latest.by) == (text, stood, by.actor_id):
            return kept  # A second click.
        record(by, "area.noted", kept)
    AreaNote.objects.create(area=kept, by=by.actor_id, state=wanted, text=text)
    return kept
