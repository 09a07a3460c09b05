"""Settings: the command line first, then the environment, then ``config.toml`` of the user, then defaults.

A file that cannot be used stops nothing: what is good of it counts, for the rest what counted last, else the default; each fault
is named on the terminal, in red on the desk's screen, and by ``doctor``.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import field
from functools import partial
from pathlib import Path
from typing import Any

from dutydesk import wholefile
from dutydesk.kernel import system_errors
from dutydesk.kernel.toml_faults import toml_fault, toml_line
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Word, Worded, together

THEMES = ("dark", "light", "ansi", "mono")
GLYPHS = ("unicode", "ascii")
LANGUAGES = ("zh", "en")

LARGEST = 100_000
"""Bytes of a configuration file; beyond that it is none."""


MAIL_PORTS = {"tls": 993, "starttls": 143, "none": 143}
"""How the way to a mailbox is kept from being read, and the usual port of each; ``none`` on this machine alone."""

LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class MailAccount:
    """A mailbox that is taken in from: where, whose, and the file that holds the secret. Port 0: the usual one."""

    host: str
    user: str
    secret: Path
    port: int = 0
    folder: str = "INBOX"
    security: str = "tls"
    ca: Path | None = None
    """Certificates of who signs the server's; the system's own where left out."""


@dataclass(frozen=True)
class Config:
    """What the office or the person set. ``keys`` maps command ids to keys."""

    db: Path | None = None
    lang: str = ""
    theme: str = "dark"
    glyphs: str = "unicode"
    rulebook: Path | None = None
    store_key: Path | None = None
    """The key file of a store that is encrypted as a whole; taken up before SQLite is (``__main__``)."""
    keys: dict[str, str] = field(default_factory=dict[str, str])
    print: tuple[str, ...] = ()
    """The command that prints a file, word by word; the file's path is put behind it."""
    open_command: tuple[str, ...] = ()
    """The command that shows an attachment, word by word; a copy's path is put behind it. Empty: nothing is opened."""
    inbox: Path | None = None
    """The watched folder of a real store; a drill takes in only what a command names."""
    mailbox: MailAccount | None = None
    """The IMAP mailbox of a real store."""
    faults: tuple[Worded, ...] = ()
    """What cannot be used of the file, each with its key."""
    path: Path | None = None
    """The file, where there is one."""

    @property
    def told(self) -> Worded | None:
        """What is wrong with the file and what counts instead (not raised); None: nothing."""
        if not self.faults:
            return None
        return Worded(
            "设置文件有错, 所指的项照上次的或默认的, 其余照常: {0}: {1}", str(self.path), together(self.faults)
        )


def user_folder(kind: str) -> Path:
    """Return the user's ``config``, ``data``, ``cache`` or ``state`` folder for dutydesk."""
    import platformdirs

    folders = {
        "config": platformdirs.user_config_path,
        "data": platformdirs.user_data_path,
        "cache": platformdirs.user_cache_path,
        "state": platformdirs.user_state_path,
    }
    return folders[kind]("dutydesk")


def file_path() -> Path:
    """Return where the configuration file is, or would be: ``DUTYDESK_CONFIG``, else the user's own."""
    named = os.environ.get("DUTYDESK_CONFIG")
    return Path(named).expanduser() if named else user_folder("config") / "config.toml"


def load(path: Path | None = None) -> Config:
    """Read the configuration file; a missing one means defaults, one with faults what it said when it had none."""
    path = path or file_path()
    try:
        text = _text(path)
    except FileNotFoundError:
        return Config()
    except (OSError, UnicodeDecodeError) as error:
        return _instead(path, _unreadable(error))
    document, fault = _parsed(text)
    if fault is not None:
        return _instead(path, fault)
    config = _settings(document, path, Config())
    if config.faults:
        return _settings(document, path, _last_good(path))
    _keep(path, text)
    return config


def _text(path: Path) -> str:
    """Return the text of a plain file of a sensible size."""
    if path.exists() and not path.is_file():
        raise OSError(0, "不是文件")
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise OSError(0, "文件太大")
    return content.decode("utf-8-sig")


def _parsed(text: str) -> tuple[dict[str, Any], Worded | None]:
    import tomllib

    try:
        return tomllib.loads(text), None
    except tomllib.TOMLDecodeError as error:
        line = toml_line(text, str(error))
        return {}, Worded("第 {0} 行不是 TOML: {1}", line, toml_fault(str(error)))
    except RecursionError:
        return {}, Worded("不是 TOML: {0}", Word("括号套得太深"))


def _unreadable(error: OSError | UnicodeDecodeError) -> Worded:
    if isinstance(error, OSError):
        return Worded("读不出 ({0})", system_errors.reason_of(error))
    return Worded("读不出 ({0})", "UTF-8")


def _settings(document: dict[str, Any], path: Path, before: Config) -> Config:
    """Return the settings of a document; where a value is none of the valid ones, that of ``before``.

    A key that is none may be any of those that are left out, mistyped: for these too what was before.
    """
    readers: dict[str, Callable[[Any], Any]] = {
        "db": partial(_path, "db"),
        "lang": partial(_one_of, "lang", ("", *LANGUAGES)),
        "theme": partial(_one_of, "theme", THEMES),
        "glyphs": partial(_one_of, "glyphs", GLYPHS),
        "rulebook": partial(_path, "rulebook"),
        "store_key": partial(_path, "store_key"),
        "keys": _keys,
        "print": partial(_words, 'print 须为命令, 如 print = ["lp", "-o", "sides=one-sided"]'),
        "open_command": partial(_words, 'open_command 须为命令, 如 open_command = ["xdg-open"]'),
        "inbox": partial(_path, "inbox"),
        "mailbox": _mailbox,
    }
    settings: dict[str, Any] = {}
    faults: list[Worded] = []
    for key, value in document.items():
        if key not in readers:
            faults.append(Worded("没有设置 {0}; 可用: {1}", key, ", ".join(readers)))
            settings = {**{one: getattr(before, one) for one in readers if one not in document}, **settings}
            continue
        try:
            settings[key] = readers[key](value)
        except Worded as fault:
            faults.append(fault)
            settings[key] = getattr(before, key)
    return Config(**settings, faults=tuple(faults), path=path)


def _instead(path: Path, fault: Worded) -> Config:
    """Return what counted last in the place of a file that cannot be read at all."""
    from dataclasses import replace

    return replace(_last_good(path), faults=(fault,), path=path)


def _one_of(key: str, valid: tuple[str, ...], value: Any) -> str:
    if value not in valid:
        raise Worded("{0} 须为 {1}, 不是 {2}", key, ", ".join(filter(None, valid)), str(value))
    return str(value)


def _path(key: str, value: Any) -> Path:
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise Worded("{0} 须为路径, 不是 {1}", key, str(value))
    try:
        return Path(value).expanduser()
    except RuntimeError as error:  # ~somebody who is not there
        raise Worded("{0} 须为路径, 不是 {1}", key, value) from error


def _keys(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise Worded('keys 须为表, 如 [keys] report = "f9"')
    return {str(name): str(key) for name, key in value.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def _mailbox(value: Any) -> MailAccount:
    """Return the mailbox of a table; what is missing or mistyped is named."""
    example = 'mailbox 须为表, 如 [mailbox] host = "mail.example.gov.cn", user = "duty", secret = "/etc/dutydesk/mail"'
    if not isinstance(value, dict):
        raise Worded(example)
    told: dict[str, Any] = dict(value)  # pyright: ignore[reportUnknownArgumentType]
    texts = {name: told.pop(name, default) for name, default in MAIL_TEXTS.items()}
    port, ca = told.pop("port", 0), told.pop("ca", None)
    if told or not all(isinstance(one, str) and one.strip() for one in texts.values()):
        raise Worded(example)
    if not isinstance(port, int) or isinstance(port, bool) or not 0 <= port <= 65_535:
        raise Worded("{0} 须为 {1}, 不是 {2}", "port", "1-65535", str(port))
    security = _one_of("security", tuple(MAIL_PORTS), texts.pop("security"))
    if security == "none" and texts["host"] not in LOOPBACK:
        raise Worded("mailbox 不加密 (security = none) 只能用于本机的服务器")
    secret = _path("secret", texts.pop("secret"))
    own = _path("ca", ca) if ca is not None else None
    return MailAccount(**texts, secret=secret, port=port, security=security, ca=own)


MAIL_TEXTS = {"host": "", "user": "", "secret": "", "folder": "INBOX", "security": "tls"}
"""Texts of a mailbox, each with what counts where it is left out."""


def _words(example: str, value: Any) -> tuple[str, ...]:
    """Return a command's words: a list of texts, or one text that is parted at its blanks."""
    words: list[Any] = value.split() if isinstance(value, str) else value if isinstance(value, list) else []  # pyright: ignore[reportUnknownVariableType]
    if not words or not all(isinstance(one, str) and one and "\0" not in one for one in words):
        raise Worded(example)
    return tuple(words)


# ------------------------------------------------------------ what counted last


def _kept_at(path: Path) -> Path:
    """Where the last good text of a configuration file is kept: one for each file."""
    import hashlib

    digest = hashlib.sha256(str(path.absolute()).encode("utf-8", "surrogateescape")).hexdigest()[:12]
    return user_folder("state") / f"config-{digest}.toml"


def _keep(path: Path, text: str) -> None:
    """Keep a good text, where it is another than the one kept; that it cannot be kept stops nothing."""
    with suppress(OSError, UnicodeDecodeError):
        kept = _kept_at(path)
        if kept.exists() and _text(kept) == text:
            return
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        wholefile.replace(kept, text.encode())


def _last_good(path: Path) -> Config:
    """Return what the file said when it had no fault; the defaults where that is not known."""
    try:
        document, fault = _parsed(_text(_kept_at(path)))
    except (OSError, UnicodeDecodeError):
        return Config()
    return Config() if fault is not None else _settings(document, path, Config())


def named_store() -> str:
    """Return the store that the environment names, empty for none."""
    return os.environ.get("DUTYDESK_DB", "")


def store_path(typed: str | None, config: Config) -> Path:
    """Return the store to use: as typed, ``DUTYDESK_DB``, the configured one, else the default place."""
    named = typed or named_store()
    if named:
        return Path(named).expanduser()
    return config.db or user_folder("data") / "desk.db"
