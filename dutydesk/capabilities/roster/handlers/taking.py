"""Use case of the roster's import: what was read of a file becomes the plan."""

from __future__ import annotations

import json
from collections.abc import Sequence

from dutydesk.capabilities.roster import acts, reads
from dutydesk.capabilities.roster import events as r
from dutydesk.capabilities.roster.rules.roster import POSTS, PlannedShift, seated
from dutydesk.capabilities.shifts import events as e
from dutydesk.capabilities.shifts import handlers as shifts
from dutydesk.kernel.instants import BadTimeError, Instant, When
from dutydesk.kernel.refusal import Refused, naming
from dutydesk.kernel.when import read
from dutydesk.kernel.wording import Worded
from dutydesk.store.journal import Row
from dutydesk.store.views.reader import Reader
from dutydesk.usecase.handling import handles
from dutydesk.usecase.work import Work


@handles(acts.RosterImport)
def take_in(work: Work, act: acts.RosterImport) -> Row:
    """Plan the shifts that were read from a file.

    What has begun stays as it was planned. Each other replaces the one that begins at the same time. What is planned to begin at another time and overlaps goes too
    where it begins within an imported shift, so that what was shown before is what holds; that needs a yes.
    """
    planned: list[PlannedShift] = []
    names = work.views.names()
    for row in act.rows:
        begins, ends, *people = json.loads(row)
        posts = {post: shifts.officer_named(work, post, who) for post, who in zip(POSTS, people, strict=True)}
        with naming("rows"):
            seated({}, posts, names)
        try:
            planned.append(PlannedShift(read(begins, work.said), read(ends, work.said), **posts))
        except BadTimeError as error:
            raise Refused("rows", error.template, *error.values) from error
    if not planned:
        raise Refused("rows", "没有可导入的班次")
    begun = left_out(work.views, planned, work.now)
    planned = [one for one in planned if one not in begun]
    if not planned:
        raise Refused("rows", next(iter(begun.values())).template, *next(iter(begun.values())).values)
    over = overlapped(work.views, planned)
    if over and not act.yes:
        told = Worded("{0} 至 {1}", When(over[0].begins), When(over[0].ends))
        raise Refused(
            "yes", "与已排的 {0} 重叠而开始时间不同, 共 {1} 班; 看过预览, 确以本表为准请加 --yes", told, len(over)
        )
    rows = [work.append(e.RosterPlanned(begins=one.begins, ends=one.ends, **one.posts)) for one in planned]
    for one in over:
        if any(new.begins < one.begins < new.ends for new in planned):
            work.append(r.RosterCleared(begins=one.begins, ends=one.begins + 1))
    return rows[0]


def left_out(views: Reader, planned: Sequence[PlannedShift], now: Instant) -> dict[PlannedShift, Worded]:
    """Return the shifts that have begun and for which something else is planned already, each with why it is left out.

    Who was there is said by the signatures; the plan of what is over or under way is what they are compared with.
    """
    found: dict[PlannedShift, Worded] = {}
    for one in sorted(planned, key=lambda shift: shift.begins):
        if one.begins > now:
            break
        before = [
            old
            for old in reads.planned(views, one.begins, one.ends)
            if old.begins <= now and one.begins < old.ends and old.begins < one.ends
        ]
        if before and one not in before:
            over = "{0} 开始的一班已过去, 排班不改"
            running = "{0} 开始的一班正在值班, 排班不改, 换人请用 roster take-over"
            found[one] = Worded(over if one.ends <= now else running, When(one.begins))
    return found


def overlapped(views: Reader, planned: Sequence[PlannedShift]) -> list[PlannedShift]:
    """Return the shifts already planned that overlap some of these and begin at a time of their own."""
    begins = {one.begins for one in planned}
    since, until = min(begins), max(one.ends for one in planned)
    return [
        old
        for old in reads.planned(views, since, until)
        if old.begins not in begins and any(new.begins < old.ends and old.begins < new.ends for new in planned)
    ]
