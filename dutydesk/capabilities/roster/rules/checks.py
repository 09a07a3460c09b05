"""What is wrong with a roster: each thing as a finding with its severity, its time, its person and a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date, timedelta
from itertools import pairwise

from dutydesk.capabilities.roster.rules.allowance import Night, spell_hours
from dutydesk.capabilities.roster.rules.roster import DESK_POSTS, POSTS, PlannedShift, Stretch, gaps
from dutydesk.kernel.holidays import Holidays
from dutydesk.kernel.instants import DAY, HOUR, Instant, When, local_date
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded, vocabulary

SEVERITIES = ("block", "warn")
KINDS = (
    "gap", "overlap", "twice", "both_off", "newcomer_alone", "leave", "unknown", "part_timer", "rest", "nights",
    "expired", "four_three", "one_off", "no_leader", "holidays", "ends_soon", "swap_waits", "on_standby",
)  # fmt: skip
POST_WORDS = vocabulary({"a": "A岗", "b": "B岗", "leader": "带班领导", "director": "主任"})


@dataclass(frozen=True)
class Limits:
    """What a roster is checked against; numbers and sources stand in ``shifts.toml``."""

    rest: Instant = 11 * HOUR
    days_on: int = 4
    days_off: int = 3
    night: Night = field(default_factory=Night)
    night_counts_from: Instant = 3 * HOUR
    two_nights_allowed: bool = False
    newcomer_days: int = 90
    warn_ahead: Instant = 7 * DAY
    severity: Mapping[str, str] = field(default_factory=dict[str, str])

    def of(self, kind: str) -> str:
        """Return the severity of a kind of finding; block unless the data says otherwise."""
        return self.severity.get(kind, "block")

    @property
    def lead_in(self) -> Instant:
        """How far before a span shifts still matter: rest, last night, the days on and off."""
        return (self.days_on + self.days_off + 1) * DAY


@dataclass(frozen=True)
class Person:
    """Who may be planned: ``newcomer`` never stands alone (RO-05), a part-timer never at night (RO-07)."""

    id: str
    name: str
    newcomer: bool = False
    part_time: bool = False


@dataclass(frozen=True)
class Leave:
    """Away from duty for a span."""

    officer: str
    begins: Instant
    ends: Instant
    reason: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong. ``who`` is an account, empty when it is nobody's; ``sentence`` says it."""

    kind: str
    severity: str
    at: Instant
    until: Instant
    who: str
    sentence: Worded

    @property
    def blocks(self) -> bool:
        """Whether the roster cannot stand like this."""
        return self.severity == "block"


@dataclass(frozen=True)
class Turn:
    """One person within one shift: from the first to the last moment planned."""

    who: str
    begins: Instant
    ends: Instant


@dataclass(frozen=True)
class Case:
    """A roster to be checked. ``stretches`` may begin before ``since`` (``Limits.lead_in``): what is found there is not reported."""

    stretches: Sequence[Stretch]
    planned: Sequence[PlannedShift]
    since: Instant
    until: Instant
    people: Mapping[str, Person]
    leaves: Sequence[Leave]
    limits: Limits

    def name(self, who: str) -> str:
        """Return a person's name."""
        person = self.people.get(who)
        return person.name if person else who

    def finding(self, kind: str, at: Instant, until: Instant, who: str, sentence: Worded) -> Finding:
        """Return a finding with the severity of its kind."""
        return Finding(kind, self.limits.of(kind), at, until, who, sentence)

    def away(self, who: str, begins: Instant, ends: Instant) -> Leave | None:
        """Return a leave of a person that overlaps a span."""
        found = (one for one in self.leaves if one.officer == who and one.begins < ends and begins < one.ends)
        return next(found, None)

    @property
    def shown(self) -> list[Stretch]:
        """The pieces that are reported on."""
        return [one for one in self.stretches if one.ends > self.since and one.begins < self.until]


def check(case: Case) -> list[Finding]:
    """Return all findings of a span, oldest first, blocking ones before warnings at the same time."""
    found = [*_gaps(case), *_overlaps(case)]
    for stretch in case.shown:
        found += _posts(case, stretch)
    for turns in _turns(case.stretches).values():
        found += [one for one in _person(case, turns) if case.since <= one.at < case.until]
    return sorted(found, key=lambda one: (one.at, not one.blocks, one.kind, one.who))


def _gaps(case: Case) -> list[Finding]:
    return [
        case.finding("gap", begins, ends, "", Worded("{0} 至 {1} 没有排班", When(begins), When(ends)))
        for begins, ends in gaps(case.shown, case.since, case.until)
    ]


def _overlaps(case: Case) -> list[Finding]:
    ordered = sorted(case.planned, key=lambda one: (one.begins, one.ends))
    found: list[Finding] = []
    for one, other in pairwise(ordered):
        if other.begins < one.ends and other.begins < case.until and one.ends > case.since:
            ends = min(one.ends, other.ends)
            sentence = Worded("两个班次重叠: {0} 至 {1}", When(other.begins), When(ends))
            found.append(case.finding("overlap", other.begins, ends, "", sentence))
    return found


def _posts(case: Case, stretch: Stretch) -> list[Finding]:
    """What is wrong with who is planned in one piece."""
    at, until = stretch.begins, stretch.ends
    found: list[Finding] = []

    def note(kind: str, who: str, template: str, *values: object) -> None:
        found.append(case.finding(kind, at, until, who, Worded(template, When(at), *values)))

    present: list[str] = []
    for post in POSTS:
        who = stretch.posts[post]
        if not who:
            continue
        leave = case.away(who, at, until)
        if who not in case.people:
            note("unknown", who, "{0} 的{1}: 没有这个人 {2}", POST_WORDS[post], who)
        if leave is not None:
            note("leave", who, "{0} 的{1} {2} 在休假: {3}", POST_WORDS[post], case.name(who), leave.reason)
        elif post in DESK_POSTS:
            present.append(who)
    people = [who for who in stretch.posts.values() if who]
    for who in sorted({who for who in people if people.count(who) > 1}):
        note("twice", who, "{0} 的班次 {1} 一人占两岗", case.name(who))
    if not present:
        note("both_off", "", "{0} 的班次 A、B 两岗都没有人")
    elif len(present) == 1 and not _newcomer(case, present[0]):
        empty = "B" if stretch.a == present[0] else "A"
        note("one_off", "", "{0} 的班次 {1}岗空缺", empty)
    if present and all(_newcomer(case, who) for who in present):
        note(
            "newcomer_alone", present[0], "{0} 的班次只有新人 {1}, 新人不单独值班", [case.name(who) for who in present]
        )
    if not stretch.leader:
        note("no_leader", "", "{0} 的班次没有带班领导")
    return found


def _newcomer(case: Case, who: str) -> bool:
    person = case.people.get(who)
    return person is not None and person.newcomer


def _turns(stretches: Iterable[Stretch]) -> dict[str, list[Turn]]:
    """Who stands at the desk when, by person: one turn a shift, oldest first."""
    found: dict[str, dict[tuple[Instant, Instant], Turn]] = {}
    for one in stretches:
        for who in {one.a, one.b} - {""}:
            mine = found.setdefault(who, {})
            shift = (one.shift_begins, one.shift_ends)
            before = mine.get(shift)
            mine[shift] = Turn(who, before.begins if before else one.begins, one.ends)
    return {who: sorted(mine.values(), key=lambda one: one.begins) for who, mine in sorted(found.items())}


def _person(case: Case, turns: Sequence[Turn]) -> list[Finding]:
    """Rest, nights and days on of one person."""
    limits, found = case.limits, list[Finding]()
    for before, turn in pairwise(turns):
        rest = turn.begins - before.ends
        if rest < limits.rest:
            sentence = Worded(
                "{0} 在 {1} 接班前只休息 {2} 小时, 少于 {3} 小时", case.name(turn.who), When(turn.begins), spell_hours(max(rest, 0)), spell_hours(limits.rest)
            )  # fmt: skip
            found.append(case.finding("rest", turn.begins, turn.ends, turn.who, sentence))
    return [*found, *_nights(case, turns), *_days_on(case, turns)]


def _nights(case: Case, turns: Sequence[Turn]) -> list[Finding]:
    limits = case.limits
    nights: dict[date, Turn] = {}
    for turn in turns:
        for day, length in limits.night.hours(turn.begins, turn.ends).items():
            if length >= limits.night_counts_from:
                nights.setdefault(day, turn)
    person = case.people.get(turns[0].who)
    found: list[Finding] = []
    for day, turn in nights.items():
        if not limits.two_nights_allowed and day - timedelta(days=1) in nights:
            sentence = Worded("{0} 连续两夜值班: {1} 和前一夜", case.name(turn.who), f"{day:%m-%d}")
            found.append(case.finding("nights", turn.begins, turn.ends, turn.who, sentence))
        if person is not None and person.part_time:
            sentence = Worded("{0} 是兼职专家, 不排夜班: {1}", person.name, f"{day:%m-%d}")
            found.append(case.finding("part_timer", turn.begins, turn.ends, turn.who, sentence))
    return found


def _days_on(case: Case, turns: Sequence[Turn]) -> list[Finding]:
    """做四休三 (RO-03): in any seven days a shift begins on four at most; said once for a run that breaks it."""
    limits = case.limits
    begins = {local_date(turn.begins): turn for turn in reversed(turns)}
    days = sorted(begins)
    window = limits.days_on + limits.days_off
    found: list[Finding] = []
    said: date | None = None
    for first, fifth in zip(days, days[limits.days_on :], strict=False):
        if (fifth - first).days >= window:
            continue
        turn = begins[fifth]
        new = said is None or (fifth - said).days >= window
        if new and turn.begins >= case.since:
            said = fifth
            sentence = Worded(
                "{0} 在 {1} 起的 {2} 天内超过 {3} 个班, 不合做{4}休{5}", case.name(turn.who), f"{first:%m-%d}", window, limits.days_on, limits.days_on, limits.days_off
            )  # fmt: skip
            found.append(case.finding("four_three", turn.begins, turn.ends, turn.who, sentence))
    return found


# ---------------------------------------------------------------- beyond single shifts


def expiry(last: Instant | None, now: Instant, limits: Limits) -> Finding | None:
    """Return what is to be said about where the roster ends (``last``): nothing planned ahead, or it ends soon."""
    if last is None:
        return Finding(
            "expired", limits.of("expired"), now, now, "", Worded("还没有排班: 请用 roster plan 排, 或接班时写明各岗")
        )
    if last <= now:
        sentence = Worded("排班已到期: 最后一班止于 {0}; 接班时请写明各岗", When(last))
        return Finding("expired", limits.of("expired"), now, now, "", sentence)
    if last - now < limits.warn_ahead:
        return Finding("ends_soon", limits.of("ends_soon"), last, last, "", Worded("排班只到 {0}", When(last)))
    return None


def holiday_findings(holidays: Holidays, since: Instant, until: Instant, limits: Limits) -> list[Finding]:
    """Return what is to be said about the holiday data of a span: years missing, years without a notice yet."""
    first, last = local_date(since), local_date(until - 1)
    known = "、".join(map(str, sorted(holidays.years)))
    found = [
        Worded("节假日数据没有 {0} 年 (现有 {1}); 请补 holidays.toml", str(year), known)
        for year in holidays.missing(first, last)
    ]
    found += [
        Worded("{0} 年节假日是预计, 通知发布后请改 holidays.toml", str(year)) for year in holidays.expected(first, last)
    ]
    return [Finding("holidays", limits.of("holidays"), since, until, "", sentence) for sentence in found]
