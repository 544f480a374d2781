"""What happens on the pages that gather from all apps."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from medverka.foundation.models import PostponedForm
from medverka.journal.actions import record


@transaction.atomic
def throw_away_postponed(form: PostponedForm, *, by: Any) -> None:
    """Throw away what one sent when one's session had ended. Again is harmless."""
    if form.user_id != str(by.pk):
        raise PermissionDenied
    deleted, _kinds = PostponedForm.objects.filter(pk=form.pk).delete()
    if deleted:
        record(by, "form.thrown_away", f"user:{by.pk}")
