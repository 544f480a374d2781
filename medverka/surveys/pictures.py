"""Pictures for those who read pictures rather than words: signs to choose among, and uploaded ones drawn anew."""

from functools import cache
from io import BytesIO
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from lucide import IconDoesNotExist
from PIL import Image as Drawing
from PIL import ImageOps, UnidentifiedImageError

from medverka.foundation.templatetags.medverka import icon

MOST_BYTES: Final = 2_000_000
MOST_PIXELS: Final = 16_000_000
LARGEST_SIDE: Final = 1_000
TAKEN: Final = ("PNG", "JPEG", "WEBP")

SIGNS: Final[dict[str, Promise]] = {
    "smile": _("Glad"),
    "meh": _("Varken eller"),
    "frown": _("Ledsen"),
    "thumbs-up": _("Bra"),
    "thumbs-down": _("Dåligt"),
    "user": _("En person"),
    "users": _("Flera personer"),
    "baby": _("Barn"),
    "message-circle": _("Prata"),
    "ear": _("Lyssna"),
    "megaphone": _("Säga sin mening"),
    "vote": _("Rösta"),
    "handshake": _("Samarbeta"),
    "heart": _("Omtanke"),
    "hand-heart": _("Stöd"),
    "lightbulb": _("Idé"),
    "circle-question-mark": _("Fråga"),
    "house": _("Hem"),
    "hospital": _("Sjukhus"),
    "building-2": _("Kontor"),
    "door-open": _("Dörr"),
    "calendar": _("Dag"),
    "clock": _("Tid"),
    "bus": _("Resa"),
    "coffee": _("Paus"),
    "coins": _("Pengar"),
    "phone": _("Telefon"),
    "mail": _("Brev"),
    "monitor": _("Dator"),
    "pencil": _("Skriva"),
    "book-open": _("Läsa"),
    "presentation": _("Föreläsning"),
    "graduation-cap": _("Utbildning"),
    "list-checks": _("Bestämma"),
    "accessibility": _("Tillgängligt"),
    "languages": _("Språk"),
    "star": _("Viktigt"),
}


@cache
def is_sign(name: str) -> bool:
    """Whether the icon package has this sign: a file from elsewhere may name any."""
    try:
        icon(name)
    except IconDoesNotExist:
        return False
    return True


class NoPicture(Exception):
    """The file is none that is taken: in words."""


def redrawn(data: bytes, most_pixels: int = MOST_PIXELS) -> tuple[bytes, str]:
    """A picture drawn anew and its media type: the right way up, not too large, without what a camera wrote into it."""
    try:
        with Drawing.open(BytesIO(data), formats=TAKEN) as found:
            if found.width * found.height > most_pixels:
                raise NoPicture(_("Bilden har för många bildpunkter. Gör den mindre, till exempel 1 000 på bredden."))
            is_photo = found.format == "JPEG" or (found.format == "WEBP" and found.mode == "RGB")
            found.thumbnail(
                (LARGEST_SIDE, LARGEST_SIDE)
            )  # First, for the whole may take a hundred times its file in memory.
            turned = ImageOps.exif_transpose(found)
            clear = not is_photo and (turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info)
            kept = turned.convert("RGBA" if clear else "RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Drawing.DecompressionBombError) as problem:
        raise NoPicture(_("Filen är ingen hel bild. Välj en bild som är PNG, JPEG eller WebP.")) from problem
    bare = Drawing.frombytes(kept.mode, kept.size, kept.tobytes())
    out = BytesIO()
    if is_photo:
        bare.save(out, "JPEG", quality=85, optimize=True)
        return out.getvalue(), "image/jpeg"
    bare.save(out, "PNG")
    return out.getvalue(), "image/png"
