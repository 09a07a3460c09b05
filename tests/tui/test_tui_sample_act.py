"""An act of its own event on a table that is there: four files, and the command line, the log and a form have it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from dutydesk import i18n
from dutydesk.capabilities import collect
from dutydesk.capabilities.log.lines import line_of
from dutydesk.cli.main import run
from dutydesk.kernel import acts, events
from dutydesk.store import tables
from dutydesk.store.statements import declared
from dutydesk.store.views import Views
from dutydesk.tui.commands import base
from dutydesk.usecase import acts as collected
from dutydesk.usecase import handling
from tests.tui.test_desk import settled, until
from tests.tui.test_tui_affairs import form, typed

FOLDER = Path(__file__).parent / "samples" / "leading"
PARTS = ("acts", "events", "handlers", "commands")


@pytest.fixture
def sample(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The parts of the sample, registered as those of a capability are; nobody else is to meet them."""
    collect("acts"), collect("handlers")
    registers = (acts.REGISTRY, events.REGISTRY, handling.HANDLED, base.COMMANDS, collected.REGISTRY)
    before = [dict(one) for one in registers]
    for part in PARTS:
        import_module(f"tests.tui.samples.leading.{part}")
    collected.REGISTRY["relead"] = acts.REGISTRY["relead"]  # it was collected before the sample was there
    for sentence, words in i18n.read_po((FOLDER / "en.po").read_text(encoding="utf-8")).items():
        monkeypatch.setitem(i18n.catalogue("en"), sentence, words)
    yield
    for one, kept in zip(registers, before, strict=True):
        one.clear()
        one.update(kept)
    for part in PARTS:
        del sys.modules[f"tests.tui.samples.leading.{part}"]
    i18n.use("zh")


def last(views: Views, language: str = "zh") -> str:
    i18n.use(language)
    line = line_of(next(one for one in views.entries_between(0, 1 << 62) if one.kind == "sample.lead_changed"), {})
    return f"{line.mark} {line.label} {line.text}"


def test_an_act_on_a_table_that_is_there_is_four_files() -> None:
    assert {path.stem for path in FOLDER.glob("*.py")} == set(PARTS)


def test_the_command_line_and_the_log_have_it(sample, store_path, views, capsys) -> None:
    words = ["--db", str(store_path), "--as", "zhang", "--clock", "2026-07-15T14:21"]
    assert run([*words, "relead", "Y1", "某省应急厅", "--reason", "现场已移交"]) == 0
    assert views.matter("Y1").lead == "某省应急厅"
    assert "§ Y1 牵头单位换为 某省应急厅" in last(views)
    assert last(views).endswith("; 为什么: 现场已移交")
    assert last(views, "en").endswith("; because: 现场已移交")
    i18n.use("zh")
    assert run([*words, "relead", "Y1", "某省应急厅", "--reason", "再换"]) == 1
    assert "某省应急厅 已经牵头" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        run(["--lang", "en", "relead", "--help"])
    assert "the new lead unit" in capsys.readouterr().out


async def test_a_form_has_it(sample, make_app, views) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        screen = await form(pilot, app, "relead", "Y1", views)
        typed(screen, lead="某省应急厅")
        await pilot.press("f2")
        complaint = screen.query_one("#complaint-reason")
        await until(pilot, lambda: complaint.has_class("-shown"), "not refused")
        typed(screen, reason="现场已移交")
        await pilot.press("f2")
        await until(pilot, lambda: views.matter("Y1").lead == "某省应急厅", "not saved")


def test_what_kinds_declare_that_they_set_and_say_is_there() -> None:
    assert tables.PROJECTIONS
    collect("events")
    setting = [kind for kind in events.REGISTRY.values() if kind.SETS]
    assert len(setting) > 8
    for kind in setting:
        assert declared(kind)
    for kind in events.REGISTRY.values():
        named = {name for _, *fields in kind.SAYS for name in fields}
        assert named | set(kind.WORDS) <= set(events._field_names(kind)), kind.KIND
