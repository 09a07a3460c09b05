"""Restricted matters on the screen: set and lifted by a form, marked for holders, read and signed on the annex."""

from __future__ import annotations

from test_desk import settled

from dutydesk.bootstrap import open_container
from dutydesk.capabilities.matters.acts import Open
from dutydesk.capabilities.shifts.acts import AddOfficer
from dutydesk.clock import ManualClock
from dutydesk.kernel.people import DESK
from dutydesk.store.views.seen import seen_by
from dutydesk.tui.panes.matters import matter_rows
from tests.tui.test_tui_drafts import form_of, until


async def test_a_leader_restricts_a_matter_and_others_see_it_no_more(make_app, store_path, views, clock) -> None:
    container = open_container(store_path, clock=ManualClock(clock.wall()))
    container.desk.perform(AddOfficer(officer="chief", name="钱主任", role="director"), actor=DESK)
    container.desk.perform(Open(kind="routine", title="某领导就医", label="Z9"), actor="zhang")
    container.close()
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        await app.change_person("chief")
        await until(pilot, lambda: app.state.actor == "chief")
        matter = next(one for one in app.state.matters if one.label == "Z9")
        app.open_matter(matter.id)
        await until(pilot, lambda: getattr(app.screen, "matter_id", "") == matter.id)
        await until(pilot, lambda: app.screen.file is not None)
        app.screen.action_command("restrict")
        await until(pilot, lambda: form_of(app))
        form = form_of(app)
        for row in form.rows:
            if row.field.name == "reason":
                row.asked.value = "涉及个人"
            if row.field.name == "label":
                row.asked.value = "工作秘密"
        await pilot.press("f2")
        await until(pilot, lambda: not form_of(app))
        await until(pilot, lambda: app.state.restricted == {matter.id: "工作秘密"})
        await until(pilot, lambda: app.screen.file is not None and "工作秘密" in app.screen.file.restricted)
        await pilot.press("escape")
        (row,) = [one for one in matter_rows(app.state, clock.wall()) if one.key == matter.id]
        assert "工作秘密 " in [part.text for part in row.parts]
        other = app.state.shift.b or app.state.shift.a
        assert other != app.state.shift.leader
        await app.change_person(other)
        await app.refresh_state()
        await until(pilot, lambda: not any(one.label == "Z9" for one in app.state.matters))
        assert app.state.restricted == {}
    assert seen_by(views, other).matter("Z9") is None
