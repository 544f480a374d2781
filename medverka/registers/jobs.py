"""What the worker does with registers: reads them, brings them in, and forgets them."""

import logging
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from medverka.foundation.schedule import daily
from medverka.registers import actions, progress
from medverka.registers.decisions import Decisions
from medverka.registers.models import Import
from medverka.registers.prepare import prepare
from medverka.registers.sheets import UnreadableFile

log = logging.getLogger(__name__)


def read(import_id: str) -> None:
    """Read an uploaded register and work out its preview. Harmless to run twice."""
    row = Import.objects.filter(pk=import_id, state=Import.State.READING).first()
    if row is None:
        return
    try:
        tell = progress.teller(row.pk)
        with translation.override(row.language):
            prepared = prepare(actions.contents(row), Decisions.from_json(row.decisions), by=row.created_by, tell=tell)
            actions.keep_preview(row, prepared)
    except UnreadableFile as error:
        actions.keep_trouble(row, str(error))
    except Exception:
        log.exception("The register %s could not be read.", import_id)
        actions.keep_trouble(
            row,
            _(
                "Något gick fel när filen lästes. Ingenting är ändrat. Försök igen, eller hör av dig till den som sköter Medverka."
            ),
        )
    finally:
        progress.forget(row.pk)


def bring_in(import_id: str) -> None:
    """Bring in a register whose uploader has said yes. Harmless to run twice, and to be killed in the middle."""
    try:
        _bring_in(UUID(import_id))
    except actions.NotAll:
        actions.give_back(UUID(import_id), _("Några rader går inte att läsa in, och därför är ingenting inläst."))
    except Exception:
        log.exception("The register %s could not be brought in.", import_id)
        actions.give_back(
            UUID(import_id),
            _(
                "Något gick fel under inläsningen, och därför är ingenting inläst. Försök igen, eller hör av dig till den som sköter Medverka."
            ),
        )
    finally:
        progress.forget(UUID(import_id))


def _bring_in(import_id: UUID) -> None:
    """Again from the beginning where another register came in meanwhile."""
    tell = progress.teller(import_id)
    for _attempt in range(5):
        try:
            actions.bring_in_upload(import_id, tell=tell)
        except actions.Outdated:
            continue
        return
    raise actions.Outdated


@daily
def forget() -> None:
    """Throw away what is no longer needed."""
    actions.forget_old()
    with transaction.atomic():
        actions.forget_disposed()
