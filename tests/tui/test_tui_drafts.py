"""Typed text is never lost: every open form is kept behind the keys, for its person and place, until it is saved."""

from __future__ import annotations

import json

from test_desk import settled

from dutydesk.store.errors import DiskError
from dutydesk.tui.drafts import ENTRY_PLACE, SECONDS, Drafts, title_of, values_of
from dutydesk.tui.fields import TITLE, Field
from dutydesk.tui.screens.form import FormScreen


def drafts(views) -> dict[tuple[str, str], str]:
    return {(officer, place): body for officer, place, body in views.rows("SELECT officer, place, body FROM draft")}


async def until(pilot, done) -> None:
    for _ in range(200):
        if done():
            return
        await pilot.pause(0.02)
    raise AssertionError("it did not come")


async def opened(pilot, app, *, place: str = "some", secret: bool = False) -> FormScreen:
    async def submit(_values) -> None: ...

    fields = [
        Field("text", "内容"),
        Field("reason", "理由"),
        *([Field("secret", "口令", secret=True)] if secret else []),
    ]
    screen = FormScreen("某表单", fields, submit, place=place)
    app.push_screen(screen)
    await until(pilot, lambda: screen.is_open)
    return screen


async def test_an_open_form_is_kept_within_two_seconds_without_being_left(make_app, views) -> None:
    assert SECONDS <= 1.0
    app = make_app()
    async with app.run_test() as pilot:
        await settled(pilot, app)
        await opened(pilot, app, secret=True)
        await pilot.press("a", "b", "enter", "c", "enter", "x", "y", "z")
        await until(pilot, lambda: '"c"' in str(drafts(views)))
    ((officer, place), body) = next(iter(drafts(views).items()))
    assert (officer, place) == ("zhang", "some")
    assert json.loads(body) == {TITLE: "某表单", "text": "ab", "reason": "c"}  # and no secret
    assert title_of(place, body) == "某表单"
    assert values_of(body) == {"text": "ab", "reason": "c"}


def form_of(app) -> FormScreen | None:
    return app.screen if isinstance(app.screen, FormScreen) and app.screen.is_open else None


async def reminder(pilot, app) -> FormScreen:
    await settled(pilot, app)
    app.desk_screen.action_command("remind")
    await until(pilot, lambda: form_of(app))
    return form_of(app)


async def test_it_comes_back_to_its_person_and_place_and_is_wiped_by_the_act(make_app, views) -> None:
    first = make_app()
    async with first.run_test() as pilot:
        form = await reminder(pilot, first)
        form.query_one("#field-text").value = "给省厅回电"
        await until(pilot, lambda: drafts(views))  # the process goes: nothing was left, nothing was saved
    second = make_app()
    async with second.run_test() as pilot:
        form = await reminder(pilot, second)
        assert form.values()["text"] == "给省厅回电"
        form.query_one("#field-time").value = "15:00"
        await until(pilot, lambda: "15:00" in str(drafts(views)))
        await pilot.press("f2")
        await until(pilot, lambda: form_of(second) is None)
        assert drafts(views) == {}  # by the act's own transaction
        await until(pilot, lambda: not second.drafts.unsaved())
        assert drafts(views) == {}


async def test_a_full_disk_ends_no_draft(make_app, views, monkeypatch) -> None:
    app = make_app()
    app.expects_faults = True
    async with app.run_test() as pilot:
        await settled(pilot, app)
        whole = app.gateway.keep_draft

        async def full(*_all) -> bool:
            raise DiskError("磁盘已满; 本次未保存, 已保存的都在. 腾出空间后再试: {0}", "desk.db")

        monkeypatch.setattr(app.gateway, "keep_draft", full)
        await pilot.press("i", "a", "b")
        await until(pilot, lambda: any(fault.task == "draft" for fault in app.policy.faults.standing()))
        assert drafts(views) == {}
        assert "草稿自" in app.policy.trouble(app.gateway.now())[0]
        monkeypatch.setattr(app.gateway, "keep_draft", whole)
        await until(pilot, lambda: drafts(views) == {("zhang", ENTRY_PLACE): "ab"})
        await until(pilot, lambda: not app.policy.faults.standing())


async def test_each_person_has_drafts_of_their_own(make_app, views) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await settled(pilot, app)
        await pilot.press("i", "a")
        await until(pilot, lambda: drafts(views))
        await pilot.press("escape")
        await opened(pilot, app)
        await pilot.press("m")
        await app.sitting._clear_table()
        await app.change_person("li")
        await until(pilot, lambda: ("zhang", "some") in drafts(views))
        assert app.desk_screen.entry.text == ""
        await app.change_person("zhang")
        await until(pilot, lambda: app.desk_screen.entry.text == "a")
    kept = drafts(views)
    assert {who for who, _ in kept} == {"zhang"}


async def test_on_the_way_out_of_a_crash_everything_is_kept_at_once(make_app, views) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await settled(pilot, app)
        await opened(pilot, app)
        app.screen.query_one("#field-text").value = "崩溃前的字"
        app.drafts.save_now()
        assert "崩溃前的字" in drafts(views)["zhang", "some"]


async def test_leaving_keeps_what_was_typed_just_before(make_app, views, monkeypatch) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await settled(pilot, app)
        await opened(pilot, app)
        app.screen.query_one("#field-text").value = "挂断前的字"
        await app.leave()
    assert "挂断前的字" in drafts(views)["zhang", "some"]


async def test_a_marked_field_is_left_out_and_the_others_are_kept(make_app, views) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await settled(pilot, app)
        await opened(pilot, app)
        app.screen.query_one("#field-text").value = "秘密★5年"
        app.screen.query_one("#field-reason").value = "别的字"
        await until(pilot, lambda: drafts(views))
    body = drafts(views)["zhang", "some"]
    assert "别的字" in body
    assert "秘密" not in body


async def test_on_return_the_forms_with_a_draft_are_named(make_app, views) -> None:
    app = make_app()
    async with app.run_test(notifications=True) as pilot:
        await settled(pilot, app)
        await opened(pilot, app)
        await pilot.press("a")
        await until(pilot, lambda: drafts(views))
    app = make_app()
    async with app.run_test(notifications=True) as pilot:
        await settled(pilot, app)
        await until(pilot, lambda: any("某表单" in note.message for note in app._notifications))


def test_what_cannot_be_read_as_a_form_is_shown_whole() -> None:
    assert values_of("[1") == {"": "[1"}
    assert title_of("phone", "[1") == "phone"
    assert isinstance(Drafts, type)


async def test_what_a_full_disk_kept_out_of_the_store_is_offered_at_the_next_start(
    make_app, views, monkeypatch
) -> None:
    """The desk is left while nothing can be written: entry line and form come back from a file beside the store."""
    first = make_app()
    first.expects_faults = True
    async with first.run_test() as pilot:
        await settled(pilot, first)

        async def full(*_all) -> bool:
            raise DiskError("磁盘已满; 本次未保存, 已保存的都在. 腾出空间后再试: {0}", "desk.db")

        monkeypatch.setattr(first.gateway, "keep_draft", full)
        form = await reminder(pilot, first)
        form.query_one("#field-text").value = "给省厅回电"
        await first.leave()
        assert drafts(views) == {}
        assert "已另存, 下次打开即恢复" in first.farewell
    second = make_app()
    async with second.run_test() as pilot:
        form = await reminder(pilot, second)
        assert form.values()["text"] == "给省厅回电"
