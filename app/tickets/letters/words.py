"""The words of letters in the addressee's language, from the catalogues of the pages."""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path
from typing import Final

CATALOGUES: Final = Path(__file__).parents[2] / "web/translations"


@cache
def words(lang: str) -> gettext.NullTranslations:
    """Return what translates Russian sentences into `lang`; an unknown one stays Russian."""
    return gettext.translation("messages", CATALOGUES, [lang], fallback=True)
