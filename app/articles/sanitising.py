"""Which HTML may reach a reader: an allow list, whoever wrote the article."""

import nh3
from pygments.token import STANDARD_TYPES

_TAGS = (
    "a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure"
    " h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strong sub summary"
    " sup table tbody td tfoot th thead tr u ul var"
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ATTRIBUTES = {
    "*": {"lang"},
    "a": {"href", "title", "rel", "aria-label"},
    "abbr": {"title"},
    "details": {"open"},
    "div": {"aria-label"},
    "img": {"src", "alt", "title", "width", "height"},
    "li": {"value"},
    "ol": {"start"},
    "span": set[str](),
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    **{heading: {"id"} for heading in _HEADINGS},
}
_ALIGNMENT = {"left", "center", "right"}
_VALUES = {
    "div": {"role": {"group"}, "tabindex": {"0"}},
    "pre": {"tabindex": {"0"}},
    "img": {"loading": {"lazy"}, "decoding": {"async"}},
    "ol": {"type": {"1", "a", "A", "i", "I"}},
    "span": {"aria-hidden": {"true"}},
    "td": {"align": _ALIGNMENT},
    "th": {"align": _ALIGNMENT, "scope": {"col", "row"}},
}
_CLASSES = {
    "a": {"anchor"},
    "div": {"admonition", "note", "tip", "warning", "highlight", "table-scroll"},
    "p": {"admonition-title"},
    "span": {name for name in STANDARD_TYPES.values() if name},
    "td": {"align-left", "align-center", "align-right"},
    "th": {"align-left", "align-center", "align-right"},
}
# "id" is our own scheme for links between articles; the finished page holds none of it.
_SCHEMES = {"http", "https", "mailto", "tel", "id"}
_EMPTIED = {"script", "style", "template", "iframe", "noscript", "object", "svg", "math"}
_CLEANER = nh3.Cleaner(
    tags=set(_TAGS.split()),
    clean_content_tags=_EMPTIED,
    attributes=_ATTRIBUTES,
    tag_attribute_values=_VALUES,
    allowed_classes=_CLASSES,
    url_schemes=_SCHEMES,
    link_rel=None,
    strip_comments=True,
)


def sanitise(html: str) -> str:
    """Return well-formed HTML with only what the lists above allow."""
    return _CLEANER.clean(html)
