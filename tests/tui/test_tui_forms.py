"""Forms: what a field answers, what is said beside it, what is shown, and what is asked again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import asynccontextmanager

from dutydesk.kernel.refusal import Refused
from dutydesk.tui.choices import Choice
from dutydesk.tui.fields import Field, Said
from dutydesk.tui.screens.form import FormScreen
from dutydesk.tui.widgets.field_row import FieldRow
from dutydesk.tui.widgets.flow import Hint
from tests.tui.test_desk import settled, until

UNITS = tuple(Choice(name, name) for name in ("省公安厅", "省应急厅", "省交通厅", "南阳市政府"))
KINDS = (Choice("fire", "火灾"), Choice("forest", "森林火灾"), Choice("road", "道路交通事故"), Choice("slide", "滑坡"))


class Shown:
    """A form on a desk, and what it was saved with."""

    def __init__(self, app, pilot, form: FormScreen, saved: list[Mapping[str, str]]) -> None:
        self.app, self.pilot, self.form, self.saved = app, pilot, form, saved

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        for letter in text:
            if letter == "、":  # Pilot has no key of that name
                self.app.focused.insert_text_at_cursor(letter)
            else:
                await self.pilot.press(letter)
        await self.pilot.pause()

    def row(self, name: str) -> FieldRow:
        return next(row for row in self.form.rows if row.field.name == name)

    def beside(self, name: str) -> str:
        return str(self.form.query_one(f"#echo-{name}").render())

    def error(self, name: str) -> str:
        complaint = self.form.query_one(f"#complaint-{name}")
        return str(complaint.render()) if complaint.has_class("-shown") else ""

    async def is_saved(self) -> None:
        await until(self.pilot, lambda: self.app.screen is not self.form, "not saved")


@asynccontextmanager
async def form_of(make_app, *fields: Field, submit: Callable[..., object] | None = None, size=(120, 36), **how):
    app, saved = make_app(), list[Mapping[str, str]]()

    async def keep(values: dict[str, str]) -> None:
        if submit is not None:
            submit(values)
        saved.append(values)

    async with app.run_test(size=size) as pilot:
        await settled(pilot, app)
        form = FormScreen("一张表", fields, keep, place="test", **how)
        app.push_screen(form)
        await until(pilot, lambda: app.screen is form and bool(form.rows), "no form")
        await pilot.pause(0.1)
        yield Shown(app, pilot, form, saved)


async def test_several_units_are_chosen_one_after_another_and_others_may_be_written(make_app) -> None:
    async with form_of(
        make_app, Field("to", "单位", choices=UNITS, free=True, many=True), Field("note", "备注")
    ) as form:
        await form.type("gat")
        await form.press("enter")
        await form.type("、镇平县")
        await form.type("、")
        await form.type("nys")
        await form.press("enter")
        assert form.row("to").asked.value == "省公安厅、镇平县、南阳市政府"
        await form.type("、s")
        assert [one.word for one in form.form.offered.choices] == [
            "省应急厅",
            "省交通厅",
        ]  # what stands there is not offered
        await form.press("escape", "backspace", "backspace", "f2")
        await form.is_saved()
        assert form.saved == [{"to": "省公安厅、镇平县、南阳市政府", "note": ""}]


async def test_what_may_be_other_words_is_not_replaced_by_itself(make_app) -> None:
    async with form_of(make_app, Field("place", "地点", choices=UNITS, free=True), Field("note", "备注")) as form:
        await form.type("公安")
        assert form.form.offered.choices == [UNITS[0]]
        assert form.form.offered.chosen is None
        await form.press("enter")
        assert form.app.focused is form.row("note").asked
        assert form.row("place").asked.answer() == "公安"


async def test_initials_that_fit_several_choose_none_by_themselves(make_app) -> None:
    async with form_of(make_app, Field("kind", "类别", choices=KINDS)) as form:
        await form.type("hz")
        assert [one.code for one in form.form.offered.choices] == ["fire", "forest"]
        await form.press("f2")
        await until(form.pilot, lambda: "hz 有 2 项相符" in form.error("kind"), "not said")
        assert form.saved == []
        await form.type("h")
        await until(form.pilot, lambda: "没有这一项: hzh" in form.error("kind"), "the error is read again while typing")


async def test_leaving_takes_the_one_that_is_meant(make_app) -> None:
    async with form_of(make_app, Field("kind", "类别", choices=KINDS), Field("note", "备注")) as form:
        await form.type("hp")
        await form.press("shift+tab")
        await until(form.pilot, lambda: form.row("kind").asked.value == "滑坡", "not taken")
        assert form.row("kind").asked.answer() == "slide"


async def test_nothing_is_said_while_one_types_and_all_on_saving(make_app) -> None:
    def read(values: Mapping[str, str]) -> Mapping[str, Said]:
        return {"deaths": Said("死亡 不是数字", wrong=True)} if values["deaths"] not in {"", "3"} else {}

    fields = (Field("title", "标题", required=True), Field("deaths", "死亡"), Field("kind", "类别", choices=KINDS))
    async with form_of(make_app, *fields, read=read) as form:
        await form.press("tab")
        assert form.error("title") == ""  # only passed through
        await form.type("x")
        assert form.error("deaths") == ""
        await form.press("tab")
        await until(form.pilot, lambda: form.error("deaths") == "死亡 不是数字", "not said on leaving")
        await form.type("没有的")
        await form.press("f2")
        await until(form.pilot, lambda: form.error("") != "", "no summary")
        assert form.error("") == "3 处要改: 标题、死亡、类别"
        assert form.error("title") == "必填"
        assert form.app.focused is form.row("title").asked
        await form.type("有")
        await until(form.pilot, lambda: form.error("title") == "", "still said")
        assert form.error("deaths") == "死亡 不是数字"


async def test_a_proposal_says_that_it_is_one_until_it_is_changed(make_app) -> None:
    async with form_of(
        make_app, Field("at", "时间", "14:20", proposed=True, hint="如 10:20"), Field("note", "备注")
    ) as form:
        assert form.beside("at") == "建议"
        await form.press("shift+tab")
        form.row("at").asked.focus()
        await form.press("end", "backspace", "5")
        assert form.beside("at") == "如 10:20"


async def test_a_hint_never_stands_in_the_field(make_app) -> None:
    async with form_of(make_app, Field("a", "甲", hint="如 10:20"), Field("kind", "类别", choices=KINDS)) as form:
        assert [row.asked.placeholder for row in form.form.rows] == ["", ""]
        assert form.beside("a") == "如 10:20"
        assert form.beside("kind") == "F3 选"


async def test_only_what_the_case_needs_is_shown(make_app) -> None:
    def submit(values: Mapping[str, str]) -> None:
        if not values["reason"]:
            raise Refused("reason", "级别与表内建议不同, 请写理由")

    fields = (
        Field("kind", "种类", choices=KINDS),
        Field("corrects", "更正哪份", needs=("kind", ("fire",))),
        Field("reason", "理由", more=True),
        Field("again", "再发理由", more=True),
        Field("known", "已知", "有", more=True),
    )
    async with form_of(make_app, *fields, submit=submit) as form:
        shown = lambda: [row.field.name for row in form.form.rows if row.display]  # noqa: E731
        assert shown() == ["kind", "known"]
        await form.type("火灾")
        await form.press("enter")
        await until(form.pilot, lambda: "corrects" in shown(), "needed and not shown")
        await form.press("f2")
        await until(form.pilot, lambda: "级别与表内建议" in form.error("reason"), "not said")
        assert shown() == ["kind", "corrects", "reason", "known"]
        assert form.app.focused is form.row("reason").asked
        await form.press("f5")
        await until(form.pilot, lambda: len(shown()) == 5, "not all shown")
        assert not form.form.query_one("#more").display


async def test_what_was_saved_is_offered_first_the_next_time(make_app) -> None:
    many = tuple(Choice(f"u{n}", f"单位{n}") for n in range(12))
    uses: dict = {}
    async with form_of(make_app, Field("to", "单位", choices=many), uses=uses) as form:
        await form.type("单位7")
        await form.press("escape", "f2")
        await form.is_saved()
        assert uses["to"] == {"u7": 1}
        again = FormScreen("再一张", [Field("to", "单位", choices=many)], form.form.submit, uses=uses)
        form.app.push_screen(again)
        await until(form.pilot, lambda: form.app.screen is again and bool(again.rows), "no form")
        await form.press("down")
        assert again.offered.choices[0].code == "u7"


async def test_digits_are_text_where_other_words_may_stand(make_app) -> None:
    async with form_of(
        make_app, Field("place", "地点", choices=UNITS, free=True), Field("k", "类", choices=KINDS)
    ) as form:
        await form.type("3")
        assert form.row("place").asked.value == "3"
        await form.press("backspace", "f3", "2")
        assert form.row("place").asked.value == "省应急厅"
        await form.type("3")
        assert form.row("k").asked.value == "道路交通事故"


async def test_a_list_goes_with_its_field(make_app) -> None:
    """Clicking into another field, another size, a save: it never stands over something else."""
    async with form_of(make_app, Field("k", "类", choices=KINDS), Field("note", "备注")) as form:
        await form.type("火")
        assert form.form.offered.display
        form.row("note").asked.focus()
        await until(form.pilot, lambda: not form.form.offered.display, "left open")


async def test_the_key_line_promises_what_a_field_has(make_app) -> None:
    """A list where there are choices, a kept draft where what is typed is kept."""
    fields = (
        Field("note", "备注"),
        Field("state", "状态", choices=(Choice("on", "在用"), Choice("off", "停用"))),
        Field("secret", "口令", secret=True),
    )
    async with form_of(make_app, *fields) as shown:
        for name, choices, kept in (("note", False, True), ("state", True, True), ("secret", False, False)):
            shown.row(name).asked.focus()
            await shown.pilot.pause(0.05)
            line = shown.form.query_one(Hint).text
            assert ("F3 列出可选" in line, "草稿保留" in line) == (choices, kept), name
