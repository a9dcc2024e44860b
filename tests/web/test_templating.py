"""Templates compiled for a language: what is filled in says what it always said."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

TEMPLATE = """{% from "parts/icon.html" import icon %}
<a href="{{ url_for('site.home') }}">{{ icon("search", "glass") }}{{ _('Задать вопрос') }}</a>
<p>{{ _('Искать «%(query)s»', query=query) }}</p>"""


def rendered(site: Flask, source: str, lang: str = "ru", **context: object) -> str:
    with site.test_request_context("/", headers={"Cookie": f"lang={lang}"}):
        environment = site.jinja_env
        code = environment.compile(source, "x.html")
        return environment.template_class.from_code(environment, code, {}).render(**context)


def code(site: Flask, source: str, lang: str = "ru") -> str:
    """The Python code that the template becomes."""
    with site.test_request_context("/", headers={"Cookie": f"lang={lang}"}):
        return str(site.jinja_env.compile(source, "x.html", raw=True))


def test_each_language_has_templates_of_its_own(site: Flask) -> None:
    russian, english = (rendered(site, TEMPLATE, lang, query="a") for lang in ("ru", "en"))

    assert "Задать вопрос" in russian
    assert "Ask a question" in english


def test_what_is_the_same_in_all_pages_is_text_of_the_template(site: Flask) -> None:
    source = code(site, TEMPLATE)

    assert '<a href="/"><svg class="icon glass"' in source.replace("\\n", "\n")
    assert "url_for" not in source.partition("def root")[2]


def test_a_template_says_the_same_filled_in_or_not(site: Flask) -> None:
    plain = site.jinja_env.from_string(TEMPLATE)  # outside a request
    with site.test_request_context("/"):
        plain_page = plain.render(query="<b>")

    assert rendered(site, TEMPLATE, query="<b>") == plain_page


def test_what_a_sentence_names_is_escaped(site: Flask) -> None:
    page = rendered(site, TEMPLATE, query="<script>&'")

    assert "Искать «&lt;script&gt;&amp;&#39;»" in page


def test_a_name_of_the_template_s_own_is_left_alone(site: Flask) -> None:
    source = (
        "{% macro lang() %}свой{% endmacro %}{% set sprite = shown %}{{ lang() }} {{ sprite() }}"
    )

    assert rendered(site, source, shown=lambda: "знак") == "свой знак"


def test_below_a_prefix_addresses_carry_it(gleb: FlaskClient) -> None:
    for root in ("", "/help", ""):
        page = gleb.get("/search?q=деньги", environ_overrides={"SCRIPT_NAME": root}).text
        assert f'href="{root}/sign-in"' in page
        assert f'href="{root}/articles/vozvrat-deneg?search=' in page
