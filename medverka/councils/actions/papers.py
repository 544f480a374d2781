"""Files for a meeting come and go. They are sealed where they are stored, under a name that says nothing."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from medverka.councils.leading import must_lead
from medverka.councils.models import AgendaItem, Meeting, Paper
from medverka.councils.papers import checked
from medverka.foundation import crypto
from medverka.journal.actions import record, subject_of

PAPERS_AT_MOST = 40  # For one meeting.


@transaction.atomic
def add_paper(meeting: Meeting, *, by: Any, name: str, data: bytes, item: AgendaItem | None = None) -> Paper:
    """Keep a file for a meeting, if it is what its name says. The file itself is written last."""
    must_lead(by, meeting.council)
    Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if meeting.state == Meeting.State.CANCELLED:
        raise ValidationError(_("Mötet är inställt."))
    if Paper.objects.filter(meeting=meeting).count() >= PAPERS_AT_MOST:
        raise ValidationError(_("Mötet har redan många filer. Ta bort någon först."))
    shown, content_type = checked(name, data)
    paper = Paper(
        meeting=meeting, item=item, name=shown, content_type=content_type, size=len(data), recorded_by=by.actor_id
    )
    paper.file.name = f"papers/{paper.pk.hex}"
    paper.save()
    record(by, "paper.added", paper, meeting=meeting.pk, bytes=len(data))
    default_storage.save(paper.file.name, ContentFile(crypto.seal_bytes(data, _place(paper))))
    return paper


@transaction.atomic
def remove_paper(paper: Paper, *, by: Any) -> None:
    """Take a file away, from the store too. Again is harmless."""
    must_lead(by, paper.meeting.council)
    subject, stored_as = subject_of(paper), str(paper.file.name)
    removed, _rows = Paper.objects.filter(pk=paper.pk).delete()
    if removed:
        record(by, "paper.removed", subject, meeting=paper.meeting_id)
        transaction.on_commit(lambda: default_storage.delete(stored_as))


def content_of(paper: Paper) -> bytes:
    """What a file holds. Raises `FileNotFoundError` and `crypto.CannotOpen`."""
    with default_storage.open(str(paper.file.name)) as stored:
        return crypto.unseal_bytes(stored.read(), _place(paper))


def _place(paper: Paper) -> str:
    return f"councils:paper:{paper.pk}"
