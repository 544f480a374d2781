"""Signs that nobody sees and nobody types: they turn what stands after them round, or no database keeps them."""

import re

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def without_unseen(text: str) -> str:
    """`text` without them; line breaks, tabs and the marks that languages need stay."""
    return _UNSEEN.sub("", text)
