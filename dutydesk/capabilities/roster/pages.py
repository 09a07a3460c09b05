"""The roster as plain text: days, findings, planned beside actual, swaps, staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dutydesk.capabilities.roster import reads
from dutydesk.capabilities.roster.rules.allowance import Allowance, Hours, Stint, formula, spell_hours
from dutydesk.capabilities.roster.rules.book import Shifts
from dutydesk.capabilities.roster.rules.checks import POST_WORDS, Finding, expiry
from dutydesk.capabilities.roster.rules.roster import POSTS, PlannedShift, Stretch
from dutydesk.capabilities.roster.rules.swaps import STATES, Swap
from dutydesk.capabilities.roster.state import Actual, DayOf
from dutydesk.i18n import explain, say, translate, when
from dutydesk.kernel.instants import When, hhmm, iso
from dutydesk.kernel.text import one_line
from dutydesk.kernel.when import WEEKDAYS
from dutydesk.kernel.wording import Word, vocabulary
from dutydesk.store.views.people import PeopleReads
from dutydesk.store.views.rows import OfficerView
from dutydesk.usecase.books import Books

LAYER_WORDS = vocabulary({"override": "调整", "temporary": "临时"})
DAYS_A_YEAR = 365.25


def day_words(day: DayOf) -> list[str]:
    """Return what a day is, in words: 春节 休, 班, 预计, 无节假日数据, and the important periods that hold."""
    words: list[str] = []
    if not day.known:
        words.append(translate("无节假日数据"))
    elif day.kind == "holiday":
        words.append(say("{0} 休", day.name))
    elif day.kind == "makeup":
        words.append(say("{0} 调休上班", day.name))
    if day.expected and day.kind in {"holiday", "makeup"}:
        words.append(translate("预计"))
    return [*words, *(one_line(name) for name in day.special)]


def days_page(days: Sequence[DayOf], names: Mapping[str, str]) -> str:
    """Return days with their shifts, a line a piece; a day without any says so."""
    lines: list[str] = []
    for day in days:
        words = " ".join(day_words(day))
        lines.append(f"{day.date.isoformat()} {translate(WEEKDAYS[day.date.weekday()])} {words}".rstrip())
        lines += [f"    {stretch_line(one, names)}" for one in day.stretches]
        if not day.stretches:
            lines.append(f"    {translate('没有班次开始')}")
    return "\n".join(lines)


def stretch_line(one: Stretch, names: Mapping[str, str]) -> str:
    """Return a piece of the roster on one line."""
    people = " ".join(
        f"{translate(POST_WORDS[post])} {one_line(names.get(who, who)) or translate('空缺')}"
        for post, who in one.posts.items()
    )
    layer = f" ({translate(LAYER_WORDS[one.layer])})" if one.layer in LAYER_WORDS else ""
    return f"{When(one.begins)}-{When(one.ends)} {people}{layer}"


def shift_line(one: PlannedShift, names: Mapping[str, str]) -> str:
    """Return a planned shift on one line: its hours, and who by post."""
    people = " ".join(
        f"{translate(POST_WORDS[post])} {one_line(names.get(who, who))}" for post, who in one.posts.items() if who
    )
    return f"{when(one.begins)}-{when(one.ends)} {people}"


def finding_line(one: Finding) -> str:
    """Return a finding on one line, its severity in a word."""
    return f"{translate('不合') if one.blocks else translate('注意')} {one_line(explain(one.sentence))}"


def finding_object(one: Finding) -> dict[str, object]:
    """Return a finding as a JSON object."""
    times = {"at": iso(one.at), "until": iso(one.until)}
    return {"kind": one.kind, "severity": one.severity, **times, "who": one.who or None, "text": explain(one.sentence)}


def ending(views: PeopleReads, books: Books, now: int) -> str:
    """Return what is to be said about where the roster ends, empty when nothing is."""
    found = expiry(reads.last_end(views), now, books.shifts.limits)
    return finding_line(found) if found else ""


def actual_page(found: Actual, names: Mapping[str, str], allowance: Allowance) -> str:
    """Return planned beside actual, then hours by person with the formula."""
    lines = [translate("排班:")]
    lines += [f"  {stretch_line(one, names)}" for one in found.planned] or [f"  {translate('无')}"]
    lines.append(translate("实际 (从签名到签名):"))
    lines += [f"  {_stint_line(one, names)}" for one in found.stints] or [f"  {translate('无')}"]
    for one in found.hours:
        who = one_line(names.get(one.officer, one.officer))
        words = say("{0}: 在岗 {1} 小时, 夜间 {2} 小时", who, spell_hours(one.stood), spell_hours(one.night))
        if allowance.special and one.special:
            words += say(
                "; 重要时期 {0} 小时 (夜间 {1}), 额外津贴另计", spell_hours(one.special), spell_hours(one.special_night)
            )
        lines += [words, f"  {explain(formula(one, allowance))}"]
    if found.hours:
        lines.append(say("依据: {0}; {1}", Word(allowance.source), Word(allowance.note)))
    return "\n".join(lines)


def _stint_line(one: Stint, names: Mapping[str, str]) -> str:
    until = str(When(one.ends)) if one.ends is not None else translate("现在")
    return (
        f"{When(one.begins)}-{until} {translate(POST_WORDS[one.post])} {one_line(names.get(one.officer, one.officer))}"
    )


def hours_object(one: Hours, allowance: Allowance) -> dict[str, Any]:
    """Return a person's hours as a JSON object."""
    return {
        "officer": one.officer,
        "hours": float(spell_hours(one.stood)),
        "night_hours": float(spell_hours(one.night)),
        "special_hours": float(spell_hours(one.special)),
        "special_night_hours": float(spell_hours(one.special_night)),
        "formula": explain(formula(one, allowance)),
        "source": allowance.source,
    }


def swap_line(swap: Swap, names: Mapping[str, str]) -> str:
    """Return a swap and where it stands on one line."""
    giver, taker = (one_line(names.get(who, who)) for who in (swap.giver, swap.taker))
    post = translate(POST_WORDS[swap.given.post])
    words = f"{swap.id[-8:]} {translate(STATES[swap.state])}: {giver} → {taker} {when(swap.given.begins)} {post}"
    if swap.back is not None:
        words += f" ↔ {when(swap.back.begins)} {translate(POST_WORDS[swap.back.post])}"
    return f"{words} {one_line(swap.reason)}"


def staff_page(
    officers: Mapping[str, OfficerView], known: Mapping[str, reads.StaffView], shifts: Shifts, today: date
) -> str:
    """Return people with grade and group, counts beside the plan (RO-01), and how long they stay (RO-08)."""
    lines: list[str] = []
    for officer in officers.values():
        one = known.get(officer.id, reads.StaffView(officer.id))
        facts = [one.grade, one.group, one.joined, f"-{one.left}" if one.left else ""]
        facts += [translate("新人")] if one.newcomer == "yes" else []
        facts += [translate("兼职专家")] if one.part_time else []
        lines.append(" ".join([one_line(officer.name), *(one_line(fact) for fact in facts if fact)]))
    here = [one for one in known.values() if not one.left or date.fromisoformat(one.left) >= today]
    for grade, wanted in shifts.staffing:
        count = sum(1 for one in here if one.grade == grade)
        lines.append(say("{0}: 在岗 {1} 人, 应配 {2} 人", grade, count, wanted))
    return "\n".join([*lines, *_tenure(here, [one for one in known.values() if one.left], today)])


def _tenure(here: Sequence[reads.StaffView], left: Sequence[reads.StaffView], today: date) -> list[str]:
    stays = [(today - date.fromisoformat(one.joined)).days for one in here if one.joined]
    if not stays:
        return []
    mean = f"{sum(stays) / len(stays) / DAYS_A_YEAR:.1f}"
    recent = sum(1 for one in left if 0 <= (today - date.fromisoformat(one.left)).days <= DAYS_A_YEAR)
    return [say("平均在岗 {0} 年 ({1} 人有到岗日期); 近一年离岗 {2} 人", mean, len(stays), recent)]


def shift_cells(stretches: Sequence[Stretch], names: Mapping[str, str]) -> list[tuple[str, dict[str, str], bool]]:
    """Return the shifts of a day for a calendar: beginning, names by post, whether something was changed."""
    shifts: dict[tuple[int, int], list[Stretch]] = {}
    for one in stretches:
        shifts.setdefault((one.shift_begins, one.shift_ends), []).append(one)
    found: list[tuple[str, dict[str, str], bool]] = []
    for (begins, _), pieces in shifts.items():
        people = {post: one_line(names.get(pieces[0].posts[post], pieces[0].posts[post])) for post in POSTS}
        found.append((hhmm(begins), people, len(pieces) > 1 or pieces[0].changed))
    return found
