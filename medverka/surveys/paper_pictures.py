"""Pictures of questions and answers, as they are set in print: all of them drawings (SVG), a photo inside one."""

from base64 import b64encode
from io import BytesIO
from typing import Final

from django.utils.html import format_html
from PIL import Image as Drawing

from medverka.foundation.pdf import Drawn
from medverka.foundation.templatetags.medverka import icon
from medverka.questionnaires.document import Picture
from medverka.surveys import pictures
from medverka.surveys.models import Image

INK: Final = "#1C2340"


def drawn(picture: Picture | None, alt: str) -> Drawn | None:
    """The picture to print, with its words; None where there is none, or its file was never uploaded here."""
    if picture is None:
        return None
    if picture.file:
        found = Image.objects.filter(pk=picture.file).first()
        return Drawn(_photo(bytes(found.data), found.media_type), alt) if found else None
    if not picture.icon or not pictures.is_sign(picture.icon):
        return None
    sign = icon(picture.icon).replace("currentColor", INK)
    return Drawn(sign if "xmlns=" in sign else sign.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1), alt)


def _photo(data: bytes, media_type: str) -> str:
    with Drawing.open(BytesIO(data), formats=pictures.TAKEN) as found:
        width, height = found.size
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" height="{1}">'
        '<image width="{0}" height="{1}" href="data:{2};base64,{3}"/></svg>',
        width, height, media_type, b64encode(data).decode(),
    )  # fmt: skip
