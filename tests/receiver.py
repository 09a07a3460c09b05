"""Real receivers on the loopback: a web server that misbehaves as told, and a mail server."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

Answer = Callable[["Handler"], None]


@dataclass
class Request:
    """What arrived."""

    path: str
    headers: Mapping[str, str]
    body: Any

    @property
    def key(self) -> str:
        """The idempotency key."""
        return self.headers["Idempotency-Key"]


class Handler(BaseHTTPRequestHandler):
    """Takes a POST and answers as the receiver was told."""

    server: Server

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        plain = "json" in self.headers.get("Content-Type", "json")
        request = Request(self.path, dict(self.headers), json.loads(content) if plain else content)
        with self.server.lock:
            self.server.requests.append(request)
            self.server.arrived.set()
            answer = self.server.answer(request)
        answer(self)

    def say(self, status: int, content: bytes, headers: Mapping[str, str] | None = None) -> None:
        """Answer."""
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_words: Any) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """The loopback server. ``answer`` chooses what a request gets."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock = threading.Lock()
        self.requests: list[Request] = []
        self.answers: list[Answer] = []
        self.answer: Callable[[Request], Answer] = lambda _request: self.answers.pop(0) if self.answers else ok
        self.released = threading.Event()
        self.arrived = threading.Event()

    def handle_error(self, *_words: Any) -> None:
        """A client that gave up is what is tested."""

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}/hook"


def start() -> Server:
    """Start a server in a thread of its own."""
    server = Server()
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    return server


def stop(server: Server) -> None:
    """End a server."""
    server.released.set()
    server.shutdown()
    server.server_close()


def replies(status: int, content: object, **headers: str) -> Answer:
    """An answer with JSON."""
    return lambda handler: handler.say(status, json.dumps(content, ensure_ascii=False).encode(), headers)


def raw(status: int, content: bytes) -> Answer:
    """An answer with bytes."""
    return lambda handler: handler.say(status, content)


def drops(handler: Handler) -> None:
    """Close without a word."""
    handler.close_connection = True


def delays(handler: Handler) -> None:
    """Say nothing until the test is over."""
    handler.server.released.wait(30)
    handler.close_connection = True


ok = replies(200, {"errcode": 0, "code": 0, "ok": True})


@dataclass
class Post:
    """A mailbox: what came, and whom it refuses."""

    refuses: dict[str, str] = field(default_factory=dict)
    mails: list[tuple[tuple[str, ...], bytes]] = field(default_factory=list)
    data_reply: str = "250 taken"
    secrets: list[bytes] = field(default_factory=list)

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.mails.append((tuple(envelope.rcpt_tos), envelope.content))
        return self.data_reply

    def __call__(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        self.secrets.append(data.password)
        return AuthResult(success=data.password == b"right", handled=False)


def post_office(post: Post, **options: Any) -> Controller:
    """Start a mail server on the loopback."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(post, hostname="127.0.0.1", port=port, authenticator=post, **options)
    controller.start()
    return controller
