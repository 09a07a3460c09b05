"""A mailbox on a real IMAP server on the loopback: each mail is one message, and nothing in the mailbox changes."""

from __future__ import annotations

import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
import trustme
from imapclient import IMAPClient

from dutydesk.bootstrap import Container, open_container
from dutydesk.capabilities.intake import reads
from dutydesk.clock import SystemClock
from dutydesk.config import MailAccount
from dutydesk.kernel.wording import Worded
from dutydesk.store.engine import create_store
from dutydesk.watch import mailbox as watched
from dutydesk.watch.mailbox import Mailbox

RED = "浏阳市一烟花厂爆炸，3人死亡，17人受伤"
LIMIT = 60.0
"""Seconds until the server counts as never there."""


@contextmanager
def served(*more: str) -> Generator[int]:
    """A server of the loopback with one account, whose mailbox is empty."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    words = [
        "--host",
        "127.0.0.1",
        "--port",
        str(number),
        "--no-service",
        "managesieve",
        "--no-service",
        "admin",
        *more,
    ]
    account = ["dict", "--demo-user", "desk", "--demo-password", "pw"]
    server = subprocess.Popen(
        [sys.executable, "-c", "from pymap.main import main; main()", *words, *account], stderr=subprocess.DEVNULL
    )
    ends = time.monotonic() + LIMIT
    while True:
        try:
            socket.create_connection(("127.0.0.1", number), timeout=1).close()
            break
        except OSError:
            assert time.monotonic() < ends, "no server"
            assert server.poll() is None
            time.sleep(0.05)
    yield number
    server.terminate()
    server.wait()


@pytest.fixture
def port() -> Iterator[int]:
    """A server that speaks in clear."""
    with served("--no-tls") as number:
        yield number


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Container]:
    store = tmp_path / "store.db"
    create_store(store, site="测试", drill=True, now=SystemClock().wall()).close()
    container = open_container(store)
    yield container
    container.close()


@pytest.fixture
def account(port: int, tmp_path: Path) -> MailAccount:
    secret = tmp_path / "secret"
    secret.write_text("pw\n", encoding="utf-8")
    secret.chmod(0o600)
    return MailAccount(host="127.0.0.1", port=port, user="desk", secret=secret, security="none")


@pytest.fixture
def post(account: MailAccount) -> Callable[..., None]:
    """What puts mails into the mailbox."""

    def put(*texts: str) -> None:
        with IMAPClient(account.host, account.port, ssl=False) as client:
            client.login("desk", "pw")
            for text in texts:
                message = EmailMessage()
                message["From"], message["Subject"] = "省应急厅 <a@example.com>", "情况通报"
                message.set_content(text)
                client.append("INBOX", message.as_bytes())

    return put


def told(house: Container) -> list[str]:
    return [one.text.splitlines()[-1] for one in sorted(reads.messages(house.views), key=lambda one: one.seq)]


def log(house: Container) -> str:
    return "\n".join(one.payload for one in house.views.entries_between(0, 2**62, audit=True))


def test_what_arrives_after_the_first_look_is_taken_in_once(
    house: Container, account: MailAccount, post: Callable[..., None]
) -> None:
    post("以前的")
    box = Mailbox(account, house.desk.store.path)
    assert box.look(house) == []
    post("老板欠薪, 求助", "食堂今晚吃饺子")
    assert len(box.look(house)) == 2
    assert box.look(house) == []
    assert sorted(told(house)) == sorted(["老板欠薪, 求助", "食堂今晚吃饺子"])
    (one, _) = reads.messages(house.views)
    assert (one.channel, one.sender) == (watched.CHANNEL, "省应急厅 <a@example.com>")
    assert abs(one.received_at - house.desk.now()) < 120_000_000
    post("后来的")
    assert len(Mailbox(account, house.desk.store.path).look(house)) == 1, "another process goes on where this one was"


def test_nothing_in_the_mailbox_changes(house: Container, account: MailAccount, post: Callable[..., None]) -> None:
    box = Mailbox(account, house.desk.store.path)
    box.look(house)
    post("老板欠薪")

    def flags() -> object:
        with IMAPClient(account.host, account.port, ssl=False) as client:
            client.login("desk", "pw")
            client.select_folder("INBOX", readonly=True)
            return {uid: one[b"FLAGS"] for uid, one in client.fetch(client.search(), ["FLAGS"]).items()}

    before = flags()
    assert len(box.look(house)) == 1
    assert flags() == before
    assert not any(b"\\Seen" in one for one in before.values())  # type: ignore[attr-defined]


def test_red_mails_are_first_and_killed_in_the_middle_each_enters_once(
    house: Container, account: MailAccount, post: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    box = Mailbox(account, house.desk.store.path)
    box.look(house)
    post("一号: 食堂今晚吃饺子", "二号: 老板欠薪", f"三号: {RED}")
    whole, count = Mailbox._answer, 0

    def killed(self: Mailbox, *arguments: object) -> str:
        nonlocal count
        count += 1
        if count == 3:
            raise KeyboardInterrupt
        return whole(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Mailbox, "_answer", killed)
    with pytest.raises(KeyboardInterrupt):
        box.look(house)
    monkeypatch.undo()
    Mailbox(account, house.desk.store.path).look(house)
    found = told(house)
    assert found[0] == f"三号: {RED}"
    assert len(found) == len(set(found)) == 3
    assert house.views.matter("D1").state == "proposed"


def test_a_marked_mail_leaves_no_word_and_one_too_large_is_named(
    house: Container, account: MailAccount, post: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    box = Mailbox(account, house.desk.store.path)
    box.look(house)
    post("机密★5年\n某地爆炸3人死亡", "火" * 3000, "老板欠薪")
    monkeypatch.setattr(watched, "LARGEST", 3000)
    assert len(box.look(house)) == 1
    assert sorted(told(house)) == sorted([*box.left, "老板欠薪"]), "what was not taken in waits for a person, too"
    assert "带密级标志的邮件" in log(house)
    assert "爆炸" not in log(house)
    assert "封未收入" in log(house)
    assert len(box.left) == 2


def test_a_mailbox_that_was_made_anew_is_said_and_followed(
    house: Container, account: MailAccount, post: Callable[..., None]
) -> None:
    box = Mailbox(account, house.desk.store.path)
    box.look(house)
    box._keep(1, 99)
    post("此前的")
    assert box.look(house) == []
    assert "已重建" in log(house)
    post("此后的")
    assert len(box.look(house)) == 1


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_secret_that_others_can_read_is_not_used(house: Container, account: MailAccount, mode: int) -> None:
    account.secret.chmod(mode)
    with pytest.raises(Worded, match="chmod 600"):
        Mailbox(account, house.desk.store.path).look(house)


def test_a_server_that_refuses_leaves_everything_as_it_was(house: Container, account: MailAccount) -> None:
    account.secret.write_text("wrong\n", encoding="utf-8")
    box = Mailbox(account, house.desk.store.path)
    with pytest.raises(Worded, match="不让 desk 登录"):
        box.look(house)
    assert not house.desk.store.path.with_name("store.db.mailbox").exists()


# ---------------------------------------------------------------- encrypted


@dataclass
class Relay:
    """What stands before a server and speaks TLS: the usual port 993. ``heard``: what came through it in clear."""

    port: int = 0
    heard: list[bytes] = field(default_factory=list[bytes])


def relayed(context: ssl.SSLContext, behind: int, relay: Relay, over: threading.Event) -> None:
    """Take connections until it is over; each is handed on once the other side took the certificate."""

    def pump(source: socket.socket, target: socket.socket, heard: list[bytes] | None) -> None:
        with suppress(OSError):
            while piece := source.recv(65_536):
                if heard is not None:
                    heard.append(piece)
                target.sendall(piece)
        with suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)

    def serve(plain: socket.socket) -> None:
        with (
            plain,
            suppress(OSError),
            context.wrap_socket(plain, server_side=True) as near,
            socket.create_connection(("127.0.0.1", behind)) as far,
        ):
            back = threading.Thread(target=pump, args=(far, near, None))
            back.start()
            pump(near, far, relay.heard)
            back.join(LIMIT)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        relay.port = int(listening.getsockname()[1])
        listening.settimeout(0.2)
        each: list[threading.Thread] = []
        while not over.is_set():
            with suppress(TimeoutError):
                plain, _ = listening.accept()
                plain.settimeout(LIMIT)
                each.append(threading.Thread(target=serve, args=(plain,)))
                each[-1].start()
        for one in each:
            one.join(LIMIT)


@contextmanager
def before(behind: int, certificate: trustme.LeafCert) -> Generator[Relay]:
    """A relay with a certificate."""
    context, relay, over = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), Relay(), threading.Event()
    certificate.configure_cert(context)
    thread = threading.Thread(target=relayed, args=(context, behind, relay, over), daemon=True)
    thread.start()
    ends = time.monotonic() + LIMIT
    while not relay.port:
        assert time.monotonic() < ends
        time.sleep(0.01)
    yield relay
    over.set()
    thread.join(LIMIT)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca(authority: trustme.CA, tmp_path: Path) -> Path:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return path


def test_mails_come_over_tls(
    house: Container, account: MailAccount, post: Callable[..., None], authority: trustme.CA, ca: Path
) -> None:
    with before(account.port, authority.issue_cert("127.0.0.1")) as relay:
        own = replace(account, port=relay.port, security="tls", ca=ca)
        box = Mailbox(own, house.desk.store.path)
        box.look(house)
        post("老板欠薪, 求助")
        assert len(box.look(house)) == 1
        assert any(b"LOGIN" in piece for piece in relay.heard)


YESTERDAY = datetime.now(UTC) - timedelta(days=1)
WRONG = {
    "signed by a stranger": (lambda _own: trustme.CA().issue_cert("127.0.0.1"), "签发者不受信任"),
    "made out to another": (lambda own: own.issue_cert("mail.example.com"), "不是给这个"),
    "expired": (
        lambda own: own.issue_cert("127.0.0.1", not_before=YESTERDAY - timedelta(days=9), not_after=YESTERDAY),
        "已过期",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_certificate_is_refused_and_said_before_any_secret_is_sent(
    house: Container, account: MailAccount, authority: trustme.CA, ca: Path, name: str
) -> None:
    make, said = WRONG[name]
    with before(account.port, make(authority)) as relay:
        own = replace(account, port=relay.port, security="tls", ca=ca)
        with pytest.raises(Worded, match=said):
            Mailbox(own, house.desk.store.path).look(house)
        assert relay.heard == []
    assert reads.messages(house.views) == []


def test_the_system_s_authorities_do_not_vouch_for_the_office_s_own(
    house: Container, account: MailAccount, authority: trustme.CA
) -> None:
    with (
        before(account.port, authority.issue_cert("127.0.0.1")) as relay,
        pytest.raises(Worded, match="签发者不受信任"),
    ):
        Mailbox(replace(account, port=relay.port, security="tls"), house.desk.store.path).look(house)


def test_mails_come_over_a_line_that_is_encrypted_later(
    house: Container, account: MailAccount, authority: trustme.CA, ca: Path, tmp_path: Path
) -> None:
    certificate = authority.issue_cert("127.0.0.1")
    chain, key = tmp_path / "chain.pem", tmp_path / "key.pem"
    certificate.private_key_pem.write_to_path(key)
    chain.write_bytes(b"".join(one.bytes() for one in certificate.cert_chain_pems))
    with served("--cert", str(chain), "--key", str(key)) as port:
        own = replace(account, port=port, security="starttls", ca=ca)
        box = Mailbox(own, house.desk.store.path)
        assert box.look(house) == []
        assert house.desk.store.path.with_name("store.db.mailbox").exists()
        with pytest.raises(Worded, match="签发者不受信任"):
            Mailbox(replace(own, ca=None), house.desk.store.path).look(house)


def test_a_server_that_cannot_encrypt_gets_no_secret(house: Container, account: MailAccount) -> None:
    with pytest.raises(Worded, match="STARTTLS"):
        Mailbox(replace(account, security="starttls"), house.desk.store.path).look(house)


def test_an_authority_that_cannot_be_read_is_said(house: Container, account: MailAccount, tmp_path: Path) -> None:
    with pytest.raises(Worded, match="ca"):
        Mailbox(replace(account, security="tls", ca=tmp_path / "none.pem"), house.desk.store.path).look(house)
