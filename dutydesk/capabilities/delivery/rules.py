"""Channels out of the house: which ones the office set up, what goes through them, when a failed one is tried again.

The office says in ``channels.toml`` what may leave; the shipped file has everything switched off. What leaves
is an alert's colour, name and times, nothing of a matter's facts unless the office writes such a pattern. A
secret is never in that file nor in the journal: there is only a reference to it (``env:NAME``, ``file:/path``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dutydesk.kernel.instants import DAY, MINUTE, SECOND, Instant, day_and_hour, hhmm, local_date
from dutydesk.kernel.reading import Entry, Problem, RulebookError, tables
from dutydesk.kernel.text import clean, one_line
from dutydesk.kernel.wording import Worded, nearest

KINDS = ("webhook", "wecom", "dingtalk", "feishu", "dingtalk_app", "feishu_app", "smtp", "command")
APPS = ("dingtalk_app", "feishu_app")
"""Kinds that sign in as an application of the office's own: what the robots of these services cannot do."""
SERVES = ("bell", "group", "call")
"""The ways of telling that may leave the house; ``screen`` never does."""

CARRY = ("smtp", "wecom", *APPS)
"""Kinds of channels that take a file: mail, WeCom's group robot, into whose group it goes, and the applications of DingTalk and Feishu,
whose group robots take none."""
UPLOAD = "https://oapi.dingtalk.com"
"""Where DingTalk takes files (钉钉开放平台, 上传媒体文件); its messages go elsewhere."""

COLOURS = ("red", "yellow", "blue")
SECURITY = ("starttls", "tls", "none")
PACE: Mapping[str, int] = {"wecom": 20, "dingtalk": 20, "feishu": 100, "dingtalk_app": 20, "feishu_app": 100}
"""Messages a minute that a group robot takes, by its service's manual; DingTalk shuts out for ten minutes beyond."""

RESERVED = 5
"""Of a channel's pace, so many a minute are kept for red."""

PLACES = (
    "key",
    "title",
    "text",
    "colour",
    "word",
    "how",
    "to",
    "addresses",
    "matter",
    "site",
    "raised",
    "due",
    "clock",
)
"""Names in braces that a pattern of the office may hold."""

DRILL_MARK = "【演练】"
TEST_TITLE = "【测试】值班台通道测试"
TEST_TEXT = "【测试】这是一条通道测试消息, 没有事情发生, 不需处理"
WORDS: Mapping[str, str] = {"red": "红", "yellow": "黄", "blue": "蓝"}

CHANNEL_KEYS = (
    "name", "kind", "serves", "colours", "enabled", "drills", "timeout", "per_minute", "url", "token", "secret", "template",
    "success", "plain", "proxy", "ca", "host", "port", "security", "user", "sender", "recipients", "people", "argv", "files",
    "app", "upload",
)  # fmt: skip
MESSAGE_KEYS = ("title", "text", "help_title", "help_text", "paper_text")
MESSAGE_PLACES = ("word", "colour", "how", "to", "matter", "site", "raised")
"""What may stand in braces in any pattern of the office."""
PAPER_PLACES = ("title", "to", "site", "matter", "raised")
"""What may stand in braces in the words that go with a report."""

LONGEST_TIMEOUT = 25
"""Seconds; shorter than a lease, so that a slow receiver does not make two processes send."""

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_REFERENCE = re.compile(r"env:[A-Za-z_][A-Za-z0-9_]*|file:/.+")
_PLACE = re.compile(r"\{([a-z_]+)\}")
_URL = re.compile(r"(https?)://(\[[0-9a-fA-F:]+\]|[^/:?#@\s]+)(:\d+)?([/?][^\s#]*)?")
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class ChannelSpec:
    """One way out, as the office set it up. ``timeout`` is in seconds, ``per_minute`` 0 means without limit."""

    name: str
    kind: str
    serves: tuple[str, ...] = ("group",)
    colours: tuple[str, ...] = ("red", "yellow")
    enabled: bool = False
    drills: bool = False
    """Whether messages of drill stores go out too, marked 演练; otherwise a drill or a demo reaches nobody."""
    timeout: int = 10
    per_minute: int = 0
    url: str = ""
    token: str = ""
    """Reference to what stands for ``{token}`` in the address, or for the bearer of a webhook without one."""
    secret: str = ""
    """Reference to the signing key of a robot, or to the password of a mail account."""
    template: str = ""
    success: tuple[str, str] = ("", "")
    """Field and value of a webhook's reply that mean taken; without, any 2xx does."""
    proxy: str = ""
    ca: str = ""
    host: str = ""
    port: int = 0
    security: str = "starttls"
    user: str = ""
    sender: str = ""
    recipients: tuple[str, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict[str, str])
    """Address or number by a person's name, for those whom an alert is addressed to."""
    argv: tuple[str, ...] = ()
    app: str = ""
    """An application's own name at its service: appKey (钉钉), app_id (飞书); its secret is ``secret``."""
    upload: str = UPLOAD
    """Where an application of DingTalk hands in files."""
    files: bool = False
    """Whether reports go through it as a file (.docx), to those whose address it knows by the name of their unit."""


@dataclass(frozen=True, slots=True)
class Message:
    """The office's pattern of what is sent."""

    title: str = "【{word}】{matter}{clock}"
    text: str = "应于 {due}, {raised} 提醒 {to}. 请即与值班室联系 ({site})"
    help_title: str = "【紧急呼叫】{site} {matter}"
    help_text: str = "{raised} {text}; 依次呼叫 {to}"
    paper_text: str = "现送上《{title}》（见附件），请签收并回告。{site}值班室"
    """Goes with a report that is sent as a file; {title} is the paper's."""


@dataclass(frozen=True, slots=True)
class Channels:
    """All channels of the office by name, and the pattern of its messages."""

    by_name: Mapping[str, ChannelSpec] = field(default_factory=dict[str, ChannelSpec])
    message: Message = field(default_factory=Message)

    def open(self, *, drill: bool) -> list[ChannelSpec]:
        """Return the channels that are switched on for a real store, or for a drill's."""
        return [spec for spec in self.by_name.values() if spec.enabled and (spec.drills or not drill)]

    def serving(self, how: str, colour: str, *, drill: bool) -> list[ChannelSpec]:
        """Return the channels that an alert goes through."""
        return [spec for spec in self.open(drill=drill) if how in spec.serves and colour in spec.colours]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to one channel. ``key`` stays the same at every attempt; ``delivered`` has it already."""

    key: str
    title: str
    text: str
    colour: str
    how: str
    to: tuple[str, ...]
    site: str
    raised_at: Instant
    matter: str = ""
    drill: bool = False
    delivered: tuple[str, ...] = ()
    report: str = ""
    """Id of the report that goes with it as a file."""
    file: tuple[str, bytes] | None = None
    """Name and content of that file."""

    def places(self) -> dict[str, str]:
        """Return what stands for the names in braces of a template, cleaned; 演练 stands first in title and text."""
        mark = DRILL_MARK if self.drill else ""
        return {
            "key": self.key,
            "title": mark + one_line(self.title),
            "text": mark + clean(self.text),
            "colour": self.colour,
            "word": WORDS.get(self.colour, ""),
            "how": self.how,
            "to": one_line("、".join(self.to)),
            "matter": one_line(self.matter),
            "site": one_line(self.site),
            "raised": hhmm(self.raised_at),
        }


def compose(
    message: Message, *, clock: str, due_at: Instant, raised_at: Instant, places: Mapping[str, str]
) -> tuple[str, str]:
    """Return title and text of an alert by the office's pattern; when it was due is named as on the day it is raised."""
    due = " ".join(part for part in day_and_hour(due_at, local_date(raised_at)) if part)
    values = {**places, "clock": clock, "due": due}
    if values.get("matter"):
        values["matter"] += " "
    return fill(message.title, values), fill(message.text, values)


def call_for_help(message: Message, places: Mapping[str, str]) -> tuple[str, str]:
    """Return title and text of the emergency key's message by the office's pattern."""
    return fill(message.help_title, places).strip(), fill(message.help_text, places)


def fill(pattern: str, values: Mapping[str, str]) -> str:
    """Return a pattern with its names in braces replaced, once: what was put in is not looked at again."""
    return _PLACE.sub(lambda match: values.get(match[1], match[0]), pattern)


# ---------------------------------------------------------------- trying again

BACKOFF: tuple[Instant, ...] = (5 * SECOND, 15 * SECOND, MINUTE, 5 * MINUTE)
SLOWEST: Instant = 15 * MINUTE
AFTERWARDS: Instant = DAY
"""What is owed has ended: a message that never got through is given up this much later."""


def wait_after(attempts: int, *, hopeless: bool = False) -> Instant:
    """Return how long to wait after so many failed attempts (1 or more).

    ``hopeless``: the same again will fail until somebody changes the set-up, so only now and then.
    """
    return SLOWEST if hopeless or attempts > len(BACKOFF) else BACKOFF[max(attempts, 1) - 1]


def is_given_up(ended_at: Instant | None, now: Instant) -> bool:
    """Whether it is no use any more: never while something is owed, and for a day after."""
    return ended_at is not None and now - ended_at > AFTERWARDS


# ---------------------------------------------------------------- reading channels.toml


def read_channels(file: str, document: Mapping[str, Any]) -> Channels:
    """Build the channels from the parsed ``channels.toml``.

    Raises:
        RulebookError: with every problem of the file.
    """
    problems: list[Problem] = []
    top = Entry(file, "-", document, problems)
    top.only(("message", "channel"))
    specs: dict[str, ChannelSpec] = {}
    for number, table in enumerate(tables(file, document, "channel", problems), 1):
        entry = Entry(file, str(table.get("name", f"#{number}")), table, problems)
        if entry.name in specs:
            entry.problem("name", Worded("重复的名称"))
        spec = _read_channel(entry)
        if spec is not None:
            specs[spec.name] = spec
    message = _read_message(file, document.get("message", {}), problems)
    if problems:
        raise RulebookError(problems)
    return Channels(specs, message)


def _read_message(file: str, table: Any, problems: list[Problem]) -> Message:
    if not isinstance(table, Mapping):
        problems.append(Problem(file, "-", "message", Worded("须为表, 如 [message]")))
        return Message()
    entry = Entry(file, "message", table, problems)  # pyright: ignore[reportUnknownArgumentType]
    entry.only(MESSAGE_KEYS)
    shipped = Message()
    title, text = entry.text("title", shipped.title), entry.text("text", shipped.text)
    help_title, help_text = entry.text("help_title", shipped.help_title), entry.text("help_text", shipped.help_text)
    for key, pattern in (("title", title), ("text", text)):
        _check_places(entry, key, [pattern], (*MESSAGE_PLACES, "due", "clock"))
    for key, pattern in (("help_title", help_title), ("help_text", help_text)):
        _check_places(entry, key, [pattern], (*MESSAGE_PLACES, "text"))
    paper_text = entry.text("paper_text", shipped.paper_text)
    _check_places(entry, "paper_text", [paper_text], PAPER_PLACES)
    return Message(title, text, help_title, help_text, paper_text)


def _check_places(entry: Entry, key: str, patterns: Iterable[str], valid: Iterable[str]) -> None:
    for name in (name for pattern in patterns for name in _PLACE.findall(pattern)):
        if name not in valid:
            entry.problem(key, Worded("不认识 “{{{0}}}”, {1}", name, nearest(name, valid)))


def _read_channel(entry: Entry) -> ChannelSpec | None:
    before = len(entry.problems)
    entry.only(CHANNEL_KEYS)
    name, kind = entry.text("name"), entry.word("kind", KINDS)
    if name and not _NAME.fullmatch(name):
        entry.problem("name", Worded("须为小写字母, 数字和连字符, 不超过 32 个, 不是 {0}", repr(name)))
    spec = ChannelSpec(
        name=name,
        kind=kind,
        serves=_words(entry, "serves", SERVES, ("group",)),
        colours=_words(entry, "colours", COLOURS, ("red", "yellow")),
        enabled=entry.flag("enabled", default=False),
        drills=entry.flag("drills", default=False),
        timeout=_number(entry, "timeout", 10, 1, LONGEST_TIMEOUT),
        per_minute=_number(entry, "per_minute", PACE.get(kind, 0), 0, 100_000),
        url=entry.text("url", ""),
        token=_reference(entry, "token"),
        secret=_reference(entry, "secret"),
        template=entry.text("template", ""),
        success=_success(entry),
        proxy=entry.text("proxy", ""),
        ca=entry.text("ca", ""),
        host=entry.text("host", ""),
        port=_number(entry, "port", 0, 0, 65_535),
        security=entry.word("security", SECURITY, "starttls"),
        user=entry.text("user", ""),
        sender=entry.text("sender", ""),
        recipients=tuple(entry.texts("recipients")),
        people=_people(entry),
        argv=tuple(entry.texts("argv")),
        files=entry.flag("files", default=False),
        app=entry.text("app", ""),
        upload=entry.text("upload", UPLOAD),
    )
    _check_kind(entry, spec, plain=entry.flag("plain", default=False))
    return spec if len(entry.problems) == before else None


def _check_kind(entry: Entry, spec: ChannelSpec, *, plain: bool) -> None:
    """A channel must have what its kind needs."""
    _check_files(entry, spec)
    _check_app(entry, spec, plain=plain)
    if spec.kind == "command":
        if not spec.argv or not spec.argv[0].strip():
            entry.problem("argv", Worded("须为参数列表, 第一个是程序"))
        elif _PLACE.search(spec.argv[0]):
            entry.problem("argv", Worded("程序名不能由消息决定"))
        _check_places(entry, "argv", spec.argv, PLACES)
    elif spec.kind == "smtp":
        for key, value in (("host", spec.host), ("sender", spec.sender)):
            if not value.strip():
                entry.problem(key, Worded("缺少文字"))
        if not spec.recipients and not spec.people:
            entry.problem("recipients", Worded("没有收件人"))
        if spec.user and spec.security == "none":
            entry.problem("security", Worded("不加密就不能用口令登录"))
    elif spec.kind:
        _check_url(entry, spec, plain=plain)


def _check_files(entry: Entry, spec: ChannelSpec) -> None:
    """Only some kinds carry a report as a file; the group robots of DingTalk and Feishu have an application beside them that does."""
    if spec.files and spec.kind in PACE and spec.kind not in CARRY:
        entry.problem(
            "files", Worded("群机器人的接口不收文件: 报告作为附件请用应用接口 (kind = {0})", f"{spec.kind}_app")
        )
    elif spec.files and spec.kind not in CARRY:
        entry.problem("files", Worded("能带附件的通道: {0}", ", ".join(CARRY)))


def _check_app(entry: Entry, spec: ChannelSpec, *, plain: bool) -> None:
    """An application names itself and whom it writes to."""
    if spec.kind not in APPS:
        return
    for key, value in (("app", spec.app), ("secret", spec.secret)):
        if not value.strip():
            entry.problem(key, Worded("缺少文字"))
    if not spec.recipients and not spec.people:
        entry.problem("recipients", Worded("没有收件人"))
    _check_address(entry, "upload", spec.upload, plain=plain)


def _check_address(entry: Entry, key: str, address: str, *, plain: bool) -> bool:
    match = _URL.fullmatch(address)
    if match is None:
        entry.problem(key, Worded("须为 https:// 网址, 不是 {0}", repr(address)))
        return False
    if match[1] == "http" and match[2] not in LOOPBACK and not plain:
        entry.problem(key, Worded("不加密的 http:// 只能用于本机; 确需使用请写 plain = true"))
    return True


def _check_url(entry: Entry, spec: ChannelSpec, *, plain: bool) -> None:
    if not _check_address(entry, "url", spec.url, plain=plain):
        return
    _check_places(entry, "url", [spec.url], ("token",))
    if "{token}" in spec.url and not spec.token:
        entry.problem("token", Worded("网址里有 {{token}}, 缺少 token"))
    for key in ("key=", "access_token="):
        if re.search(rf"[?&]{key}[^{{&]", spec.url):
            entry.problem("url", Worded("密钥不要写在文件里: 写 {0}{{token}} 并用 token 指明 env:… 或 file:…", key))


def _words(entry: Entry, key: str, valid: tuple[str, ...], default: tuple[str, ...]) -> tuple[str, ...]:
    words = tuple(entry.texts(key)) if key in entry.table else default
    for word in words:
        if word not in valid:
            entry.problem(key, Worded("不认识 “{0}”, {1}", word, nearest(word, valid)))
    return words


def _number(entry: Entry, key: str, default: int, low: int, high: int) -> int:
    value = entry.table.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        entry.problem(key, Worded("须为 {0} 至 {1} 的整数, 不是 {2}", low, high, repr(value)))
        return default
    return value


def _reference(entry: Entry, key: str) -> str:
    value = entry.text(key, "")
    if value and not _REFERENCE.fullmatch(value):
        entry.problem(key, Worded("密钥不要写在文件里: 写 env:环境变量 或 file:/路径"))  # and do not repeat it here
        return ""
    return value


def _success(entry: Entry) -> tuple[str, str]:
    text = entry.text("success", "")
    name, equals, value = (part.strip() for part in text.partition("="))
    if text and not (name and equals and value):
        entry.problem("success", Worded("须写作 字段 = 值, 如 code = 0, 不是 {0}", repr(text)))
    return name, value


def _people(entry: Entry) -> dict[str, str]:
    table: Any = entry.table.get("people", {})
    if not isinstance(table, Mapping) or not all(isinstance(value, str) for value in table.values()):  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
        entry.problem("people", Worded('须为表, 如 people = {{ "姓名" = "号码" }}'))
        return {}
    return {str(name): str(address) for name, address in table.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType, reportUnknownMemberType]
