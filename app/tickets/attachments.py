"""Files that come with a message: checked by content, kept on disk, handed out by key.

A form's files are received first (`receive`) and wait, named by the form; they join the message
(`attach`) in the transaction that makes it. So a form that comes back with errors has lost none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select, update

from app import clock
from app.db import session, take_turns, transaction
from app.errors import DomainError, InvalidInput, NotFound
from app.tickets.asking_models import Attachment
from app.tickets.file_kinds import EXTENSIONS, KINDS, agrees, extension_of, kind_of, safe_name
from app.tickets.file_store import FileStore, Limits
from app.tickets.models import Message
from app.tickets.writing import fingerprint

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from app.config import Config
    from app.tickets.file_kinds import FileKind
    from app.tickets.models import Ticket

FIELD: Final = "files"  # the form's field beside which a refusal stands
PENDING_FOR: Final = timedelta(hours=1)
MEGABYTE: Final = 1024 * 1024

_open: dict[str, FileStore] = {}


@dataclass(frozen=True)
class Upload:
    """A file as it was sent: the name that the sender's computer gave it, and its content."""

    name: str
    data: bytes


def use(config: Config) -> None:
    """Keep files in the instance folder from now on, within the limits that `config` sets."""
    _open["store"] = FileStore(
        config.instance_folder / "attachments",
        Limits(
            config.attachment_megabytes * MEGABYTE,
            config.attachment_count,
            config.attachment_total_megabytes * MEGABYTE,
        ),
    )


def limits() -> Limits:
    """Return how much one message may carry."""
    return _store().limits


def form_of(visitor: str, submission_key: str) -> str:
    """Return the name under which the files of this visitor's form wait."""
    return fingerprint("files", visitor, submission_key)


def pending(form: str) -> Sequence[Attachment]:
    """Return the form's files that wait, oldest first."""
    since = clock.now() - PENDING_FOR
    waiting = select(Attachment).where(Attachment.pending == form, Attachment.created_at >= since)
    return session.scalars(waiting.order_by(Attachment.id)).all()


def receive(form: str, uploads: Iterable[Upload], drop: Collection[int] = ()) -> None:
    """Check the form's new files and let them wait; those waiting whose id is in `drop` go.

    Good ones are taken even where others are not. Raises InvalidInput for `files`.
    """
    checked, problem = _checked_each(uploads)
    stored = [_stored(upload, kind) for upload, kind in checked[: limits().count]]
    with transaction():
        take_turns(form)
        for file in pending(form):
            if file.id in drop:
                session.delete(file)
        session.flush()
        refusal = _let_wait(form, stored)
    if len(checked) > len(stored):
        refusal = _too_many()
    if problem or refusal:
        raise InvalidInput({FIELD: problem or refusal or _too_many()})


def attach(form: str, message: Message) -> None:
    """Within a transaction: give the form's waiting files to the message that it became."""
    session.flush()
    session.execute(
        update(Attachment)
        .where(Attachment.pending == form)
        .values(pending=None, message_id=message.id)
        .execution_options(synchronize_session=False)
    )


def keep(ticket_number: int, message_id: int, name: str, data: bytes) -> Attachment:
    """Add one file to a message of the ticket; raises InvalidInput for `files`, NotFound."""
    upload = Upload(name, data)
    file = _stored(upload, _checked(upload))
    with transaction():
        message = session.get(Message, message_id)
        if message is None or message.ticket_number != ticket_number:
            raise NotFound("Такого сообщения в заявке нет.")
        take_turns(f"files of message {message_id}")
        kept = session.scalars(select(Attachment).where(Attachment.message_id == message_id)).all()
        refusal = _too_much(kept, file.size)
        if refusal:
            raise InvalidInput({FIELD: refusal})
        file.message_id = message_id
        session.add(file)
    return file


def of_ticket(ticket: Ticket, *, internal: bool = False) -> Mapping[int, Sequence[Attachment]]:
    """Return the files by message id; those of notes only where `internal` ones may be seen."""
    found = select(Attachment).join(Message, Message.id == Attachment.message_id)
    found = found.where(Message.ticket_number == ticket.number)
    if not internal:
        found = found.where(Message.internal.is_(False))
    by_message: dict[int, list[Attachment]] = {}
    for file in session.scalars(found.order_by(Attachment.id)):
        by_message.setdefault(file.message_id or 0, []).append(file)
    return by_message


def get(ticket: Ticket, attachment_id: int, *, internal: bool = False) -> Attachment:
    """Return a file of this ticket; raises NotFound."""
    for files in of_ticket(ticket, internal=internal).values():
        for file in files:
            if file.id == attachment_id:
                return file
    raise NotFound("Такого файла в заявке нет.")


def path_of(attachment: Attachment) -> Path:
    """Return where the content lies."""
    return _store().path(attachment.storage_key)


def media_type(attachment: Attachment) -> str:
    """Return the media type of the content."""
    return KINDS[attachment.kind].media_type


def tidy(now: datetime | None = None) -> int:
    """Forget what waited too long, and files that no row names; return how many files went."""
    before = (now or clock.now()) - PENDING_FOR
    with transaction():
        session.execute(
            delete(Attachment).where(
                Attachment.pending.is_not(None), Attachment.created_at < before
            )
        )
    old = set(_store().keys_before(before))
    orphans = old - set(session.scalars(select(Attachment.storage_key)))
    for key in orphans:
        _store().remove(key)
    return len(orphans)


def _store() -> FileStore:
    return _open["store"]


def _checked_each(
    uploads: Iterable[Upload],
) -> tuple[list[tuple[Upload, FileKind]], DomainError | None]:
    good: list[tuple[Upload, FileKind]] = []
    problem: DomainError | None = None
    for upload in uploads:
        try:
            good.append((upload, _checked(upload)))
        except InvalidInput as refusal:
            problem = problem or refusal.fields[FIELD]
    return good, problem


def _checked(upload: Upload) -> FileKind:
    """Return what the file is; raises InvalidInput with a sentence that names the file."""
    name = safe_name(upload.name)
    if not upload.data:
        raise _refused("Файл «%(name)s» пуст.", name=name)
    if len(upload.data) > limits().file_bytes:
        most = limits().file_bytes // MEGABYTE
        raise _refused("Файл «%(name)s» больше %(most)s МБ.", name=name, most=most)
    kind = kind_of(upload.data)
    if kind is None or (extension_of(name) and extension_of(name) not in EXTENSIONS):
        raise _refused(
            "Файл «%(name)s» прикрепить нельзя. Подойдут картинки, PDF и простой текст.", name=name
        )
    if not agrees(name, kind):
        raise _refused(
            "Файл «%(name)s» не то, чем назван: внутри %(kind)s. Переименуйте его.",
            name=name,
            kind=kind.name,
        )
    return kind


def _refused(message: str, **values: object) -> InvalidInput:
    return InvalidInput({FIELD: DomainError(message, **values)})


def _stored(upload: Upload, kind: FileKind) -> Attachment:
    """Write the content before any transaction: one that is not wanted then is an orphan."""
    return Attachment(
        storage_key=_store().write(upload.data),
        name=safe_name(upload.name, kind),
        kind=kind.name,
        size=len(upload.data),
        digest=sha256(upload.data).hexdigest(),
        created_at=clock.now(),
    )


def _let_wait(form: str, files: Iterable[Attachment]) -> DomainError | None:
    """Add the files that the form does not have yet; return why the rest was left out."""
    waiting = list(pending(form))
    for file in files:
        if any(file.digest == other.digest for other in waiting):
            continue
        refusal = _too_much(waiting, file.size)
        if refusal:
            return refusal
        file.pending = form
        session.add(file)
        waiting.append(file)
    return None


def _too_much(present: Sequence[Attachment], size: int) -> DomainError | None:
    """Return why another file of `size` bytes does not fit beside those that are there."""
    if len(present) >= limits().count:
        return _too_many()
    if sum(file.size for file in present) + size > limits().total_bytes:
        most = limits().total_bytes // MEGABYTE
        return DomainError("Все файлы вместе больше %(most)s МБ.", most=most)
    return None


def _too_many() -> DomainError:
    return DomainError("Файлов может быть не больше %(most)s.", most=limits().count)
