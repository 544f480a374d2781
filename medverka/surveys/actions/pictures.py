"""Pictures are kept by what they hold, once each."""

import hashlib
from typing import Any

from django.db import transaction

from medverka.access.authorise import authorise
from medverka.surveys.models import Image
from medverka.surveys.pictures import redrawn


@transaction.atomic
def keep_picture(data: bytes, *, by: Any) -> str:
    """Keep an uploaded picture, drawn anew; gives its digest. Raises `NoPicture`."""
    authorise(by, "surveys.edit")
    drawn, media_type = redrawn(data)
    digest = hashlib.sha256(drawn).hexdigest()
    Image.objects.get_or_create(digest=digest, defaults={"data": drawn, "media_type": media_type})
    return digest
