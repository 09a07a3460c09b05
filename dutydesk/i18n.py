"""Languages. The sentences in the code are Chinese; a catalogue says them in English.

Catalogues are gettext ``.po`` files read at start: a folder a language, a file a room of the desk, nothing to
compile, and what a translator edits is what runs. A missing sentence shows in Chinese, and a test lists it.
"""

from __future__ import annotations

import ast
import locale
import os
import re
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from dutydesk.kernel.instants import DAY, HOUR, MINUTE, SECOND, Instant, Until, When, day_and_hour, local_date
from dutydesk.kernel.numerals import HAN
from dutydesk.kernel.numerals import value as number
from dutydesk.kernel.patterns import late
from dutydesk.kernel.vocabulary import KEPT
from dutydesk.kernel.wording import Typed, Word, Worded

LANGUAGES = ("zh", "en")
_FOLDERS = {"zh": "zh_CN", "en": "en"}
LOCALE = Path(__file__).parent / "locale"
_FOLLOW_UP = late("续报(?P<number>[" + HAN + "]{1,3}|[0-9]+)")
"""The name of a follow-up as the journal keeps it; another language counts in figures."""


def _machine() -> Instant:
    return time.time_ns() // 1000


class _Current:
    language = "zh"
    catalogue: dict[str, str] = {}  # noqa: RUF012 - replaced, never shared


_SPEAKING: ContextVar[str] = ContextVar("speaking", default="")
_READ_ON: ContextVar[Instant | None] = ContextVar("read_on", default=None)


@contextmanager
def speaking(language: str) -> Generator[None]:
    """Say everything inside the block in a language, in this thread alone: official texts are Chinese on every screen."""
    token = _SPEAKING.set(language)
    try:
        yield
    finally:
        _SPEAKING.reset(token)


def choose(wanted: str | None = None) -> str:
    """Return the language to use: what was asked for, else ``DUTYDESK_LANG``, else the locale, else Chinese."""
    known = wanted if wanted and wanted[:2].lower() in LANGUAGES else ""
    named = known or os.environ.get("DUTYDESK_LANG")
    if named:
        return "en" if named.lower().startswith("en") else "zh"
    try:
        own = locale.getlocale(locale.LC_MESSAGES)[0] or os.environ.get("LANG", "")
    except ValueError:
        own = ""
    return "en" if own.lower().startswith(("en", "english")) else "zh"


def use(language: str) -> None:
    """Switch the language of everything said from now on."""
    _Current.language = language
    _Current.catalogue = {} if language == "zh" else catalogue(language)


def current() -> str:
    """Return the language in use: ``zh`` or ``en``."""
    return _SPEAKING.get() or _Current.language


def translate(sentence: str) -> str:
    """Return a sentence in the language in use."""
    return _pairs().get(sentence, sentence)


def _pairs() -> dict[str, str]:
    """The catalogue to look words up in."""
    other = _SPEAKING.get()
    if not other:
        return _Current.catalogue
    return {} if other == "zh" else catalogue(other)


def title(name: str) -> str:
    """Return the name of a clock in the language in use; what stands in brackets behind it is data and stays."""
    if isinstance(name, Typed):
        return name
    follow_up = _FOLLOW_UP.fullmatch(name)
    if follow_up is not None and current() != "zh":
        return translate("续报{0}").format(f"{number(follow_up['number']):g}")
    if name in _pairs() or not name.endswith(")"):
        return translate(name)
    head, bracket, tail = name.rpartition(" (")
    return f"{translate(head)}{bracket}{tail}" if bracket else translate(name)


def offered(value: str) -> str:
    """Return the value of a field that offers words (a channel, a trend): such a word in the language in use, any other as it was typed."""
    return translate(value) if value in KEPT else value


def listed(words: Iterable[str | Worded]) -> str:
    """Return words as a list in the language in use: 、 in Chinese, commas in English; only a ``Word`` or a sentence is translated."""
    return ("、" if current() == "zh" else ", ").join(
        explain(word) if isinstance(word, Worded) else title(word) if isinstance(word, Word) else word for word in words
    )


_CLOCK: list[Callable[[], Instant]] = [_machine]
"""The clock that times are told by; one element, put in by the composition root."""


def tell_time_by(clock: Callable[[], Instant]) -> None:
    """Name all times from now on as they are on the day that a clock shows: the desk's own, which in a drill is not the machine's."""
    _CLOCK[0] = clock


@contextmanager
def as_of(instant: Instant) -> Generator[None]:
    """Name the times inside the block as on the day of an instant, in this thread alone: a line of the log stands on its own day."""
    token = _READ_ON.set(instant)
    try:
        yield
    finally:
        _READ_ON.reset(token)


def when(instant: Instant | None, today: date | None = None) -> str:
    """Return a time as people name it, empty for none: the one way to say a time on screen, paper and terminal.

    Today is 09:05, tomorrow 明日 05:08, any other day 11-26 09:05 (``kernel.instants.day_and_hour``).

    Args:
        instant: the time.
        today: the day it is read on, if it is not the reader's own.
    """
    if instant is None:
        return ""
    if today is None:
        now = _READ_ON.get()
        today = local_date(_CLOCK[0]() if now is None else now)
    word, digits = day_and_hour(instant, today)
    return f"{translate(word)} {digits}" if word else digits


def until(end: Until, today: date | None = None) -> str:
    """Return when something ends as people name it: a day that is over at midnight is that day, 24:00."""
    if end.instant is None or not end.is_midnight:
        return when(end.instant, today)
    return when(end.instant - MINUTE, today).removesuffix("23:59") + "24:00"


IN_SECONDS: Instant = 2 * MINUTE
"""So much is left when a countdown that may goes by the second."""


def lasting(span: Instant) -> str:
    """Return a length of time, told apart from an hour of the day: 25分, 19小时14分, 3天05小时 (25m, 19h14m, 3d05h)."""
    minutes = abs(span) // MINUTE
    if not minutes:
        return translate("不到1分")
    if minutes * MINUTE < HOUR:
        return say("{0}分", minutes)
    if minutes * MINUTE < 2 * DAY:
        return say("{0}小时{1}分", minutes // 60, f"{minutes % 60:02}")
    days, hours = divmod(minutes // 60, 24)
    return say("{0}天{1}小时", days, f"{hours:02}") if days < 100 else say("{0}天", days)


LEFT_CELLS = 14
"""Cells that ``time_left`` takes at most, in either language."""


def time_left(span: Instant, *, seconds: bool = False) -> str:
    """Return how long until something falls due, or how long it is over: 剩19小时14分, 到期, 超时25分.

    The one way to say it, on screen and terminal; a time of day is said by ``when``.

    Args:
        span: what is left (µs), negative where it is over.
        seconds: whether the last two minutes are told by the second.
    """
    if span <= -MINUTE:
        return say("超时{0}", lasting(span))
    if span <= 0:
        return translate("到期")
    if seconds and span < IN_SECONDS:
        return say("剩{0}分{1}秒", span // MINUTE, f"{span % MINUTE // SECOND:02}")
    return say("剩{0}", lasting(span))


COUNTED = (
    "alerts attachments attempts backups bits bytes cells characters columns copies days documents entries failures "
    "faxes fields figures files hours instructions items keys lines messages minutes months pages parts places "
    "reports rows rules seconds sheets shifts steps things times units years"
)
"""What English counts, as the catalogue says it of many."""
ONE = {" are": " is", " were": " was", " have": " has", " wait": " waits", " differ": " differs", " look": " looks"}
"""What follows what is counted, of many and of one."""
_COUNTED = late(
    rf"\{{(?P<place>\d)\}} (?P<more>(?:more |earlier |open )?)(?P<noun>{COUNTED.replace(' ', '|')})\b"
    rf"(?P<verb>(?:{'|'.join(ONE)})?)\b"
)


def say(template: str, *values: Any) -> str:
    """Return a template with ``{0}`` … filled in, in the language in use.

    A value may be a ``Word`` of the desk (translated), a list of such words, a sentence of its own, or plain text: what a
    person typed, which is never translated.
    """
    said = translate(template)
    if current() == "en" and (1 in values or "1" in values):
        said = _COUNTED.sub(lambda found: _one(found, values), said)
    return said.format(*map(_said, values))


def _one(found: re.Match[str], values: tuple[Any, ...]) -> str:
    """Return what is counted as English says it of one: “1 entry is”, where the catalogue says “{0} entries are”."""
    if str(values[int(found["place"])]) != "1":
        return found[0]
    noun = found["noun"]
    noun = f"{noun[:-3]}y" if noun.endswith("ies") else noun[:-2] if noun.endswith("xes") else noun[:-1]
    return f"{{{found['place']}}} {found['more']}{noun}{ONE.get(found['verb'], found['verb'])}"


def _said(value: Any) -> Any:
    if isinstance(value, Worded):
        return explain(value)
    if isinstance(value, When):
        return until(value) if isinstance(value, Until) else when(value.instant)
    if isinstance(value, list | tuple):
        return listed(value)  # pyright: ignore[reportUnknownArgumentType]
    return title(value) if isinstance(value, Word) else value


def explain(error: BaseException) -> str:
    """Return an error's sentence in the language in use; of a long text that is not what it should be, how it begins."""
    if not isinstance(error, Worded):
        return str(error)
    quoted = {int(number) for number in _INSTEAD.findall(error.template)}
    return say(error.template, *(_begun(one) if at in quoted else one for at, one in enumerate(error.values)))


_INSTEAD = late(r"不是 \{(\d)\}")
MOST_QUOTED = 40
"""Characters of what was typed that a refusal says back: the text itself still stands in its field."""


def _begun(value: object) -> object:
    return f"{value[: MOST_QUOTED - 1]}…" if isinstance(value, str) and len(value) > MOST_QUOTED else value


@lru_cache(maxsize=4)
def catalogue(language: str) -> dict[str, str]:
    """Return the catalogue of a language: Chinese sentence to translation. What an odd file has is said in Chinese."""
    pairs: dict[str, str] = {}
    for path in sorted((LOCALE / _FOLDERS[language]).glob("*.po")):
        with suppress(OSError, ValueError, SyntaxError):
            pairs.update(read_po(path.read_text(encoding="utf-8")))
    return pairs


def read_po(text: str) -> dict[str, str]:
    """Return the pairs of a ``.po`` file; untranslated entries are left out."""
    pairs: dict[str, str] = {}
    key, value, target = "", "", ""
    for line in [*text.splitlines(), 'msgid ""']:
        if line.startswith("msgid "):
            if key and value:
                pairs[key] = value
            key, value, target = _unquote(line[6:]), "", "key"
        elif line.startswith("msgstr "):
            value, target = _unquote(line[7:]), "value"
        elif line.startswith('"') and target == "key":
            key += _unquote(line)
        elif line.startswith('"'):
            value += _unquote(line)
    return pairs


def _unquote(text: str) -> str:
    text = text.strip()
    return str(ast.literal_eval(text)) if "\\" in text else text[1:-1]
