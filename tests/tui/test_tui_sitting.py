"""Who sits here: the screen locks, opens to the same place, and changes hands; an auditor only reads."""

from __future__ import annotations

import pytest
from pyotp.totp import TOTP

from dutydesk.bootstrap import open_container
from dutydesk.capabilities.accounts.acts import SetSecret
from dutydesk.capabilities.accounts.factor import PERIOD
from dutydesk.capabilities.accounts.login import new_digest
from dutydesk.capabilities.matters.acts import Open
from dutydesk.capabilities.obligations.acts import Remind
from dutydesk.capabilities.shifts.acts import AddOfficer
from dutydesk.clock import ManualClock
from dutydesk.kernel.instants import MINUTE, SECOND
from dutydesk.kernel.people import DESK, ROLES
from dutydesk.tui.screens.form import FieldInput, FormScreen
from dutydesk.tui.screens.lock import LockScreen, SwitchScreen
from dutydesk.tui.screens.matter import MatterScreen
from dutydesk.tui.widgets.secret import SecretForm, SecretInput
from dutydesk.usecase.books import load_rights
from tests.tui.test_desk import settled, texts, until
from tests.tui.test_harmless import CONTROL, screen_text

WIDE = (120, 36)
SECRETS = {"zhang": "zhang secret 1", "li": "li secret 22"}


def give(path, clock, officers=("zhang", "li"), by="") -> None:
    """Give people their secrets."""
    container = open_container(path, clock=ManualClock(clock.wall()))
    for officer in officers:
        digest = new_digest(container.views, container.desk.books.rights, officer, SECRETS[officer])
        container.desk.perform(SetSecret(officer=officer, digest=digest), actor=by or officer)
    container.close()


def kinds(views, kind: str) -> int:
    return views.rows("SELECT count(*) FROM journal WHERE kind = ?", (kind,))[0][0]


async def idle(pilot, app, clock) -> None:
    """Let ten minutes pass without a key."""
    clock.set(clock.elapsed() + app.gateway.rights.limits.idle)
    app._second()
    await until(pilot, lambda: isinstance(app.screen, LockScreen) and app.screen.query("#secret-old"), "not locked")
    await pilot.pause(0.1)


async def type_secret(pilot, app, secret: str) -> None:
    field = app.screen.query_one("#secret-old", SecretInput)
    field.value = secret
    await pilot.press("enter")


async def complaint(pilot, app) -> str:
    await until(pilot, lambda: app.screen.query_one("#complaint-secret").has_class("-shown"), "no complaint")
    return str(app.screen.query_one("#complaint-secret").render())


async def test_ten_minutes_without_a_key_lock_and_the_secret_opens_the_same_place(make_app, views, clock, store_path):
    give(store_path, clock)
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot, app)
        await pilot.press("2", "enter")
        await until(pilot, lambda: isinstance(app.screen, MatterScreen) and app.screen.file is not None, "no file")
        await pilot.press("f")
        await until(pilot, lambda: isinstance(app.screen, FormScreen), "no form")
        app.screen.query_one("#field-deaths", FieldInput).value = "3"
        stack, focused = list(app.screen_stack), app.focused
        clock.set(clock.elapsed() + 9 * MINUTE)
        app._second()
        await pilot.pause(0.1)
        assert app.screen is stack[-1]
        await pilot.press("tab", "shift+tab")
        clock.set(clock.elapsed() + 9 * MINUTE)
        app._second()
        await pilot.pause(0.1)
        assert app.screen is stack[-1], "a key begins the ten minutes anew"
        await idle(pilot, app, clock)
        await type_secret(pilot, app, SECRETS["zhang"])
        await until(pilot, lambda: app.screen is stack[-1], "not opened")
        assert list(app.screen_stack) == stack
        assert app.focused is focused
        assert app.screen.query_one("#field-deaths", FieldInput).value == "3"
        assert not app.sitting.locked


@pytest.mark.parametrize("size", [WIDE, (80, 24), (60, 20)])
async def test_the_locked_screen_says_what_is_due_and_no_more(make_app, views, clock, store_path, hostile, size):
    give(store_path, clock)
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await settled(pilot, app)
        for number, text in enumerate(hostile):
            await app.gateway.perform(Open(kind="incident", title=f"{text} 甲", colour="yellow", label=f"H{number}"))
        await app.gateway.perform(Remind(time="14:25", text="回电某人甲乙"))
        await app.refresh_state()
        await pilot.pause(0.2)
        await idle(pilot, app, clock)
        shown = screen_text(app)
        assert not CONTROL.search(shown)
        assert "14:30" in shown
        assert "演练" in shown
        assert "▲红" in shown
        assert "▲黄" in shown
        assert "超时" in shown, "what is overdue is at the head"
        assert "提醒" in shown or size[1] < 24
        assert app.screen.query_one("#secret-old").region.bottom < size[1], "there must be room for the secret"
        assert "F3" in shown
        for secretive in ("甲乙", "南召", "H0", "[@click", *(m.title[:6] for m in views.matters() if len(m.title) > 5)):
            assert secretive not in shown


async def test_alerts_ring_on_the_locked_screen_and_a_red_one_waits_for_the_secret(make_app, views, clock, store_path):
    give(store_path, clock)
    app = make_app()
    rung: list[int] = []
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot, app)
        await idle(pilot, app, clock)
        app.bell = lambda: rung.append(clock.wall())
        other = open_container(store_path, clock=ManualClock(clock.wall()))
        other.desk.perform(Open(kind="incident", title="溃坝 甲乙丙丁", colour="red", label="Y9"), actor="li")
        other.close()
        before = app.state.unacknowledged
        await until(pilot, lambda: len(app.state.unacknowledged) > len(before), "not noticed")
        clock.set(clock.elapsed() + 61 * SECOND)  # what rang before the desk was locked rings for a minute (R12)
        await until(pilot, lambda: rung, "no bell")
        await until(pilot, lambda: "▲红2" in screen_text(app) or "▲红1" in screen_text(app), "not counted")
        assert isinstance(app.screen, LockScreen)
        assert "溃坝" not in screen_text(app)
        await pilot.press("ctrl+p", "ctrl+q")
        await pilot.pause(0.2)
        assert isinstance(app.screen, LockScreen)
        await type_secret(pilot, app, SECRETS["zhang"])
        await until(pilot, lambda: type(app.screen).__name__ == "RedAlertScreen", "the red alert never came")


async def test_wrong_secrets_on_the_locked_screen_count(make_app, views, clock, store_path):
    give(store_path, clock)
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot, app)
        await idle(pilot, app, clock)
        for number in range(1, 6):
            await type_secret(pilot, app, "wrong")
            await until(pilot, lambda n=number: kinds(views, "account.login_failed") == n, "not counted")
            said = await complaint(pilot, app)
            assert said.startswith("口令不对: 张伟")
            await until(pilot, lambda: not app.screen.query_one(SecretForm)._busy, "busy")
        assert kinds(views, "account.locked") == 1
        await type_secret(pilot, app, SECRETS["zhang"])
        await until(pilot, lambda: not app.screen.query_one(SecretForm)._busy, "busy")
        assert "已锁定至" in await complaint(pilot, app)
        assert isinstance(app.screen, LockScreen)
        assert app.screen.query_one("#secret-old", SecretInput).value == ""


async def test_another_person_takes_over_from_the_locked_screen(make_app, views, clock, store_path):
    give(store_path, clock)
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot, app)
        await pilot.press("i", *"half", "escape", "n")
        await until(pilot, lambda: isinstance(app.screen, FormScreen), "no form")
        app.screen.query_one("#field-title", FieldInput).value = "半截"
        place = app.screen.place
        await idle(pilot, app, clock)
        await pilot.press("f3")
        await pilot.pause(0.1)
        people = [key for key, _ in app.screen.choices]
        await pilot.press(str(people.index("li") + 1))
        await until(pilot, lambda: app.screen.query_one(SecretForm).officer == "li", "not asked")
        await type_secret(pilot, app, SECRETS["li"])
        await until(pilot, lambda: app.gateway.actor == "li" and app.screen is app.desk_screen, "not taken over")
        await until(pilot, lambda: kinds(views, "account.logged_in") == 2, "not written")
        assert app.desk_screen.entry.text == ""
        assert views.rows("SELECT officer, place FROM draft ORDER BY place") == [("zhang", "entry"), ("zhang", place)]
        await pilot.press("i", *"by li", "enter")
        await until(pilot, lambda: "by li" in texts(views), "not saved")
        assert views.rows("SELECT actor FROM journal WHERE kind = 'entry.noted' ORDER BY seq DESC LIMIT 1") == [("li",)]
        assert "B›李娜" in screen_text(app)


async def test_one_key_and_the_secret_change_the_person(make_app, views, clock, store_path):
    give(store_path, clock)
    app = make_app()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot, app)
        assert "A›张伟" in screen_text(app)
        await pilot.press("i", *"half", "escape")
        await pilot.press("U")
        await until(
            pilot, lambda: isinstance(app.screen, SwitchScreen) and app.screen.form.officer == "li", "not asked"
        )
        await pilot.pause(0.1)
        await pilot.press(*SECRETS["li"], "enter")
        await until(pilot, lambda: app.gateway.actor == "li" and app.screen is app.desk_screen, "not changed")
        await until(pilot, lambda: app.state.actor == "li", "not shown")
        assert app.desk_screen.entry.text == ""
        await pilot.press("U")
        await until(
            pilot, lambda: isinstance(app.screen, SwitchScreen) and app.screen.form.officer == "zhang", "not asked"
        )
        await pilot.pause(0.1)
        await pilot.press(*SECRETS["zhang"], "enter")
        await until(pilot, lambda: app.desk_screen.entry.text == "half", "the draft did not come back")
        assert app.gateway.actor == "zhang"


async def test_escape_changes_nobody_and_nothing_typed_is_kept(make_app, views, clock, store_path):
    give(store_path, clock)
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot, app)
        await pilot.press("U")
        await until(pilot, lambda: isinstance(app.screen, SwitchScreen), "not asked")
        await pilot.pause(0.1)
        await pilot.press(*"half a secret", "escape")
        await until(pilot, lambda: app.screen is app.desk_screen, "stayed")
        await app.drafts.save()
        assert app.gateway.actor == "zhang"
        assert views.rows("SELECT body FROM draft") == []


async def test_in_a_drill_without_secrets_the_person_changes_without_one_and_it_says_so(make_app, views):
    app = make_app()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot, app)
        await pilot.press("U")
        await until(
            pilot, lambda: isinstance(app.screen, SwitchScreen) and app.screen.query("#secret-old"), "not asked"
        )
        await until(pilot, lambda: "没有口令" in screen_text(app), "not said")
        await pilot.press("enter")
        await until(pilot, lambda: app.gateway.actor == "li", "not changed")
        await until(pilot, lambda: any("没有口令" in one.message for one in app._notifications), "not told")
        await until(pilot, lambda: kinds(views, "account.logged_in") == 1, "not written")
        assert '"proved":false' in views.rows("SELECT payload FROM journal WHERE kind='account.logged_in'")[0][0]


async def test_without_a_secret_nothing_locks(make_app, clock):
    app = make_app()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot, app)
        clock.set(clock.elapsed() + 11 * MINUTE)
        app._second()
        await pilot.pause(0.3)
        assert app.screen is app.desk_screen
        assert not app.sitting.locked
        await pilot.press("K")
        await until(pilot, lambda: any("不能锁屏" in one.message for one in app._notifications), "not told")


async def test_the_key_locks_at_once(make_app, clock, store_path):
    give(store_path, clock)
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot, app)
        await pilot.press("K")
        await until(pilot, lambda: isinstance(app.screen, LockScreen), "not locked")


async def test_an_old_secret_is_changed_before_the_desk_is_handed_over(make_app, views, clock, store_path):
    give(store_path, clock)
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot, app)
        clock.set(clock.elapsed() + app.gateway.rights.limits.change + MINUTE)
        await pilot.press("U")
        await until(
            pilot, lambda: isinstance(app.screen, SwitchScreen) and app.screen.query("#secret-old"), "not asked"
        )
        await pilot.pause(0.1)
        await type_secret(pilot, app, SECRETS["li"])
        await until(pilot, lambda: app.screen.query_one("#secret-new").display, "not asked for a new one")
        assert "口令已用 90 天" in await complaint(pilot, app)
        for new, again, reason in (("short", "short", "至少 8 个"), ("long enough 1", "other enough 1", "不一样"),
                                   (SECRETS["li"], SECRETS["li"], "须与原口令不同")):  # fmt: skip
            app.screen.query_one("#secret-new", SecretInput).value = new
            app.screen.query_one("#secret-again", SecretInput).value = again
            app.screen.query_one("#secret-again").focus()
            await pilot.press("enter")
            await until(
                pilot, lambda why=reason: why in str(app.screen.query_one("#complaint-secret").render()), reason
            )
            assert app.gateway.actor == "zhang"
        app.screen.query_one("#secret-new", SecretInput).value = "long enough 1"
        app.screen.query_one("#secret-again", SecretInput).value = "long enough 1"
        app.screen.query_one("#secret-again").focus()
        await pilot.press("enter")
        await until(pilot, lambda: app.gateway.actor == "li", "not changed")


@pytest.mark.parametrize("role", ROLES)
async def test_what_a_role_may_not_do_is_refused_on_the_screen_and_nothing_changes(
    make_app, views, store_path, clock, role
):
    container = open_container(store_path, clock=ManualClock(clock.wall()))
    container.desk.perform(AddOfficer(officer="new", name="新人[/]", role=role), actor=DESK)
    container.close()
    may = load_rights().may(role, "write")
    app = make_app()
    app.gateway.actor = "new"
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot, app)
        await app.refresh_state()
        await pilot.pause(0.1)
        shown = screen_text(app)
        assert ("只读 新人[/]" in shown) is not may
        assert "新人[/]" in shown
        before, count = views.head()[0], kinds(views, "act.refused")
        await pilot.press("i")
        if may:
            await pilot.press(*"text", "enter")
            await until(pilot, lambda: "text" in texts(views), "not saved")
        else:
            await until(
                pilot, lambda: any("无权" in one.message for one in app._notifications), "said before one types"
            )
            assert not app.desk_screen.entry.has_focus
            app.desk_screen.pasted("text")  # a way in that no key guards
            await until(pilot, lambda: any("没有收下" in one.message for one in app._notifications), "not said")
            assert app.desk_screen.entry.text == ""
            await app.save_entry("text")
            await until(pilot, lambda: kinds(views, "act.refused") == count + 1, "not logged")
            assert "text" not in texts(views)
            assert views.head()[0] == before + 1
        clock_id = views.clocks()[0].id
        done = await app.desk_screen.perform("waive", obligation=clock_id, reason="试")
        assert done is load_rights().may(role, "waive")
        assert (views.clock(clock_id).state == "waived") is done


async def test_a_crash_report_holds_nothing_that_was_typed(make_app, monkeypatch, tmp_path) -> None:
    def check(secret: str) -> None:
        raise RuntimeError(f"{secret} {SECRETS['zhang']}")

    monkeypatch.setattr("dutydesk.config.user_folder", lambda _kind: tmp_path)
    app = make_app()
    monkeypatch.setattr(type(app), "is_headless", property(lambda _self: False))
    with pytest.raises(RuntimeError) as caught:
        check("typed in vain")
    app._handle_exception(caught.value)
    report = (tmp_path / "crash.txt").read_text(encoding="utf-8")
    assert "RuntimeError" in report
    assert "typed in vain" not in report.replace('check("typed in vain")', "")
    assert SECRETS["zhang"] not in report + app.farewell
    app.gateway.close()


async def test_one_changes_the_own_secret_on_the_screen(make_app, views, clock, store_path) -> None:
    give(store_path, clock)
    app = make_app()
    before = views.secret("zhang")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot, app)
        app.desk_screen.action_command("secret")
        await until(pilot, lambda: isinstance(app.screen, FormScreen) and app.screen.query(FieldInput), "no form")
        screen = app.screen

        async def save(old: str, new: str, again: str) -> None:
            for name, value in (("old", old), ("new", new), ("again", again)):
                screen._widget(name).value = value
            await pilot.press("f2")

        await save(SECRETS["zhang"], "another secret 1", "another secret 2")
        await until(pilot, lambda: screen.query_one("#complaint-again").has_class("-shown"), "two that differ")
        await save("not it at all", "another secret 1", "another secret 1")
        await until(pilot, lambda: screen.query_one("#complaint-").has_class("-shown"), "a wrong one")
        assert [screen._widget(name).value for name in ("old", "new")] == ["", "another secret 1"]
        assert views.secret("zhang") == before
        assert kinds(views, "account.login_failed") == 1
        await save(SECRETS["zhang"], "another secret 1", "another secret 1")
        await until(pilot, lambda: app.screen is not screen, "not changed")
    assert views.secret("zhang") != before
    assert views.rows("SELECT count(*) FROM draft")[0][0] == 0


async def test_a_director_gives_another_secret_to_whoever_forgot_it(make_app, views, clock, store_path) -> None:
    give(store_path, clock)
    container = open_container(store_path, clock=ManualClock(clock.wall()))
    container.desk.perform(AddOfficer(officer="zhang", name="张伟", role="director"), actor=DESK)
    container.close()
    before, app = views.secret("li"), make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot, app)
        app.desk_screen.action_command("people_secret")
        await until(pilot, lambda: isinstance(app.screen, FormScreen) and app.screen.query(FieldInput), "no form")
        screen = app.screen
        for name, value in (("officer", "李娜"), ("secret", "borrowed 4711"), ("again", "borrowed 4711")):
            screen._widget(name).value = value
        await pilot.press("f2")
        await until(pilot, lambda: app.screen is not screen, "not given")
    assert views.secret("li") != before
    assert kinds(views, "account.secret_given") == 1


async def test_a_leader_sets_a_second_factor_on_the_screen_and_the_locked_screen_asks_for_it(
    make_app, views, clock, store_path
) -> None:
    """The key is shown once; a wrong code sets nothing; from then on the secret alone opens no screen."""
    give(store_path, clock)
    container = open_container(store_path, clock=ManualClock(clock.wall()))
    container.desk.perform(AddOfficer(officer="zhang", name="张伟", role="leader"), actor=DESK)
    container.desk.perform(AddOfficer(officer="keeper", name="管", role="admin"), actor=DESK)
    container.close()
    app = make_app()
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot, app)
        app.desk_screen.action_command("totp")
        await until(pilot, lambda: isinstance(app.screen, FormScreen) and app.screen.query(FieldInput), "no form")
        screen = app.screen
        shared = next(note for note in screen.notes if note.startswith("密钥")).partition(": ")[2].replace(" ", "")

        async def save(code: str) -> None:
            for name, value in (("old", SECRETS["zhang"]), ("code", code)):
                screen._widget(name).value = value
            await pilot.press("f2")

        await save("000000")
        await until(pilot, lambda: screen.query_one("#complaint-code").has_class("-shown"), "a wrong code")
        assert not views.has_factor("zhang")
        made = TOTP(shared)
        await save(made.generate_otp(clock.wall() // PERIOD))
        await until(pilot, lambda: app.screen is not screen, "not set")
        assert views.has_factor("zhang")
        clock.set(clock.elapsed() + 2 * PERIOD)
        app.desk_screen.action_command("lock")
        await until(pilot, lambda: isinstance(app.screen, LockScreen), "not locked")
        await until(
            pilot, lambda: "空一格, 动态码" in str(app.screen.query_one("#who").render()), "the code is not asked"
        )
        typed = app.screen.query_one("#secret-old")
        typed.value = SECRETS["zhang"]
        await pilot.press("enter")
        await until(pilot, lambda: "空一格" in str(app.screen.query_one("#complaint-secret").render()), "let in")
        typed.value = f"{SECRETS['zhang']} {made.generate_otp(clock.wall() // PERIOD)}"
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, LockScreen), "not let in")
