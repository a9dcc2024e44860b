"""A real SMTP server on a free local port, which refuses and hangs up when told to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING, Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

if TYPE_CHECKING:
    import ssl
    from email.message import EmailMessage

    from aiosmtpd.smtp import SMTP, Envelope, Session

    from app.config import Config

NAME, PASSWORD = "podskazhi", "quiet shore"


@dataclass
class MailServer:
    """What came in, and the answers planned for the next messages ("" means: hang up)."""

    received: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    plan: list[str] = field(default_factory=list)
    port: int = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802
        answer = self.plan.pop(0) if self.plan else "250 OK"
        if not answer:
            server.transport.close()
            return "421 bye"
        if answer.startswith("2"):
            content = cast("bytes", envelope.content)
            mail = cast("EmailMessage", message_from_bytes(content, policy=default))  # type: ignore[arg-type]
            self.received.append(mail)
            self.envelopes.append((str(envelope.mail_from), [str(to) for to in envelope.rcpt_tos]))
        return answer

    def authenticate(self, *args: Any) -> AuthResult:
        given = args[-1]
        fits = isinstance(given, LoginPassword) and given == LoginPassword(
            NAME.encode(), PASSWORD.encode()
        )
        return AuthResult(success=fits, handled=False)  # the library itself answers 235 or 535


class LocalController(Controller):
    """A controller that finds its port by itself."""

    def _trigger_server(self) -> None:
        self.port = cast("Any", self.server).sockets[0].getsockname()[1]
        super()._trigger_server()


def started(
    server: MailServer, *, tls: ssl.SSLContext | None = None, with_password: bool = False
) -> Controller:
    """Start the server in a thread of its own; the caller stops it."""
    controller = LocalController(
        server,
        hostname="127.0.0.1",
        port=0,
        ssl_context=None,
        tls_context=tls,
        auth_required=with_password,
        auth_require_tls=False,
        authenticator=server.authenticate,
    )
    controller.start()
    server.port = controller.port
    return controller


def settings(config: Config, server: MailServer) -> Config:
    """Return settings of a help centre that sends its letters there."""
    return replace(
        config,
        smtp_host="127.0.0.1",
        smtp_port=server.port,
        smtp_tls="none",
        mail_from="help@polka.example",
        site_url="https://help.polka.example",
    )
