"""The help centre as plain HTML files that need no server: they open from a folder as well."""

from app.exchange.site.building import files

__all__ = ["files"]
