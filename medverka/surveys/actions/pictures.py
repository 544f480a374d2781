"""Pictures are kept by what they hold, once each, as long as a questionnaire shows them."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from medverka.access.authorise import authorise
from medverka.questionnaires import carrying, files, translating
from medverka.questionnaires.document import Questionnaire as Document
from medverka.surveys.models import Image, Version
from medverka.surveys.pictures import LARGEST_SIDE, MOST_PIXELS, NoPicture, redrawn


@transaction.atomic
def keep_picture(data: bytes, *, by: Any, most_pixels: int = MOST_PIXELS) -> str:
    """Keep an uploaded picture, drawn anew; gives its digest. Raises `NoPicture`.

    Within the change that shows it, so that it is not forgotten before anything shows it.
    """
    authorise(by, "surveys.edit")
    drawn, media_type = redrawn(data, most_pixels)
    digest = hashlib.sha256(drawn).hexdigest()
    if not Image.objects.select_for_update().filter(digest=digest).exists():
        Image.objects.get_or_create(digest=digest, defaults={"data": drawn, "media_type": media_type})
    return digest


class NoPictures(Exception):
    """Pictures that a file carries cannot be taken in: `lines`, in words."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(lines)
        self.lines = lines


@transaction.atomic
def unpack(document: Document, carried: Mapping[str, bytes], *, by: Any) -> Document:
    """Keep the pictures that came with a file, each drawn anew as an upload is; gives the document that names them so.

    What is here already stays as it is. Raises `NoPictures`, with a line for each that cannot be drawn.
    """
    there = set(Image.objects.filter(digest__in=list(carried)).values_list("digest", flat=True))
    names: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for key, picture in translating.pictures(document):
        if picture.file in carried and picture.file not in there | names.keys() | wrong.keys():
            try:
                names[picture.file] = keep_picture(carried[picture.file], by=by, most_pixels=LARGEST_SIDE**2)
            except NoPicture as problem:
                wrong[picture.file] = _("Bilden vid frågan ”%(key)s”: %(problem)s") % {"key": key, "problem": problem}
    if wrong:
        raise NoPictures(list(wrong.values()))
    return carrying.renamed(document, names)


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
