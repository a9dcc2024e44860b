"""When something goes wrong: a page that says what happened and loses nothing typed."""

from __future__ import annotations

import re
import time
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import unquote

from flask import make_response, render_template, request
from flask_babel import gettext, lazy_gettext, ngettext
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app.errors import DomainError, InvalidInput, TooMany
from app.web.addresses import came_from
from app.web.filters import sentence
from app.web.security import limiter
from app.web.signing_in import sends_passwords, typed_back

if TYPE_CHECKING:
    from flask import Flask, Response
    from flask_limiter import RequestLimit

TITLES = {
    400: lazy_gettext("Запрос не получился"),
    403: lazy_gettext("Сюда нельзя"),
    404: lazy_gettext("Страница не найдена"),
    405: lazy_gettext("Так эту страницу не открыть"),
    409: lazy_gettext("Пока вы смотрели, что-то изменилось"),
    410: lazy_gettext("Этой страницы больше нет"),
    413: lazy_gettext("Слишком много сразу"),
    422: lazy_gettext("Проверьте, что введено"),
    429: lazy_gettext("Слишком часто"),
}
SENTENCES = {
    400: lazy_gettext("В запросе чего-то не хватает. Вернитесь на страницу и попробуйте ещё раз."),
    403: lazy_gettext("У вас нет права на это действие."),
    404: lazy_gettext("По этому адресу ничего нет: возможно, в нём опечатка или статью убрали."),
    405: lazy_gettext(
        "Этот адрес принимает отправленные формы. Вернитесь и нажмите кнопку на странице."
    ),
    413: lazy_gettext(
        "Отправленное не помещается. Вернитесь назад, сократите текст или приложите файлы "
        "поменьше и отправьте ещё раз."
    ),
}
LONGEST_WORDS = 100  # characters of an address that fill the search box
WITHOUT_WORDS = (
    "/tickets/",
    "/desk/",
    "/studio/",
    "/mail/",
    "/static/",
)  # addresses that name no topic
LONGEST_LINE = 200  # characters of a field that is shown in one line again
# Fields that a person wrote, by name; the others travel hidden.
LABELS = {
    "subject": lazy_gettext("Тема"),
    "body": lazy_gettext("Текст"),
    "email": lazy_gettext("Электронная почта"),
    "name": lazy_gettext("Как к вам обращаться"),
    "comment": lazy_gettext("Комментарий"),
}


def register(app: Flask) -> None:
    """Answer every error of `app` with a page, or JSON where a script asks."""
    app.register_error_handler(CSRFError, forged)
    app.register_error_handler(RateLimitExceeded, too_often)
    app.register_error_handler(DomainError, refused)
    app.register_error_handler(HTTPException, failed)
    app.register_error_handler(HTTPStatus.INTERNAL_SERVER_ERROR, broken)


def refused(error: DomainError) -> Response:
    """A room said no, in a sentence."""
    if isinstance(error, InvalidInput):
        sentences = " ".join(sentence(problem) for problem in error.fields.values())
        return page(error.status, sentences)
    response = page(error.status, sentence(error))
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def failed(error: HTTPException) -> Response:
    """Werkzeug or a view refused the request; its own headers (Allow, Retry-After) are kept."""
    if error.response is not None:
        return make_response(error.response)
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    response = page(status, str(SENTENCES.get(status, SENTENCES[400])))
    for name, value in error.get_headers():
        if name.lower() != "content-type":
            response.headers[name] = value
    return response


def too_often(error: RateLimitExceeded) -> Response:
    """A limit was reached: the page of the form where it has one, else one that says so."""
    if error.response is not None:
        return make_response(error.response)
    limit = limiter.current_limit
    return later(page(HTTPStatus.TOO_MANY_REQUESTS, too_often_sentence(limit)), limit)


def too_often_sentence(limit: RequestLimit | None) -> str:
    """Say that what was sent is not accepted, and when to try again."""
    refusal = ngettext(
        "С вашего адреса пришло слишком много. Не приняли: попробуйте через %(num)s минуту.",
        "С вашего адреса пришло слишком много. Не приняли: попробуйте через %(num)s минут.",
        -(-_seconds_left(limit) // 60),
    )
    return str(refusal)


def later(response: Response, limit: RequestLimit | None) -> Response:
    """Mark a page as the answer to too many requests, with the seconds to wait."""
    response.status_code = HTTPStatus.TOO_MANY_REQUESTS
    response.headers["Retry-After"] = str(_seconds_left(limit))
    return response


def _seconds_left(limit: RequestLimit | None) -> int:
    return max(1, int(limit.reset_at - time.time())) if limit else 60


def forged(error: CSRFError) -> Response:
    """The form's token is missing or old: give the form back, filled in, with a fresh one.

    A script gets none: a session begun for it would end the one whose page is on its way.
    """
    if request.headers.get("Sec-Fetch-Dest") == "empty":
        return page(error.code or HTTPStatus.BAD_REQUEST, str(SENTENCES[400]))
    secret = sends_passwords()
    typed = [] if secret else typed_back()
    html = render_template(
        "errors/forged.html",
        typed=typed,
        labels=LABELS,
        longest_line=LONGEST_LINE,
        secret=secret,
        files=_file_names(),
    )
    return make_response(html, error.code)


def _file_names() -> list[str]:
    """The files that came with this form: a browser does not give them a second time."""
    return [file.filename for file in request.files.values() if file.filename]


def broken(_error: Exception) -> Response:
    """A fault of ours. The page needs neither the database nor the articles: they may be it."""
    if _wants_json():
        return _problem(HTTPStatus.INTERNAL_SERVER_ERROR, gettext("Что-то сломалось"), "")
    return make_response(render_template("errors/broken.html"), HTTPStatus.INTERNAL_SERVER_ERROR)


def page(status: int, text: str) -> Response:
    """Return the page, or problem+json, of an error with this status and sentence."""
    title = str(TITLES.get(status, TITLES[400]))
    if _wants_json():
        return _problem(status, title, text)
    words = words_of(request.path) if status == HTTPStatus.NOT_FOUND and _tells_a_topic() else ""
    html = render_template(
        "errors/page.html", status=status, title=title, text=text, words=words, back=came_from()
    )
    return make_response(html, status)


def words_of(path: str) -> str:
    """Return the words of an address: /articles/vozvrat-deneg.html → vozvrat deneg."""
    last = unquote(path).rstrip("/").rpartition("/")[2]
    without_ending = re.sub(r"\.\w{1,5}$", "", last)
    return " ".join(re.findall(r"\w+", without_ending.replace("_", " ")))[:LONGEST_WORDS]


def _tells_a_topic() -> bool:
    """Whether somebody looked for an article: a ticket's key is no question."""
    return request.method in {"GET", "HEAD"} and not request.path.startswith(WITHOUT_WORDS)


def _wants_json() -> bool:
    accepted = request.accept_mimetypes
    return accepted["application/json"] > accepted["text/html"]


def _problem(status: int, title: str, text: str) -> Response:
    """Problem details by RFC 9457."""
    response = make_response(
        {"type": "about:blank", "title": title, "status": status, "detail": text}, status
    )
    response.mimetype = "application/problem+json"
    return response
