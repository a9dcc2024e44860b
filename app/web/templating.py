"""Templates compiled for each language, with all filled in that is always the same there.

A page has some thirty translated sentences, thirty icons and twenty addresses that no request
changes. Worked out each time, they took half of a page's time; worked out while the template is
compiled, they are part of its text.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from flask import Flask, has_request_context, request
from flask.templating import Environment
from flask_babel import gettext
from jinja2 import nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from app.web import logs
from app.web.languages import language_if_asked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, MutableMapping

# Functions that give the same for the same arguments in all pages of one language.
SAME = frozenset({"asset", "lang", "sprite", "url_for"})
TRANSLATION = "_"
# Templates of nothing but macros that give the same for the same arguments, likewise.
SAME_MACROS = frozenset({"parts/icon.html"})


PAGES = ".html"  # a feed tells by the functions it calls whether the reader's language matters


class Site(Flask):
    """An application whose templates are compiled for the language of the request."""

    @property
    def jinja_env(self) -> Environment:
        """The templates for this request; below a prefix, and outside a request, as they stand."""
        if not has_request_context() or request.script_root:
            return self._environment
        spoken = language_if_asked()
        if spoken not in self._by_language:
            self._by_language[spoken] = self._environment.speaking(spoken)
        return self._by_language[spoken]

    def log_exception(self, exc_info: logs.ExcInfo) -> None:
        logs.fault(exc_info)

    @cached_property
    def _environment(self) -> _Environment:
        environment = self.create_jinja_environment()
        if not isinstance(environment, _Environment):
            raise TypeError("see jinja_environment")
        return environment

    @cached_property
    def _by_language(self) -> dict[str, _Environment]:
        return {}


class _Environment(Environment):
    """Templates are compiled for `language`; for none they stay as they stand."""

    language = ""

    def speaking(self, language: str) -> _Environment:
        found = self.overlay(cache_size=-1)
        found.language = language
        return found

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Give templates the one dictionary: comparing chained ones at every import takes long."""
        return {**self.globals, **d} if d else self.globals

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> str:
        """Jinja's hook between reading a template and writing its code."""
        if self.language and (name or "").endswith(PAGES):
            source = _FillingIn(self, source, name).visit(source)
        return super()._generate(source, name, filename, defer_init)


Site.jinja_environment = _Environment


class _FillingIn(NodeTransformer):
    """Puts the outcome in place of a call whose arguments are constants."""

    def __init__(self, environment: _Environment, source: nodes.Template, name: str | None) -> None:
        self._context = nodes.EvalContext(environment, name)
        own = _named_here(source)
        macros = dict(_same_macros(environment, source))
        same: Any = {name: environment.globals[name] for name in SAME - macros.keys()} | macros
        self._known: dict[str, Callable[..., Any]] = {n: same[n] for n in same.keys() - own}
        self._translates = self._context.autoescape and TRANSLATION not in own

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802  so Jinja names it
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.dyn_args or node.dyn_kwargs:
            return node
        try:
            if node.node.name == TRANSLATION and self._translates:
                return self._translated(node)
            if node.node.name in self._known:
                return self._outcome(node, self._known[node.node.name])
        except nodes.Impossible:  # an argument is known only when the page is made
            pass
        return node

    def _outcome(self, node: nodes.Call, function: Callable[..., Any]) -> nodes.Expr:
        arguments = [argument.as_const(self._context) for argument in node.args]
        named = {pair.key: pair.value.as_const(self._context) for pair in node.kwargs}
        return nodes.Const(function(*arguments, **named), lineno=node.lineno)

    def _translated(self, node: nodes.Call) -> nodes.Expr:
        """The sentence in this language; what it names is escaped and put in by `%`, as ever."""
        [message] = [argument.as_const(self._context) for argument in node.args]
        text = Markup(gettext(message))  # noqa: S704  our translators' own
        if not node.kwargs:
            return nodes.Const(text % {}, lineno=node.lineno)
        pairs = [
            nodes.Pair(nodes.Const(pair.key), pair.value, lineno=node.lineno)
            for pair in node.kwargs
        ]
        return nodes.Mod(nodes.Const(text), nodes.Dict(pairs), lineno=node.lineno)


def _same_macros(
    environment: _Environment, source: nodes.Template
) -> Iterator[tuple[str, Callable[..., Any]]]:
    for statement in source.find_all(nodes.FromImport):
        path = getattr(statement.template, "value", None)
        if path not in SAME_MACROS:
            continue
        module = environment.get_template(path).module
        for name in statement.names:
            there, here = (name, name) if isinstance(name, str) else name
            yield here, getattr(module, there)


def _named_here(source: nodes.Template) -> set[str]:
    """What a template gives a meaning of its own, imports from those macros left out."""
    names = {n.name for n in source.find_all(nodes.Name) if n.ctx != "load"}
    names |= {macro.name for macro in source.find_all(nodes.Macro)}
    names |= {statement.target for statement in source.find_all(nodes.Import)}
    for statement in source.find_all(nodes.FromImport):
        if getattr(statement.template, "value", None) not in SAME_MACROS:
            names |= {name if isinstance(name, str) else name[1] for name in statement.names}
    return names
