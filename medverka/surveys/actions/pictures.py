"""Pictures are kept by what they hold, once each, as long as a questionnaire shows them."""

import hashlib
from typing import Any

from django.db import transaction

from medverka.access.authorise import authorise
from medverka.questionnaires import files, translating
from medverka.surveys.models import Image, Version
from medverka.surveys.pictures import redrawn


@transaction.atomic
def keep_picture(data: bytes, *, by: Any) -> str:
    """Keep an uploaded picture, drawn anew; gives its digest. Raises `NoPicture`.

    Within the change that shows it, so that it is not forgotten before anything shows it.
    """
    authorise(by, "surveys.edit")
    drawn, media_type = redrawn(data)
    digest = hashlib.sha256(drawn).hexdigest()
    if not Image.objects.select_for_update().filter(digest=digest).exists():
        Image.objects.get_or_create(digest=digest, defaults={"data": drawn, "media_type": media_type})
    return digest


@transaction.atomic
def forget_unused() -> int:
    """Throw away the pictures that no version shows any longer; says how many."""
    unused = Image.objects.exclude(digest__in=_shown())
    held = list(unused.select_for_update().values_list("digest", flat=True))
    gone = set(held) - _shown()  # Looked at again, now that nobody else begins to show one.
    Image.objects.filter(digest__in=gone).delete()
    return len(gone)


def _shown() -> set[str]:
    """The digests of all pictures in all versions."""
    contents = Version.objects.values_list("content", flat=True).iterator()
    return {file for content in contents for file in translating.files_in(files.load(content))}
