"""An IMAP mailbox: what arrives there becomes messages, each once; nothing in the mailbox changes.

The folder is opened read-only and mails are fetched with BODY.PEEK, so no flag moves. The first look begins behind what
lies there; from then on the number of the newest mail that was taken in is kept beside the store. A mail is known by
account, folder, UIDVALIDITY and UID, from which its act has its id: killed before the number is kept, it enters once.
"""

from __future__ import annotations

import hashlib
import json
import ssl
import stat
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from imapclient import IMAPClient  # pyright: ignore[reportMissingTypeStubs]
from imapclient.exceptions import CapabilityError, LoginError  # pyright: ignore[reportMissingTypeStubs]

from dutydesk import wholefile
from dutydesk.bootstrap import Container
from dutydesk.capabilities.log.acts import Log, Message
from dutydesk.capabilities.triage import handlers as triage
from dutydesk.config import MAIL_PORTS, MailAccount
from dutydesk.desk.service import Desk
from dutydesk.documents.incoming import LARGEST, MarkedError, Said, read
from dutydesk.i18n import say, translate
from dutydesk.ids import made_id
from dutydesk.kernel.instants import Instant, from_datetime, iso
from dutydesk.kernel.people import DESK
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Word, Worded
from dutydesk.watch.folder import by_colour, keep_with, owe, received, ringing

CHANNEL = "邮箱"
SECONDS = 30
"""After so long without an answer of the server it is tried again at the next look."""

BATCH = 50
"""Mails that are fetched and sorted before any of them is written."""

MARKED = "▲ 邮箱中有一封带密级标志的邮件: 没有读入, 不留文字和主题; 请取走并按涉密载体登记 (custody add)"
CERTIFICATE = {
    9: Word("尚未生效"),
    10: Word("已过期"),
    18: Word("自己签发的"),
    19: Word("签发者不受信任"),
    20: Word("签发者不受信任"),
    21: Word("签发者不受信任"),
    62: Word("不是给这个主机名的"),
    64: Word("不是给这个地址的"),
}
"""What is wrong with a certificate, by OpenSSL's number (X509_V_ERR_…)."""

REBUILT = "邮箱 {0} 已重建 (UIDVALIDITY 变了): 从现在起的新邮件收入; 此前没有收入的请到邮箱查看"


@dataclass(frozen=True)
class Mail:
    """A mail that was fetched: its number, the id of its act, and what is to be done with it."""

    uid: int
    act_id: str
    said: Said | None = None
    """What it says; None: it is marked, or refused."""
    received_at: Instant = 0
    colour: str = ""
    refused: str = ""
    content: bytes = b""
    """What it holds, where it is kept with its message."""


class Mailbox:
    """Takes in what arrives in a mailbox.

    Args:
        account: where it is, and whose.
        store: beside which the number of the newest mail is kept.
    """

    TASK: ClassVar[str] = "mailbox"
    RIGHT: ClassVar[str] = "mail"
    SECONDS: ClassVar[float] = 30.0

    def __init__(self, account: MailAccount, store: Path) -> None:
        self._account = account
        self._name = f"{account.user}@{account.host}/{account.folder}"
        self._path = store.with_name(store.name + ".mailbox")
        self.left: list[str] = []
        """What the last look could not take in, a sentence each."""

    def look(self, container: Container, go_on: Callable[[], bool] = lambda: True) -> list[str]:
        """Take in every mail that is new; return their entries.

        Raises:
            Worded: the secret cannot be read, or others can.
            OSError: the server does not answer; the next look tries again.
        """
        taken: list[str] = []
        self.left = []
        with self._open() as client:
            chosen: dict[bytes, Any] = client.select_folder(self._account.folder, readonly=True)
            validity, after = int(chosen[b"UIDVALIDITY"]), self._newest()
            if after is None or after[0] != validity:
                if after is not None:
                    act_id = made_id(f"{self._name}:{validity}", "rebuilt", 1)
                    container.desk.perform(Log(text=say(REBUILT, self._name)), actor=DESK, act_id=act_id)
                self._keep(validity, int(chosen[b"UIDNEXT"]) - 1)
                return taken
            found: list[int] = client.search(["UID", f"{after[1] + 1}:*"])
            new = sorted(uid for uid in found if uid > after[1])  # "9:*" names the last one too, whatever its number
            for begin in range(0, len(new), BATCH):
                if not go_on():
                    break
                batch = new[begin : begin + BATCH]
                taken += self._take_in(container, list(self._fetched(client, container.desk, validity, batch)))
                self._keep(validity, batch[-1])
        return taken

    def _take_in(self, container: Container, batch: list[Mail]) -> list[str]:
        """Write mails that are sorted, the red ones first; they ring before the others are written."""
        taken: list[str] = []
        for one in ringing(container, sorted(batch, key=lambda one: (by_colour(one.colour), one.uid))):
            entry = self._answer(container.desk, one)
            taken += [entry] if entry else []
        if batch:
            container.watch.tick(watching=False)
        return taken

    def _answer(self, desk: Desk, one: Mail) -> str:
        why = one.refused
        if one.said is not None:
            words = {"text": one.said.text, "channel": CHANNEL, "sender": one.said.sender}
            try:
                act = Message.from_words({**words, "received": str(iso(one.received_at))})
                entry = desk.perform(act, actor=DESK, act_id=one.act_id).id
            except Refused as refusal:
                why = str(refusal)
            else:
                if one.said.keep:
                    keep_with(desk, entry, one.act_id, f"mail-{one.uid}.eml", one.content)
                return entry
        text = say("第 {0} 封未收入: {1}; 请到邮箱查看", one.uid, why) if why else translate(MARKED)
        owe(desk, text, CHANNEL, made_id(one.act_id, "refused", 1))
        self.left.append(text)
        return ""

    def _fetched(self, client: Any, desk: Desk, validity: int, uids: list[int]) -> Iterator[Mail]:
        """Yield mails, read and sorted; one that is too large is not fetched."""
        sizes: dict[int, dict[bytes, Any]] = client.fetch(uids, ["RFC822.SIZE"])
        for uid in uids:
            act_id = made_id(f"{self._name}:{validity}:{uid}", "mail", 1)
            size = int(sizes.get(uid, {}).get(b"RFC822.SIZE", 0))
            if size > LARGEST:
                yield Mail(uid, act_id, refused=say("超过 {0} MiB", LARGEST // 1024 // 1024))
                continue
            answer: dict[bytes, Any] = client.fetch([uid], ["BODY.PEEK[]", "INTERNALDATE"]).get(uid, {})
            content: bytes | None = answer.get(b"BODY[]")
            if content is not None:  # else it was deleted meanwhile
                yield _said(desk, uid, act_id, content, answer.get(b"INTERNALDATE"))

    # ------------------------------------------------------------ the server

    def _open(self) -> Any:
        """Return a session that is logged in."""
        account = self._account
        secret, context = _secret(account.secret), _trusted(account.ca)
        port = account.port or MAIL_PORTS[account.security]
        with _in_words(account):
            client: Any = IMAPClient(
                account.host, port, ssl=account.security == "tls", ssl_context=context, timeout=SECONDS, use_uid=True
            )
            try:
                if account.security == "starttls":
                    client.starttls(context)
                client.normalise_times = False
                client.login(account.user, secret)
            except BaseException:
                with suppress(Exception):
                    client.shutdown()
                raise
        return client

    # ------------------------------------------------------------ the number that is kept

    def _newest(self) -> tuple[int, int] | None:
        """Return UIDVALIDITY and UID of the newest mail that was taken in, None before the first look."""
        with suppress(OSError, ValueError, TypeError, KeyError):
            told = json.loads(self._path.read_bytes())[self._name]
            return int(told["validity"]), int(told["uid"])
        return None

    def _keep(self, validity: int, uid: int) -> None:
        wholefile.replace(self._path, json.dumps({self._name: {"validity": validity, "uid": uid}}).encode())


def _said(desk: Desk, uid: int, act_id: str, content: bytes, arrived: datetime | None) -> Mail:
    now = desk.now()
    at = received(from_datetime(arrived.astimezone(UTC)), now) if arrived is not None and arrived.tzinfo else now
    try:
        said = read("mail.eml", content, hashlib.sha256(content).hexdigest())
    except MarkedError:
        return Mail(uid, act_id)
    except Refused as refusal:
        return Mail(uid, act_id, refused=str(refusal))
    colour = str(triage.proposed(desk.books, said.text, at, {}).get("colour", ""))
    return Mail(uid, act_id, said, at, colour, content=content if said.keep else b"")


def _trusted(ca: Path | None) -> ssl.SSLContext:
    """Return what a server's certificate is checked by: the office's own authority, else those of the system.

    Raises:
        Worded: the authority's file cannot be read.
    """
    try:
        return ssl.create_default_context(cafile=str(ca) if ca is not None else None)
    except (OSError, ssl.SSLError) as error:
        raise Worded("邮箱的 ca 文件读不出证书: {0}", str(ca)) from error


@contextmanager
def _in_words(account: MailAccount) -> Generator[None]:
    """Say why a session could not be opened; the secret was not sent but where the server itself refused it.

    Raises:
        Worded: it could not.
    """
    server = f"{account.host}:{account.port or MAIL_PORTS[account.security]}"
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        why = CERTIFICATE.get(error.verify_code, Word("查不实"))
        raise Worded("邮箱服务器 {0} 的证书不能用 ({1}): 没有送出口令, 没有收信", server, why) from error
    except ssl.SSLError as error:
        raise Worded("与邮箱服务器 {0} 不能加密连接: 没有送出口令, 没有收信", server) from error
    except CapabilityError as error:
        raise Worded("邮箱服务器 {0} 不会 STARTTLS: 没有送出口令, 没有收信", server) from error
    except LoginError as error:
        raise Worded("邮箱服务器 {0} 不让 {1} 登录: 用户名或口令不对", server, account.user) from error


def _secret(path: Path) -> str:
    """Return the secret of the account.

    Raises:
        Worded: it cannot be read, or others than its owner can read it.
    """
    try:
        seen = path.stat()
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Worded("邮箱的口令文件读不出: {0}", str(path)) from error
    if seen.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise Worded("邮箱的口令文件别人也能读: {0}; 请 chmod 600", str(path))
    return text.rstrip("\n")
