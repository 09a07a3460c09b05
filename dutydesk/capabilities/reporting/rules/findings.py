"""What a finished text is checked for before it leaves the house: thirty checks, each with its name and its weight.

A finding names the place, what is wrong and, where there is one right form, what one key puts there. ``BLOCK`` stands in
the way of print and mail until it is mended or excused with a reason; of these ``GATES`` stop the sending itself, and
``REASONED`` go with a reason. ``WARN`` only warns, ``MEND`` is mended by itself with the change shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field

from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded, vocabulary

BLOCK, WARN, MEND = "block", "warn", "mend"
WEIGHTS: Mapping[str, str] = vocabulary({BLOCK: "须改", WARN: "提醒", MEND: "可自动改"})

NAMES: Mapping[str, str] = vocabulary(
    {
        "P-01": "半角标点",
        "P-02": "句号、省略号、引号、括号",
        "P-03": "全角数字字母和多余空格",
        "P-04": "发文字号",
        "P-05": "日期和钟点",
        "P-06": "相对时间",
        "P-07": "截至和时间先后",
        "P-08": "标题格式",
        "P-09": "标题用词",
        "P-10": "报告序号",
        "P-11": "层次序号",
        "P-12": "正文与记录的数字",
        "P-13": "无伤亡的说法",
        "P-14": "重伤人数",
        "P-15": "伤亡的写法和次序",
        "P-16": "续报的总数",
        "P-17": "与上次报告的增减",
        "P-18": "未核实的标明",
        "P-19": "无新进展",
        "P-20": "原因和责任",
        "P-21": "事件级别",
        "P-22": "驻京办的角色",
        "P-23": "收件和转告单位",
        "P-24": "请示事项和结语",
        "P-25": "签发",
        "P-26": "漏填和残留",
        "P-27": "数字用法",
        "P-28": "密级和个人信息",
        "P-29": "用词",
        "P-30": "篇幅",
    }
)  # fmt: skip

GATES = ("P-10", "P-12", "P-13", "P-25", "P-26", "P-28")
REASONED = ("P-12", "P-13")
_FIRST = ("P-28", "P-12", "P-13", "P-14", "P-15", "P-16", "P-17", "P-25", "P-22")


def name_of(check: str) -> str:
    """Return what people call a check; the code of one that only a newer version knows."""
    return NAMES.get(check, check)


@dataclass(frozen=True)
class Finding:
    """One finding, from ``start`` to ``end`` of the text (of the title where ``title``); ``right``: what belongs there."""

    check: str
    start: int
    end: int
    words: str
    said: Worded
    weight: str = BLOCK
    right: str | None = None
    title: bool = False

    @property
    def gates(self) -> bool:
        """Whether nothing is sent while it stands."""
        return self.weight == BLOCK and self.check in GATES


@dataclass(frozen=True)
class Text:
    """A text and what the desk knows of its matter at the time of the text.

    ``kind`` as of reports; ``last`` are name and figures of the report before; ``reached``: whom the journal says that we
    told or asked; ``named``: telephone numbers of people who answer for the place, which may stand in the text.
    """

    kind: str
    text: str
    title: str = ""
    name: str = ""
    incident: bool = True
    figures: Mapping[str, float] = field(default_factory=dict[str, float])
    unverified: Collection[str] = ()
    last_name: str = ""
    last_figures: Mapping[str, float] = field(default_factory=dict[str, float])
    level: str = ""
    level_reached: str = ""
    """A level above the recorded one that the figures reach, while nobody has decided on it."""
    cause_known: bool = False
    occurred: Instant | None = None
    received: Instant | None = None
    now: Instant = 0
    reached: Collection[str] = ()
    recipients: Sequence[str] = ()
    named: Collection[str] = ()
    accounts: Collection[str] = ()
    labels: Collection[str] = ()
    """Short names of matters as the desk calls them (Y1)."""
    events: Mapping[str, Collection[str]] = field(default_factory=dict[str, Collection[str]])
    """Words that name an event of another kind than the recorded one, by the name of that kind."""
    kin: Collection[str] = ()
    """Names of those kinds that are of the recorded one's class: one event has two names of it (扶梯故障引发踩踏), which only warns."""
    facts: Mapping[str, str] = field(default_factory=dict[str, str])
    """What was said and nobody verified, by its name: words that stand in a text only with a mark."""
    signer: str | None = None
    """Who signs it off: empty for nobody yet; None where the text is not yet to be signed."""
    signed: bool = False
    """Whether the office lets this kind go only with a signature."""
    drafter: str = ""
    hurt: tuple[str, str] = ("受伤", "重伤")

    @property
    def follows(self) -> bool:
        """Whether it is a follow-up."""
        return self.kind in {"follow_up", "change"}

    @property
    def corrects(self) -> bool:
        """Whether it corrects another: then it quotes what is wrong."""
        return self.kind == "correction"


def found(
    text: Text, check: str, start: int, end: int, said: Worded, weight: str = BLOCK, right: str | None = None
) -> Finding:
    """Return a finding in the text."""
    return Finding(check, start, end, text.text[start:end], said, weight, right)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings as they are shown: what stops the sending first, style last, within a check by place."""

    def rank(one: Finding) -> tuple[int, str, int]:
        place = _FIRST.index(one.check) if one.check in _FIRST else len(_FIRST) + (one.weight != BLOCK)
        return place, one.check, one.start

    return sorted(findings, key=rank)


def mended(text: str, findings: Iterable[Finding]) -> str:
    """Return the text with what has one right form put there; of two at one place the first in the text."""
    made: list[Finding] = []
    for one in sorted(findings, key=lambda one: (one.start, one.end)):
        if one.right is not None and not one.title and (not made or one.start >= made[-1].end):
            made.append(one)
    for one in reversed(made):
        text = text[: one.start] + str(one.right) + text[one.end :]
    return text


def sentences(text: str) -> Iterable[tuple[int, str]]:
    """Yield every sentence with its place: up to 。！？； or the end of the line."""
    begins = 0
    for place, character in enumerate(text):
        if character in "。！？；\n":
            if text[begins : place + 1].strip():
                yield begins, text[begins : place + 1]
            begins = place + 1
    if text[begins:].strip():
        yield begins, text[begins:]
