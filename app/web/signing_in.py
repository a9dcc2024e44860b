"""Who is signed in: the cookie's key, the page that asks for a password, the guard of views.

The cookie holds the key of a session that the accounts room can end; nothing else is trusted.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec

from flask import (
    Blueprint,
    after_this_request,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from app.accounts import signing_in as sessions
from app.accounts.roles import GUEST, Action, Reader, Role, lowered, may
from app.accounts.tries import LockOut
from app.current import services
from app.errors import DomainError, Forbidden, InvalidInput, TooMany
from app.web import addresses, known_browsers
from app.web.security import count_sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.typing import ResponseReturnValue
    from werkzeug.wrappers import Response

    from app.accounts.models import Account

View = ParamSpec("View")

# Fields to sign in on the way of another form, named so that none of its own is shadowed.
EMAIL, PASSWORD = "sign_in_email", "sign_in_password"

# Where the session keeps as whom an editor looks at the site, and the choices.
VIEWED_AS = "viewed_as"
VIEWS = (Role.GUEST, Role.AGENT)

blueprint = Blueprint("signing_in", __name__)
login_manager = LoginManager()
login_manager.session_protection = None  # addresses change on the way; the key is what counts


@dataclass(frozen=True)
class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """The account of this browser, with the key of its session."""

    account: Account
    key: str

    def get_id(self) -> str:
        return self.key


def register(app: Flask) -> None:
    """Give `app` its sessions and the pages to sign in and out."""
    login_manager.init_app(app)
    app.register_blueprint(blueprint)


@login_manager.user_loader  # type: ignore[untyped-decorator]
def _load(key: str) -> SignedIn | None:
    account = sessions.find_signed_in(key)
    return SignedIn(account, key) if account else None


def account() -> Account | None:
    """Return the account that is signed in here."""
    return current_user.account if current_user.is_authenticated else None


def oneself() -> Reader:
    """Return who asks, whomever they look at the site as: for rights of staff and for counts."""
    signed_in = account()
    return signed_in.reader if signed_in else GUEST


def reader() -> Reader:
    """Return for whom this page is made: who asks, or with fewer rights whom they view it as.

    Pages of staff, behind `allow`, are always their own: what they write there is not lost.
    """
    asking, role = oneself(), viewed_as()
    return lowered(asking, role) if role and not g.get("behind_allow") else asking


def viewed_as() -> Role | None:
    """Return as whom this browser looks at the site, where somebody has chosen that."""
    chosen = session.get(VIEWED_AS) if account() else None
    return Role(chosen) if chosen in VIEWS else None


def allow(
    action: Action,
) -> Callable[[Callable[View, ResponseReturnValue]], Callable[View, ResponseReturnValue]]:
    """Guard a view: a stranger is asked to sign in, the wrong role is refused (Forbidden).

    Who sends a form after their session has ended signs in on that form, and it goes on its way.
    """

    def guard(view: Callable[View, ResponseReturnValue]) -> Callable[View, ResponseReturnValue]:
        @wraps(view)
        def guarded(*args: View.args, **kwargs: View.kwargs) -> ResponseReturnValue:
            g.behind_allow = True
            if not reader().is_staff and (asked := _ask_to_sign_in()):
                return asked
            if not may(reader(), action):
                raise Forbidden("У вас нет права на это действие.")
            return view(*args, **kwargs)

        return guarded

    return guard


@blueprint.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Ask for address and password, or go on where somebody is signed in already."""
    if oneself().is_staff:
        return redirect(_destination(), 303)
    return _sign_in_page()


@blueprint.post("/sign-in")
def open_session() -> ResponseReturnValue:
    """Sign in under a new key; a wrong password or a lock shows the form again."""
    email, password = request.form.get("email", ""), request.form.get("password", "")
    try:
        _enter(email, password)
    except DomainError as problem:
        return _sign_in_page(email, problem)
    return redirect(_destination(), 303)


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End this session on the server too."""
    if current_user.is_authenticated:
        sessions.sign_out(current_user.key)
    logout_user()
    session.clear()
    return redirect(url_for("site.home"), 303)


@blueprint.get("/account/password")
@allow("answer")
def password() -> ResponseReturnValue:
    """Ask for the old and the new password."""
    return render_template("signing_in/password.html", errors={}, changed="changed" in request.args)


@blueprint.post("/account/password")
@allow("answer")
def change_password() -> ResponseReturnValue:
    """Change one's own password."""
    old, new = request.form.get("old_password", ""), request.form.get("new_password", "")
    user = current_user
    try:
        sessions.change_password(user.account, old, new, key=user.key, lock_out=lock_out())
    except (InvalidInput, TooMany) as problem:
        errors = problem.fields if isinstance(problem, InvalidInput) else {"old": problem}
        page = render_template("signing_in/password.html", errors=errors, changed=False)
        return _refusal(page, problem)
    return redirect(url_for("signing_in.password", changed=1), 303)


def sends_passwords() -> bool:
    """Tell whether this form itself is about passwords: those are never shown again."""
    return any("password" in name for name in request.form if name != PASSWORD)


def typed_back() -> list[tuple[str, str]]:
    """Return the fields of this form that it needs to be sent again."""
    own = {"csrf_token", EMAIL, PASSWORD}
    return [(name, value) for name, value in request.form.items(multi=True) if name not in own]


def lock_out() -> LockOut:
    """Return the configured lock after wrong passwords."""
    config = services().config
    return LockOut(config.sign_in_tries, config.sign_in_lock_minutes)


def _enter(email: str, password: str) -> None:
    """Sign this browser in and remember it; raises TooMany, and what the room's `sign_in` does."""
    count_sign_in()
    browser = known_browsers.known(email)
    found, key = sessions.sign_in(email, password, lock_out(), browser=browser)
    session.clear()
    session.permanent = True
    login_user(SignedIn(found, key))
    after_this_request(lambda response: known_browsers.remember(response, email))


def _destination() -> str:
    wished = request.values.get("next")
    return addresses.local(wished) if wished else url_for("desk.queue")


def _sign_in_page(email: str = "", problem: DomainError | None = None) -> Response:
    page = render_template(
        "signing_in/sign_in.html",
        email=email,
        problem=problem,
        next=request.values.get("next", ""),
    )
    return _refusal(page, problem) if problem else _unkept(make_response(page))


def _refusal(page: str, problem: DomainError) -> Response:
    response = make_response(page, problem.status)
    if isinstance(problem, TooMany):
        response.headers["Retry-After"] = str(problem.retry_after)
    return _unkept(response)


def _ask_to_sign_in() -> Response | None:
    """Send a reader to the door; let a writer sign in on the form itself, None when they have."""
    if request.method in {"GET", "HEAD"}:
        return redirect(url_for("signing_in.sign_in", next=addresses.here()), 303)
    if sends_passwords():
        return redirect(url_for("signing_in.sign_in", next=request.path), 303)
    if PASSWORD not in request.form:
        return _signed_out_page()
    try:
        _enter(request.form.get(EMAIL, ""), request.form[PASSWORD])
    except DomainError as problem:
        return _signed_out_page(problem)
    return None


def _signed_out_page(problem: DomainError | None = None) -> Response:
    """Give everything typed back, with the fields to sign in."""
    page = render_template(
        "signing_in/signed_out.html",
        typed=typed_back(),
        email=request.form.get(EMAIL, ""),
        problem=problem,
    )
    return _refusal(page, problem) if problem else _unkept(make_response(page, 403))


def _unkept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
