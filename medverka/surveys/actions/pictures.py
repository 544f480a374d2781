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
from medverka.surveys.pictures import LARGEST_SIDE, NoPicture, redrawn

Drawn = tuple[bytes, str]
"""A picture that `pictures.redrawn` has drawn, and its media type."""


@transaction.atomic
def keep(drawn: Drawn, *, by: Any) -> str:
    """Keep a picture that has been drawn anew; gives its digest.

    Within the change that shows it, so that it is not forgotten before anything shows it. It is drawn before, for that takes a
    while, and others wait to write.
    """
    authorise(by, "surveys.edit")
    data, media_type = drawn
    digest = hashlib.sha256(data).hexdigest()
    if not Image.objects.select_for_update().filter(digest=digest).exists():
        Image.objects.get_or_create(digest=digest, defaults={"data": data, "media_type": media_type})
    return digest


class NoPictures(Exception):
    """Pictures that a file carries cannot be taken in: `lines`, in words."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(lines)
        self.lines = lines


def draw(document: Document, carried: Mapping[str, bytes]) -> dict[str, Drawn]:
    """The pictures that came with a file and are shown, each drawn anew as an upload is, by the digest they came with.

    What is here already stays as it is. Raises `NoPictures`, with a line for each that cannot be drawn.
    """
    there = set(Image.objects.filter(digest__in=list(carried)).values_list("digest", flat=True))
    drawn: dict[str, Drawn] = {}
    wrong: dict[str, str] = {}
    for key, picture in translating.pictures(document):
        if picture.file in carried and picture.file not in there | drawn.keys() | wrong.keys():
            try:
                drawn[picture.file] = redrawn(carried[picture.file], most_pixels=LARGEST_SIDE**2)
            except NoPicture as problem:
                wrong[picture.file] = _("Bilden vid frågan ”%(key)s”: %(problem)s") % {"key": key, "problem": problem}
    if wrong:
        raise NoPictures(list(wrong.values()))
    return drawn


def keep_all(document: Document, drawn: Mapping[str, Drawn], *, by: Any) -> Document:
    """Keep what `draw` drew; gives the document that names them so."""
    return carrying.renamed(document, {came: keep(one, by=by) for came, one in drawn.items()})


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
