"""The demo: a day under way for someone who has never seen a duty desk, and as much past as wanted."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from dutydesk.capabilities.limits.events import LimitsChosen
from dutydesk.capabilities.limits.rules import DRILL
from dutydesk.capabilities.shifts import events as e
from dutydesk.clock import ManualClock, Timekeeper
from dutydesk.desk.service import Desk
from dutydesk.drill.script import act_words
from dutydesk.kernel.durations import Duration
from dutydesk.kernel.instants import HOUR, MINUTE, Instant, iso
from dutydesk.resources import data_folder
from dutydesk.store.bulk import OldLine, join_index, write_history
from dutydesk.store.engine import Transaction, create_store
from dutydesk.store.views import Views
from dutydesk.usecase.acts import REGISTRY
from dutydesk.usecase.books import load_books
from dutydesk.watch.tick import Watch

HISTORY_EVERY: Instant = 12 * MINUTE
"""Distance of past entries on average: five an hour."""

PLACES = ("南召县", "方城县", "卢氏县", "朝阳区", "海淀区", "丰台区", "洛阳市", "南阳市", "信阳市", "西城区")
UNITS = ("省政府总值班室", "省委办公厅", "应急厅", "水利厅", "省卫健委", "信访局", "交通运输厅", "公安厅")
MATTERS = (
    "强降雨",
    "高速追尾",
    "农民工讨薪",
    "会议通知",
    "火灾扑灭情况",
    "来访登记",
    "视频点名",
    "设备检修",
    "文件签收",
)
ENDINGS = ("已转告", "已登记", "待回复", "已办结", "请续报", "无人员伤亡", "已电话核实")


def build(
    path: Path,
    *,
    now: Instant,
    until: Instant | None = None,
    history: int = 0,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Create a demo store at ``path``: a drill store, ``history`` past entries, a day under way at ``now``.

    ``until``: how far the desk has watched it, ``now`` when it is not said; not before the day's last act.

    Raises:
        StoreExistsError: there is a file already.
    """
    document = tomllib.loads((data_folder() / "demo" / "demo.toml").read_text(encoding="utf-8"))
    shift_begins = now - Duration.parse(document["demo"]["shift_ago"]).exact
    oldest = shift_begins - HOUR - history * HISTORY_EVERY
    store = create_store(path, site=document["demo"]["site"], drill=True, now=oldest, began=shift_begins)

    def add_people(tx: Transaction) -> None:
        for person in document["people"]:
            tx.append(e.OfficerAdded(officer=person["id"], name=person["name"], role=person["role"]), actor="desk")
        for row in document.get("roster", []):
            begins, ends = (now + Duration.parse(row[key]).exact for key in ("begins", "ends"))
            posts = {post: str(row.get(post, "")) for post in ("a", "b", "leader", "director")}
            tx.append(e.RosterPlanned(begins=begins, ends=ends, **posts), actor="desk")

        limits = str(document["demo"].get("limits", DRILL))
        if limits != DRILL:
            tx.append(LimitsChosen(column=limits), actor="desk")

    store.write(add_people, now=oldest)
    if history:
        people = [str(person["id"]) for person in document["people"]]
        write_history(store, past(history, people, oldest + MINUTE), oldest, progress)
        join_index(store, oldest)
    clock = ManualClock(shift_begins)
    desk = Desk(store, Timekeeper(clock), load_books())
    views = Views.open(path)
    watch = Watch(desk, views)
    labels: dict[str, str] = {}
    for step in document["step"]:
        at = now - Duration.parse(step["ago"]).exact
        watch_until(watch, views, clock, at)
        name, words = act_words(step["do"], dict(step.get("args", {})))
        words = {key: _spelled(key, value, now, labels) for key, value in words.items()}
        done = desk.perform(REGISTRY[name].from_words(words), actor=step["by"])
        if "label" in step:
            labels[step["label"]] = done.id
    watch_until(watch, views, clock, now if until is None else until)
    views.close()
    store.close()


def watch_until(watch: Watch, views: Views, clock: ManualClock, until: Instant) -> None:
    """Let time pass on a clock moved by hand, raising what falls due at its own instant."""
    while (due := views.next_due()) is not None and due <= until:
        clock.set(max(due, clock.elapsed()))
        watch.attended()
        if not watch.tick().raised and views.next_due() == due:
            break
    clock.set(until)
    watch.attended()
    watch.tick()


def _spelled(key: str, value: Any, now: Instant, labels: dict[str, str]) -> Any:
    if key == "corrects":
        return labels.get(value, value)
    if isinstance(value, str) and value[:2] in {"-P", "+P"}:
        return iso(now + Duration.parse(value).exact)
    return value


def past(count: int, people: list[str], start: Instant) -> Iterator[OldLine]:
    """Yield invented past entries, oldest first; the same for the same count.

    One lies in each ``HISTORY_EVERY`` from the start on, so the past reaches up to the day under way whatever its length.
    """
    chance = random.Random(count)  # noqa: S311 - invented demo lines, no secret
    for number in range(count):
        place, unit = chance.choice(PLACES), chance.choice(UNITS)
        text = f"{unit}来电, {place}{chance.choice(MATTERS)}, {chance.choice(ENDINGS)} ({number})"
        yield start + number * HISTORY_EVERY + chance.randrange(HISTORY_EVERY), chance.choice(people), text
