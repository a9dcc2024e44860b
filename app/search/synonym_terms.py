"""The terms of all reviewed synonyms; run after a change of them or of the analyser.

`python -m app.search.synonym_terms` writes `data/synonym_terms.tsv`: to work them out takes 0.4 s,
which every start and every command would wait for.
"""

from __future__ import annotations

from app.search import synonyms

_HEADER = (
    "# Words and phrases of synonyms.tsv, and their terms. Made by app.search.synonym_terms;\n"
    "# do not edit by hand.\n"
)


def built() -> str:
    """Return what the file should say."""
    sets = synonyms.reviewed_sets()
    members = {member for same in sets for member in (*same.words, *same.wider)}
    lines = (
        "\t".join((member, *map(" ".join, synonyms.keys(member)))) for member in sorted(members)
    )
    return _HEADER + "".join(f"{line}\n" for line in lines)


if __name__ == "__main__":
    synonyms.TERMS_PATH.write_text(built(), encoding="utf-8")
