"""A small IMAP server on a free local port: as much of RFC 3501 as reading a mailbox takes."""

from __future__ import annotations

import re
import socketserver
import threading
from dataclasses import dataclass, field

NAME, PASSWORD = "support", "quiet shore"


class Handler(socketserver.StreamRequestHandler):
    """One connection."""

    server: Mailbox

    def handle(self) -> None:
        self._say(b"* OK ready")
        for line in self.rfile:
            tag, _, rest = line.rstrip(b"\r\n").partition(b" ")
            if not self._answer(tag, rest.decode()):
                return

    def _answer(self, tag: bytes, command: str) -> bool:
        name = command.split()[0].upper()
        self.server.commands.append(command.split(" ")[0])
        if name == "CAPABILITY":
            self._say(b"* CAPABILITY IMAP4rev1")
        if name == "LOGIN" and command != f'LOGIN {NAME} "{PASSWORD}"':
            self._say(tag + b" NO wrong name or password")
            return True
        if name == "SELECT":
            self._say(f"* {len(self.server.mails)} EXISTS".encode())
        if name == "UID":
            self._uid(command)
        if name == "LOGOUT":
            self._say(b"* BYE")
        self._say(tag + b" OK done")
        return name != "LOGOUT"

    def _uid(self, command: str) -> None:
        if "SEARCH" in command:
            unread = [str(uid) for uid in self.server.mails if uid not in self.server.seen]
            self._say(f"* SEARCH {' '.join(unread)}".encode())
            return
        uid = int(re.findall(r"(?:FETCH|STORE) (\d+)", command)[0])
        raw = self.server.mails[uid]
        if "STORE" in command:
            self.server.seen.add(uid)
        elif "SIZE" in command:
            self._say(f"* {uid} FETCH (UID {uid} RFC822.SIZE {len(raw)})".encode())
        else:
            self._say(f"* {uid} FETCH (UID {uid} BODY[] {{{len(raw)}}}".encode())
            self.wfile.write(raw)
            self._say(b")")

    def _say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")


@dataclass
class Mailbox(socketserver.ThreadingTCPServer):
    """Mails by their uid, and which were read."""

    mails: dict[int, bytes] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    commands: list[str] = field(default_factory=list)
    daemon_threads = True

    def __post_init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)

    def __hash__(self) -> int:
        return id(self)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def start(self) -> Mailbox:
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self
