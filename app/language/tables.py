"""Reading the reviewed data files: tab-separated lines, `#` starts a comment."""

from importlib.resources import files


def rows(name: str) -> list[list[str]]:
    """The rows of `data/<name>`, each a list of its tab-separated cells."""
    text = files("app.language").joinpath("data", name).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return [line.split("\t") for line in lines]
