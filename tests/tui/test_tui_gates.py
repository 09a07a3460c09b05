"""What stops a report at its sending: in its form and on the command line, with the same words, and nothing has gone (papers §5)."""

from __future__ import annotations

import pytest

from dutydesk.bootstrap import open_container
from dutydesk.capabilities.reporting.acts import SignOffChoose
from dutydesk.capabilities.reporting.rules.findings import GATES
from dutydesk.cli.main import run
from dutydesk.clock import ManualClock
from dutydesk.kernel.instants import iso
from tests.tui.test_desk import settled, until
from tests.tui.test_tui_affairs import form, typed

STOPPED = (
    ("P-10", "本续报九所称情况属实。", "text", "报告序号"),
    ("P-12", "事故共造成97人死亡。", "differs", "97人死亡"),
    ("P-13", "未造成人员伤亡。", "differs", "未造成人员伤亡"),
    ("P-25", "", "signed_off_by", "须带班领导签发"),
    ("P-26", "据××医院报告。", "text", "漏填和残留"),
    ("P-28", "联系人13812345678。", "text", "密级和个人信息"),
)
"""Check, a sentence more in the desk's own draft, the field that the form complains at, words of the refusal."""


def test_every_gate_is_tried() -> None:
    assert tuple(check for check, *_ in STOPPED) == GATES


@pytest.mark.parametrize(("check", "sentence", "field", "words"), STOPPED, ids=GATES)
async def test_the_same_gate_in_the_form_and_on_the_command_line(
    make_app, views, store_path, clock, capsys, check: str, sentence: str, field: str, words: str
) -> None:
    if check == "P-25":  # as shipped no report waits for a signature; an office may ask for one
        container = open_container(store_path, clock=ManualClock(clock.wall()))
        container.desk.perform(SignOffChoose(kinds=["written"]), actor="chen")
        container.close()
    matter = views.matter("Y1").id
    before = len(views.reports(matter))
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot, app)
        screen = await form(pilot, app, "report", "Y1", views)
        text = f"{screen.values()['text']}\n{sentence}".strip()
        typed(screen, to="省委办公厅", text=text, signed_off_by="")
        await pilot.press("f2")
        complaint = screen.query_one(f"#complaint-{field}")
        await until(pilot, lambda: complaint.has_class("-shown"), "it went")
        assert words in str(complaint.render())
        assert screen.values()["text"] == text, "what was typed stays"
    assert len(views.reports(matter)) == before
    capsys.readouterr()
    where = ["--db", str(store_path), "--clock", str(iso(clock.wall())), "--as", "zhang"]
    status = run([*where, "report", "Y1", "--kind", "follow_up", "--to", "省委办公厅", "--text", text])
    assert status == 1
    assert words in capsys.readouterr().err
    assert len(views.reports(matter)) == before
