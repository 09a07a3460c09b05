"""A rulebook that another session accepts counts at once: clocks, rights, checklist, channels; an upgrade is offered."""

from __future__ import annotations

import re
import shutil
import threading
from pathlib import Path

import pytest

from dutydesk.bootstrap import Container, open_container
from dutydesk.capabilities.obligations.acts import Remind
from dutydesk.capabilities.rulebooks import handlers as bound
from dutydesk.capabilities.rulebooks.acts import RulebookAccept
from dutydesk.capabilities.shifts.acts import AddOfficer
from dutydesk.clock import ManualClock
from dutydesk.kernel.instants import DAY, Instant, parse_instant
from dutydesk.kernel.people import DESK
from dutydesk.kernel.refusal import Refused
from dutydesk.resources import data_folder
from dutydesk.store.engine import open_store
from dutydesk.tui.gateway import Gateway
from dutydesk.watch import outbox
from tests.cli.shell import drill_store

NOON = parse_instant("2026-07-15T12:00:00+08:00", 0)

CHANNEL = """
[[channel]]
name = "lamp"
kind = "command"
argv = ["/bin/true"]
enabled = true
drills = true
serves = ["group", "bell"]
colours = ["red", "yellow", "blue"]
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A drill store that accepted the shipped rulebook."""
    made = drill_store(tmp_path / "desk.db")
    store = open_store(made)
    store.write(lambda tx: tx.append(bound.starts_with(None), actor=DESK), now=NOON)
    store.close()
    return made


def own(tmp_path: Path, **changes: tuple[str, str]) -> Path:
    """A folder with edits: file (without the ending) to a pattern and what stands for it."""
    folder = tmp_path / "books"
    shutil.copytree(data_folder() / "rulebook", folder, dirs_exist_ok=True)
    for name, (pattern, instead) in changes.items():
        file = folder / f"{name}.toml"
        text, count = re.subn(pattern, instead, file.read_text(encoding="utf-8"), count=1)
        assert count == 1, (name, pattern)
        file.write_text(text, encoding="utf-8")
    return folder


def with_right(right: str) -> tuple[str, str]:
    """An edit of the rights: officers have one more."""
    return rf'(?s)id = "{right}"(.*?)roles = \[', rf'id = "{right}"\1roles = ["officer", '


def accept(path: Path, folder: Path | None, *, keep: bool = False) -> None:
    """Another session accepts a folder, later than all that was written."""
    clock = ManualClock(NOON + 60_000_000)
    container = open_container(path, clock=clock)
    container.desk.perform(RulebookAccept(folder=str(folder or ""), keep=keep), actor="wang")
    container.close()


def test_a_running_desk_has_the_new_rights(path: Path, tmp_path: Path) -> None:
    container = open_container(path, clock=ManualClock(NOON))
    with pytest.raises(Refused, match="主任或管理员"):
        container.desk.perform(AddOfficer(officer="xin", name="新人", role="officer"), actor="zhou")
    accept(path, own(tmp_path, rights=with_right("people")))
    container.desk.perform(AddOfficer(officer="xin", name="新人", role="officer"), actor="zhou")
    container.close()


async def test_a_running_screen_has_the_new_rights_and_the_new_checklist(path: Path, tmp_path: Path) -> None:
    gateway = Gateway(path, ManualClock(NOON), "zhou")
    await gateway.tick()
    assert gateway.rights.lacking("周明", ("officer",), "approve") is not None
    before = (await gateway.state()).sheet
    accept(
        path,
        own(
            tmp_path,
            rights=with_right("approve"),
            checklist=(r'text = "[^"]*"', 'text = "新加的一项"'),
        ),
    )
    after = (await gateway.state()).sheet
    assert gateway.rights.lacking("周明", ("officer",), "approve") is None
    assert "新加的一项" not in str(before)
    assert "新加的一项" in str(after)
    gateway.close()


def test_a_running_watch_bears_the_clocks_of_a_new_rule_and_none_of_its_past(path: Path, tmp_path: Path) -> None:
    clock = ManualClock(NOON)
    container = open_container(path, clock=clock)
    container.watch.tick()
    clock.set(NOON + 40 * DAY)
    container.watch.tick()
    folder = own(tmp_path)
    file = folder / "obligations.toml"
    file.write_text(file.read_text(encoding="utf-8") + rule_like_another(file), encoding="utf-8")
    other = open_container(path, clock=ManualClock(NOON + 40 * DAY))
    other.desk.perform(RulebookAccept(folder=str(folder)), actor="wang")
    other.close()
    container.watch.tick()
    assert clocks_of(container, "water_meter") == [], "it has no past"
    clock.set(NOON + 41 * DAY)
    container.watch.tick()
    assert len(clocks_of(container, "water_meter")) == 1
    container.close()


def rule_like_another(file: Path) -> str:
    """A daily rule of another name, in the words of a shipped one."""
    blocks = re.split(r"(?m)^(?=\[\[)", file.read_text(encoding="utf-8"))
    block = next(one for one in blocks if '"calendar.day_start"' in one and "enabled = false" not in one)
    return "\n" + re.sub(r'(?m)^id = ".*"$', 'id = "water_meter"', block)


def clocks_of(container: Container, rule: str) -> list[Instant]:
    """When the clocks of a rule are due."""
    return [int(due) for (due,) in container.views.rows("SELECT due_at FROM obligation WHERE rule = ?", (rule,))]


def test_running_channels_are_those_of_the_new_rulebook(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = threading.Event()

    def deliver(*_: object) -> outbox.Outcome:
        sent.set()
        return outbox.Outcome(sent=True)

    monkeypatch.setattr(
        outbox.Dispatcher.__init__, "__kwdefaults__", {**outbox.Dispatcher.__init__.__kwdefaults__, "send": deliver}
    )
    clock = ManualClock(NOON)
    container = open_container(path, clock=clock)
    container.watch.tick()
    container.carry(raised=False)
    assert container.dispatcher.channels == []
    folder = own(tmp_path)
    file = folder / "channels.toml"
    file.write_text(file.read_text(encoding="utf-8") + CHANNEL, encoding="utf-8")
    accept(path, folder)
    clock.set(NOON + 120_000_000)
    container.desk.perform(Remind(time="12:03", text="响"), actor="zhou")
    clock.set(NOON + 200_000_000)
    raised = container.watch.tick().raised
    container.carry(raised=bool(raised))
    assert [spec.name for spec in container.dispatcher.channels] == ["lamp"]
    assert sent.wait(10)
    accept(path, None)
    container.watch.tick()
    container.carry(raised=False)
    assert container.dispatcher.channels == []
    container.close()


# ------------------------------------------------------------ upgrades


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Data of a newer version of dutydesk, once ``bound`` is told to look there."""
    folder = tmp_path / "newer"
    shutil.copytree(data_folder() / "rulebook", folder / "rulebook")
    file = folder / "rulebook" / "shifts.toml"
    file.write_text(file.read_text(encoding="utf-8") + "\n# a newer text\n", encoding="utf-8")
    return folder


def install(newer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bound, "data_folder", lambda: newer)


@pytest.mark.parametrize("recorded", [True, False], ids=["now", "by an older version"])
def test_an_upgrade_is_offered_and_either_answer_ends_that(
    path: Path, newer: Path, monkeypatch: pytest.MonkeyPatch, *, recorded: bool
) -> None:
    if not recorded:
        store = open_store(path)
        event = bound.starts_with(None)
        event = type(event)(version=event.version, files=event.files)
        store.write(lambda tx: tx.append(event, actor=DESK), now=NOON)
        store.close()
    container = open_container(path, clock=ManualClock(NOON))
    assert bound.upgraded(container.views) == []
    install(newer, monkeypatch)
    assert bound.upgraded(container.views) == ["shifts.toml"]
    assert "+# a newer text" in bound.difference(container.views, None)
    container.desk.perform(RulebookAccept(keep=True), actor="wang")
    assert bound.upgraded(container.views) == []
    assert "# a newer text" not in bound.in_force(container.views)["shifts.toml"]
    with pytest.raises(Refused, match="没有改动"):
        container.desk.perform(RulebookAccept(keep=True), actor="wang")
    container.desk.perform(RulebookAccept(), actor="wang")
    assert "# a newer text" in bound.in_force(container.views)["shifts.toml"]
    assert bound.upgraded(container.views) == []
    container.close()


def test_an_office_with_a_text_of_its_own_hears_only_of_what_changed_since(
    path: Path, tmp_path: Path, newer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept(path, own(tmp_path, checklist=(r'text = "[^"]*"', 'text = "自己的"')))
    container = open_container(path, clock=ManualClock(NOON + DAY))
    assert bound.upgraded(container.views) == []
    install(newer, monkeypatch)
    assert bound.upgraded(container.views) == ["shifts.toml"]
    container.close()


async def test_the_screen_says_that_there_is_an_upgrade(
    path: Path, newer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(newer, monkeypatch)
    gateway = Gateway(path, ManualClock(NOON), "wang")
    await gateway.tick()
    assert gateway.upgrade == ["shifts.toml"]
    accept(path, None)
    await gateway.tick()
    assert gateway.upgrade == []
    gateway.close()
