"""The sealed sheet as text: what both signed, word for word, and the witness of the journal below it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dutydesk.capabilities.handover import sheet
from dutydesk.capabilities.handover.reads import SealedView, addenda
from dutydesk.capabilities.handover.rules import Checklist
from dutydesk.capabilities.handover.rules import walkthrough as w
from dutydesk.capabilities.handover.words import page_name
from dutydesk.i18n import listed, say, translate, when
from dutydesk.kernel.instants import Instant, local_date, to_datetime
from dutydesk.kernel.text import clauses, one_line
from dutydesk.store.views import ShiftView, Views

RULE = "=" * 56


@dataclass(frozen=True, slots=True)
class Seal:
    """Count and head of the journal at the sealing, their signature, the public key as people compare it."""

    count: int
    head: str
    signature: str
    fingerprint: str
    at: Instant


def body(views: Views, checklist: Checklist, walk: w.Walkthrough, shift: ShiftView, now: Instant) -> str:
    """Return everything of the sheet but the seal, as it stands now."""
    names = views.names()
    meta, today = views.meta(), local_date(now)
    mark = translate(" (演练)") if meta.get("drill") == "1" else ""
    lines = [
        say("{0} 交接班单", one_line(meta.get("site", ""))) + mark,
        say("班次 {0} 至 {1}", _dated(shift.began_at), _dated(now)),  # what follows is said from that day
        say("交班: {0}", _posts(walk.outgoing, names)),
        say("接班: {0}", _posts(walk.incoming, names)),
        say("截止点: {0}, 日志第 {1} 条", when(walk.started_at, today), walk.cut_off),
        "",
        *items(views, checklist, now),
        "",
        *_overdue(walk, names),
        *_signatures(walk, names, now),
    ]
    return "\n".join(lines)


def _dated(at: Instant) -> str:
    """Return a time with its whole date: the sheet is read years later."""
    return f"{to_datetime(at):%Y-%m-%d %H:%M}"


def sealed_text(text: str, seal: Seal) -> str:
    """Return the whole sheet: what was signed, then count and head of the journal with their signature."""
    signature = seal.signature or translate("(本机没有签名密钥)")
    return "\n".join(
        (
            text,
            RULE,
            say("日志至第 {0} 条", seal.count),
            say("链首 {0}", seal.head),
            say("签名 {0}", signature),
            say("公钥 {0}", seal.fingerprint or "-"),
        )
    )


def items(views: Views, checklist: Checklist, now: Instant) -> list[str]:
    """Return the checklist section by section, the standing of each item in one line."""
    lines: list[str] = []
    group = ""
    for row in sheet.rows(views, checklist, now):
        if row.group != group:
            group = row.group
            lines.append(translate(checklist.groups[group]))
        box = "[√]" if row.ticked else "[ ]"
        state = f" {one_line(row.state)}" if row.state else ""
        note = f" ({one_line(row.note)})" if row.note else ""
        automatic = f" · {one_line(row.automatic)}" if row.automatic else ""
        lines.append(f"{box} {translate(row.text)}{state}{note}{automatic}")
    return lines


def _posts(posts: w.Posts, names: Mapping[str, str]) -> str:
    pairs = (("A", posts.a), ("B", posts.b), ("带班", posts.leader))
    return " ".join(f"{translate(post)} {one_line(names.get(who, who)) or translate('空缺')}" for post, who in pairs)


def _overdue(walk: w.Walkthrough, names: Mapping[str, str]) -> list[str]:
    return [
        say(
            "超时移交: {0}, 原因: {1} (签认: {2})",
            one_line(one.name),
            one_line(one.reason),
            [names.get(who, who) for who in (one.out_by, one.in_by) if who],
        )
        for one in walk.cosigned.values()
        if one.complete
    ]


def _signatures(walk: w.Walkthrough, names: Mapping[str, str], now: Instant) -> list[str]:
    today = local_date(now)
    lines: list[str] = []
    for side in w.SIDES:
        signature = walk.signatures.get(side)
        if signature is None:
            continue
        if signature.text:
            lines.append(say("复述: {0}", one_line(signature.text)))
        if signature.despite:
            lines.append(say("带病交接, {0}: {1}", w.SIDE_NAMES[side], clauses(map(one_line, signature.despite))))
        if signature.reason:
            lines.append(say("{0}的理由: {1}", w.SIDE_NAMES[side], one_line(signature.reason)))
        if signature.unread:
            lines.append(say("{0}签字时未逐项宣读: {1}", w.SIDE_NAMES[side], listed(map(page_name, signature.unread))))
        at = when(signature.at, today)
        lines.append(say("{0}签字: {1} {2}", w.SIDE_NAMES[side], names.get(signature.officer, signature.officer), at))
    lines.append(informed(walk, names, now))
    return lines


def informed(walk: w.Walkthrough, names: Mapping[str, str], now: Instant) -> str:
    """Return whether and how the leader knows."""
    if not walk.informed:
        return translate("带班领导知悉: 尚未记录")
    at = when(walk.informed_at or now, local_date(now))
    note = f" ({one_line(walk.informed_note)})" if walk.informed_note else ""
    return say("带班领导知悉: {0} {1}", names.get(walk.informed, walk.informed), at) + note


def with_addenda(views: Views, found: SealedView, walk: w.Walkthrough | None, now: Instant) -> str:
    """Return a sealed sheet as it was sealed; whatever came later stands below it, marked."""
    names = views.names()
    today = local_date(now)
    later: list[str] = []
    if walk is not None and walk.informed and (walk.informed_at or 0) >= found.sealed_at:
        later.append(informed(walk, names, now))
    later += [
        f"{when(one.at, today)} {one_line(names.get(one.actor, one.actor))} {one_line(one.text)}"
        for one in addenda(views, found.id)
    ]
    if not later:
        return found.sheet
    return "\n".join((found.sheet, RULE, translate("封存后补记 (不在封存的交接单内)"), *later))
