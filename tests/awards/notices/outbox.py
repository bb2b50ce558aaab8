"""A mail server for tests: speaks enough of SMTP to take letters, to refuse them, and to hang up."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class MailSink:
    """What it has taken, and how it behaves towards a recipient: 250 (take), 450, 550, or "hang up"."""

    port: int = 0
    behaviour: dict[str, int | str] = field(default_factory=dict)
    taken: list[tuple[str, str, bytes]] = field(default_factory=list)


class _Conversation(socketserver.StreamRequestHandler):
    """One client, line by line (RFC 5321)."""

    sink: MailSink

    def handle(self) -> None:
        self._say("220 sink.example ready")
        sender = recipient = ""
        while line := self.rfile.readline():
            verb, _, rest = line.decode("ascii").strip().partition(" ")
            match verb.upper():
                case "EHLO" | "HELO" | "RSET" | "NOOP":
                    self._say("250 sink.example")
                case "MAIL":
                    sender = _address(rest)
                    self._say("250 ok")
                case "RCPT":
                    recipient = _address(rest)
                    answer = self.sink.behaviour.get(recipient, 250)
                    self._say(f"{answer if isinstance(answer, int) else 250} said")
                case "DATA":
                    self._say("354 go on")
                    content = self._text()
                    if self.sink.behaviour.get(recipient) == "hang up":
                        return
                    self.sink.taken.append((sender, recipient, content))
                    self._say("250 taken")
                case "QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("500 what?")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode("ascii"))

    def _text(self) -> bytes:
        """Up to the line with a single dot; a doubled dot at the start of a line was one."""
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)


def _address(rest: str) -> str:
    return rest.partition("<")[2].partition(">")[0]


@contextmanager
def running_sink() -> Iterator[MailSink]:
    """The server in a thread of its own, on a free port of this machine."""
    sink = MailSink()
    conversation = type("Conversation", (_Conversation,), {"sink": sink})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), conversation) as server:
        sink.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield sink
        server.shutdown()
        thread.join(10)
