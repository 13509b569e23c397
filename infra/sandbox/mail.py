"""The mail stand-in: an SMTP server whose inbox the console shows."""

import asyncio
import email
import email.policy
import hashlib
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from infra.sandbox.kit import Doc, Fault, World

TARGET = "smtp"
_KIND = "mail.message"
_EARLY = ("status", "slow", "timeout", "garbage")
_LIMIT_BYTES = 10_000_000


class MailServer:
    """Accepts mail on 127.0.0.1 and keeps it, one entry a Message-ID.

    With `user` set, only that login may send; without, any login is taken, or none.
    """

    def __init__(self, world: World, *, port: int = 0, user: str = "", password: str = "") -> None:
        self._world, self._user, self._password = world, user, password
        self._server: asyncio.Server | None = None
        self.port = port

    async def start(self) -> None:
        """Listen; `port` holds the port afterwards."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._protocol, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()

    def _protocol(self) -> SMTP:
        return _Smtp(
            self._world,
            _Inbox(self._world),
            hostname="mail.sandbox.test",
            data_size_limit=_LIMIT_BYTES,
            enable_SMTPUTF8=True,
            auth_required=bool(self._user),
            auth_require_tls=False,
            authenticator=self._authenticate,
            loop=asyncio.get_running_loop(),
        )

    def _authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        if mechanism not in ("LOGIN", "PLAIN") or not isinstance(data, LoginPassword):
            return AuthResult(success=False, handled=False)
        given = (data.login.decode("utf-8", "replace"), data.password.decode("utf-8", "replace"))
        right = not self._user or given == (self._user, self._password)
        return AuthResult(success=right, handled=right)


class _Smtp(SMTP):
    """The protocol, hanging up at once while the server is "down"."""

    def __init__(self, world: World, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._world = world

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet, or close without a byte."""
        if self._world.faults.take(TARGET, "CONNECT", "", modes=("down",)):
            _log(self._world, "CONNECT", "", 0)
            if isinstance(transport, asyncio.Transport):
                transport.abort()
            return
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """Clean up, unless the greeting was never given."""
        if self.session is not None:
            super().connection_lost(error)


class _Inbox:
    """What aiosmtpd calls at each step of a delivery."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def handle_MAIL(  # noqa: N802  the library's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Play a fault, or let the sender in."""
        fault = self._world.faults.take(TARGET, "MAIL", address, modes=_EARLY)
        refusal = await _play(server, fault) if fault else ""
        if refusal:
            _log(self._world, "MAIL", address, int(refusal[:3]))
            return refusal
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  the library's name
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep the message; a "lost" or "cut" fault keeps it and hangs up."""
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        kept = keep(self._world, raw, sender=envelope.mail_from or "", to=envelope.rcpt_tos)
        _log(self._world, "DATA", f"{', '.join(kept['to'])}: {kept['subject']}", 250)
        fault = self._world.faults.take(TARGET, "DATA", kept["subject"], modes=("lost", "cut"))
        if fault:
            _hang_up(server)
        return "250 OK: kept"


async def _play(server: SMTP, fault: Fault) -> str:
    if fault.mode == "slow":
        await asyncio.sleep(fault.seconds)
        return ""
    if fault.mode == "timeout":
        await asyncio.sleep(fault.seconds or 60.0)
        _hang_up(server)
        return "421 4.3.0 closing"
    if fault.mode == "garbage":
        return "250-what"
    if fault.body:
        return fault.body
    if fault.status >= 550 or 400 <= fault.status < 421:
        return "550 5.7.1 Refused by the sandbox"
    return "451 4.3.0 Try again later"


def _hang_up(server: SMTP) -> None:
    if isinstance(server.transport, asyncio.Transport):
        server.transport.abort()


def _log(world: World, method: str, path: str, status: int) -> None:
    entry = {"target": TARGET, "method": method, "path": path, "query": "", "body": ""}
    at = world.clock.now().isoformat()
    world.calls.add({**entry, "status": status, "at": at, "fault": None})


def keep(world: World, raw: bytes, *, sender: str, to: list[str]) -> Doc:
    """Store a message, or count one more delivery of a Message-ID that is there already."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    id = str(message.get("Message-ID", "")).strip()
    id = id or f"<{hashlib.sha256(raw).hexdigest()[:32]}@sandbox>"
    with world.store.transaction():
        known = world.store.get(_KIND, id)
        entry = known or _entry(message, id, sender=sender, at=world.clock.now().isoformat())
        entry["deliveries"] = entry.get("deliveries", 0) + 1
        entry["to"] = list(dict.fromkeys([*entry.get("to", []), *to]))
        world.store.put(_KIND, id, entry)
    return entry


def _entry(message: EmailMessage, id: str, *, sender: str, at: str) -> Doc:
    return {
        "id": id,
        "from": str(message.get("From", sender)),
        "envelope_from": sender,
        "header_to": str(message.get("To", "")),
        "subject": str(message.get("Subject", "")),
        "date": str(message.get("Date", "")),
        "received_at": at,
        "headers": [[name, str(value)] for name, value in message.items()],
        "text": _part(message, "plain"),
        "html": _part(message, "html"),
        "attachments": [part.get_filename() or "" for part in message.iter_attachments()],
    }


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    if part is None:
        return ""
    try:
        return str(part.get_content())
    except (LookupError, UnicodeError):
        return ""


def inbox(world: World, *, to: str = "") -> list[Doc]:
    """Return the messages, newest first; `to` keeps those to one address."""
    wanted = to.casefold()
    return [
        entry
        for entry in world.store.list(_KIND)[::-1]
        if not wanted or wanted in [address.casefold() for address in entry["to"]]
    ]


def clear(world: World) -> None:
    """Empty the inbox."""
    with world.store.transaction():
        for entry in world.store.list(_KIND):
            world.store.delete(_KIND, entry["id"])
