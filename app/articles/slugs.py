"""Addresses from headings and titles: «Шаг 2. Упакуйте» becomes shag-2-upakuyte."""

import re
import unicodedata

# Anchors and file names made by this table are in links and bookmarks: never change a row.
_CYRILLIC = "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ы э ю я і ї є ґ ў"
_LATIN = "a b v g d e e zh z i y k l m n o p r s t u f h ts ch sh sch y e yu ya i i e g u"
_TABLE = str.maketrans(dict(zip(_CYRILLIC.split(), _LATIN.split(), strict=True)))
_SILENT = str.maketrans("", "", "ъь'’ʼ")
_GAPS = re.compile(r"[^a-z0-9]+")


def slug(text: str, *, limit: int = 80) -> str:
    """Lower-case Latin letters, digits and single hyphens, cut at a word; may be empty."""
    latin = unicodedata.normalize("NFKC", text).lower().translate(_SILENT).translate(_TABLE)
    bare = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    words = _GAPS.sub("-", bare).strip("-")
    return words if len(words) <= limit else words[:limit].rpartition("-")[0] or words[:limit]
