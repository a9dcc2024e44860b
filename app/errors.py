"""Errors of the domain: each carries the Russian sentence that a person needs."""

from __future__ import annotations


class DomainError(Exception):
    """Something a person asked for cannot be done.

    `message` is a Russian sentence with `%(name)s` places for `values`; doors translate it
    and answer with `status` (an HTTP status code).
    """

    status = 400

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message % values if values else message)
        self.message = message
        self.values = values


class InvalidInput(DomainError):
    """Fields of a form are wrong: `fields` maps a field's name to the sentence beside it."""

    status = 422

    def __init__(self, fields: dict[str, DomainError]) -> None:
        super().__init__("Проверьте отмеченные поля.")
        self.fields = fields


class NotFound(DomainError):
    """There is no such thing, or the reader may not know of it."""

    status = 404


class Forbidden(DomainError):
    """The reader is known, and may not do this."""

    status = 403


class Conflict(DomainError):
    """Somebody else changed the thing meanwhile, or its state does not allow this."""

    status = 409


class TooMany(DomainError):
    """A limit was reached; `retry_after` is in seconds."""

    status = 429

    def __init__(self, message: str, *, retry_after: int, **values: object) -> None:
        super().__init__(message, **values)
        self.retry_after = retry_after
