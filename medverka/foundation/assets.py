"""The font, cut to what our languages need, from its package: 850 kB become 50."""

from pathlib import Path

import fontpkg_inter
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

# Latin as Western, Northern and Central Europe write it, and the signs that running text uses.
LETTERS = (
    "U+0020-007E,U+00A0-017F,U+0218-021B,U+02C6,U+02DA,U+02DC,U+2009-200B,U+2010-2015,U+2018-201E,"
    "U+2020-2022,U+2026,U+202F,U+2030,U+2032-2033,U+2039-203A,U+20AC,U+2122,U+2190-2193,U+2212,"
    "U+2248,U+2260,U+2264-2265"
)
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "calt", "tnum", "cv11"]
WEIGHTS = (400, 700)


def source() -> Path:
    """The whole font, as its package brings it."""
    return Path(fontpkg_inter.ROOT) / "files" / "Inter[opsz,wght].ttf"


def build_font(target: Path, *, force: bool = False) -> bool:
    """Write the subset as WOFF2 to ``target``; False where a fresh one is there already."""
    origin = max(source().stat().st_mtime, Path(__file__).stat().st_mtime)
    if not force and target.exists() and target.stat().st_mtime >= origin:
        return False
    options = subset.Options(layout_features=FEATURES, hinting=False, name_IDs=[1, 2, 13, 14])
    font = TTFont(source(), lazy=True)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(LETTERS))
    cutter.subset(font)
    font = instancer.instantiateVariableFont(font, {"wght": WEIGHTS}, inplace=True)
    font.flavor = "woff2"
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".draft")
    font.save(draft)
    draft.replace(target)
    return True


def build_print_fonts(folder: Path) -> bool:
    """Write one file a weight to ``folder``, for the typesetter, which knows no variable fonts; False where they are."""
    targets = {weight: folder / f"Inter-{weight}.ttf" for weight in WEIGHTS}
    origin = max(source().stat().st_mtime, Path(__file__).stat().st_mtime)
    if all(target.exists() and target.stat().st_mtime >= origin for target in targets.values()):
        return False
    folder.mkdir(parents=True, exist_ok=True)
    for weight, target in targets.items():
        font = instancer.instantiateVariableFont(
            TTFont(source()), {"wght": weight, "opsz": 14}, inplace=True, updateFontNames=True
        )
        font.save(target)
    return True
