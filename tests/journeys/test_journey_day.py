"""A day's tasks, one journey each: what comes in is written down, assessed, answered, reported, closed, and seen on the screen."""

from __future__ import annotations

import pytest
from desks import OpenDesk
from journey import Desk


def fill(desk: Desk, *values: str | None) -> None:
    """Type into the fields of a form one after another, None leaves one as it stands; save."""
    for value in values:
        if value:
            desk.type(value)
        desk.keys("tab")
    desk.keys("f2")


def point(desk: Desk, title: str) -> None:
    """Put the cursor on a matter of the list."""
    desk.keys("2 home")
    desk.until(lambda _: desk.pane("matters").cursor == 0, "the cursor on the first matter")
    rows = desk.pane("matters").rows()
    desk.keys("j " * next(n for n, row in enumerate(rows) if title in row))
    desk.until(lambda _: title in desk.pane("matters").cursor_row, title)


def logged(desk: Desk, *words: str, zh: tuple[str, ...] = ()) -> None:
    """Wait for a line of the log that is on the screen and holds all these words; ``zh``: those only in Chinese."""
    words += zh if desk.lang == "zh" else ()
    desk.keys("1 end")  # a narrow desk shows one pane
    desk.until(lambda _: any(all(one in row for one in words) for row in desk.pane("log").rows()), " ".join(words))


def palette(desk: Desk, words: str) -> None:
    """Find a command in the palette and run it."""
    desk.keys("ctrl+p")
    desk.type(words)
    desk.until(lambda screen: screen.text.count(words) > 1, words)
    desk.keys("enter")
    desk.sees("F2 ")


def agreed_by_telephone(desk: Desk, name: str) -> None:
    """The person named is not here: a word on the telephone is written down."""
    desk.sees(f"{name} 签字", "F2 电话里同意")
    desk.keys("f2")
    desk.sees(f"{name} 电话同意", "什么时候同意的")
    desk.keys("f2")
    desk.lacks("什么时候同意的", "F2 电话里同意")


@pytest.mark.task("telephone note to first report")
@pytest.mark.everywhere
def test_a_telephone_note_becomes_an_incident_that_is_assessed_answered_and_reported(desk: Desk) -> None:
    """From the call to the first report to two recipients; each step stands in the log."""
    desk.keys("p")
    desk.sees("来电单位和人")
    fill(desk, "方城县政府办 王某", "许广高速方城段两车相撞")
    desk.sees(desk.words("按建议立项"))
    desk.keys("enter")
    desk.sees(desk.words("新立: {0}", desk.words("突发事件")), "发生时间")
    assert "许广高速方城段两车" in desk.line_with("标题")
    assert "方城县政府办 王某" in desk.line_with("来源")
    fill(desk, "14:05", "方城县", "道路")  # the first empty field is asked first
    desk.lacks("F2 ")
    point(desk, "方城段两车")
    desk.keys("s")
    desk.sees(desk.words("评估: {0} {1}", "", "").strip(), "许广高速方城段两车相撞")
    fill(desk, "Ⅳ", "稳定", None, "南阳市政府")
    logged(desk, "Ⅳ", zh=("评估: Ⅳ级", "稳定"))
    point(desk, "方城段两车")
    desk.keys("v")
    desk.sees("牵头单位", "F2 ")
    assert any(desk.words("牵头单位") in line and "南阳市政府" in line for line in desk.lines)
    fill(desk)
    logged(desk, "Y3", "Ⅳ", zh=("启动 Ⅳ级 响应", "南阳市政府"))
    point(desk, "方城段两车")
    desk.keys("r")
    desk.sees("收件单位")
    desk.until(lambda _: desk.words("首报") in desk.line_with("种类"), "the kind of report that is owed")
    desk.click("应急厅")  # proposed from what the call is about; the other recipient is added
    desk.keys("end")
    desk.type("、省委办公厅")
    desk.keys("f2")
    desk.lacks("F2 ")
    logged(desk, "→ 张伟", "Y3", "方城段两车")
    (made,) = [one for one in desk.command("matters", "--json") if "方城段两车" in one["title"]]
    sent = "\n".join(desk.command("ledger", made["label"]))
    assert all(name in sent for name in ("应急厅", "省委办公厅")), sent


@pytest.mark.task("follow-up from its alert")
@pytest.mark.everywhere
@pytest.mark.starts(43)
def test_a_follow_up_is_written_from_its_alert(desk: Desk) -> None:
    """``r`` on the strip opens the report of the matter that rings, filled in; sent, nothing rings."""
    desk.sees("续报一", "[a]")
    desk.keys("r")
    desk.sees(desk.words("报告: {0} {1}", "Y1", "二广高速"))
    desk.until(lambda _: desk.words("续报") in desk.line_with("种类"), "the kind of report that is owed")
    fill(desk)
    desk.until(lambda screen: "[a]" not in screen.lines[1], "nothing rings")
    logged(desk, "→ 张伟", "Y1", "二广高速")


@pytest.mark.task("line pasted and corrected")
def test_a_line_is_pasted_and_corrected(desk: Desk) -> None:
    """The correction names the line it is about; the old one stays, struck."""
    desk.paste("南召县来电: 伤员转院三人")
    desk.keys("enter")
    logged(desk, "伤员转院三人")
    desk.keys("1 end")
    desk.until(lambda _: "伤员转院三人" in desk.pane("log").cursor_row, "the cursor on the line")
    desk.keys("x")
    desk.sees("更正日志条目: ", "更正为")
    desk.keys("end backspace backspace")
    fill(desk, "四人")
    logged(desk, "更正", "伤员转院四人")


@pytest.mark.task("matter closed, open points let go")
def test_a_matter_is_closed_with_its_open_points_let_go(desk: Desk) -> None:
    """Criterion and outcome are chosen from lists; what is left open stands there and goes with a leader's word."""
    point(desk, "望京地铁站")
    desk.keys("c")
    desk.sees("办结: Y2", "终止标准: ", "项未了: 预案第 1 步")
    desk.keys("f2")
    desk.sees("终止标准")
    desk.keys("f3 1 f3 1")  # what is taken from a list moves on to the next field
    fill(desk, None, "移交朝阳区", "王建国")
    agreed_by_telephone(desk, "王建国")
    desk.lacks("F2 ")
    logged(desk, "Y2 办结")
    assert not any("望京" in row for row in desk.pane("matters").rows())


@pytest.mark.task("policy explained and pushed")
def test_a_policy_is_interpreted_and_pushed(desk: Desk) -> None:
    """The sheet with a second reader, the recipients that are proposed, and who got it."""
    point(desk, "关于做好汛期")
    palette(desk, "签发解读")
    desk.sees("签发解读: P1", "加急件必填")
    fill(desk, "值守人员不得离岗", "全省", "自印发之日起", "各单位", "未作规定", "李娜")
    agreed_by_telephone(desk, "李娜")
    logged(desk, "P1", "解读")
    point(desk, "关于做好汛期")
    palette(desk, "标记推送")
    desk.sees("标记推送: P1", "应急厅")
    fill(desk)
    desk.lacks("F2 ")
    logged(desk, "P1", "推送")


@pytest.mark.task("plan of an appeal")
def test_an_appeal_gets_its_plan(desk: Desk) -> None:
    """What is to be done, by whom, and which leader agreed; nothing without one."""
    point(desk, "顺义 7 人")
    palette(desk, "处置方案")
    desk.sees("处置方案: A1", "转办单位")
    fill(desk, "核查工资支付情况", "省人社厅")
    desk.until(lambda screen: "必填" in screen.lines[desk.places("谁同意")[-1][0] + 1], "what is missing, at its field")
    desk.type("王建国")
    desk.keys("f2")
    agreed_by_telephone(desk, "王建国")
    logged(desk, "A1", "处置方案", "省人社厅")


@pytest.mark.task("units told, answers taken")
def test_units_are_told_and_answer(desk: Desk) -> None:
    """Those of the plan stand in the form; a receipt is registered for one of them."""
    point(desk, "望京地铁站")
    desk.keys("u")
    desk.sees("通知单位: Y2", "应急管理")
    fill(desk)
    desk.lacks("F2 ")
    logged(desk, "Y2", "通知")
    desk.keys("1 y")
    desk.sees("哪个单位回执", "应急管理")
    desk.keys("1")
    desk.sees("回执: ", "何人何种方式")
    fill(desk, "值班员 电话")
    desk.lacks("F2 ")
    logged(desk, "Y2", "回执")


@pytest.mark.task("step of the plan done")
def test_a_step_of_the_plan_is_done(desk: Desk) -> None:
    """The step leaves the list of those that wait."""
    point(desk, "望京地铁站")
    desk.keys("P")
    desk.sees("预案 Y2: 还有 15 步", "记下启动时间")
    desk.keys("1 enter")
    desk.sees("结果", "F2 ")
    fill(desk, "已告知")
    desk.lacks("F2 ")
    logged(desk, "Y2", "预案第 1 步已办")
    point(desk, "望京地铁站")
    desk.keys("P")
    desk.sees("预案 Y2: 还有 14 步")


@pytest.mark.starts(43)
def test_a_clock_is_snoozed_and_not_declined(desk: Desk) -> None:
    """Each form names the clock; what a rule or a right forbids is said in words."""
    desk.sees("续报一", "[a]")
    desk.keys("a")
    desk.sees("已签收: 续报一")
    desk.keys("3 home z")
    desk.sees("稍后提醒: 续报一 Y1")
    fill(desk, "正在拟稿")
    desk.lacks("F2 ")
    logged(desk, "Y1", "正在拟稿")
    desk.keys("3 home D")
    desk.sees("不允许不办")
    desk.lacks("F2 ")
    desk.keys("W")
    desk.sees("免办须由带班领导")


def test_a_clock_is_declined_where_its_rule_allows_it(desk: Desk) -> None:
    """No response is started for a small accident: the reason is written, and the clock is gone from the list."""
    seen = ("--title", "城南仓库小火", "--label", "Y8", "--colour", "yellow", "--received", "14:18", "--source", "消防")
    desk.command("open", "incident", *seen, "--category", "accident", actor="li")
    desk.command("assess", "Y8", "--level", "Ⅳ", "--trend", "稳定", "--lead", "大兴区政府", actor="li")
    desk.keys("3 home")
    desk.until(lambda _: any("启动响应" in row and "Y8" in row for row in desk.pane("clocks").rows()), "its clock")
    rows = desk.pane("clocks").rows()
    desk.keys("j " * next(n for n, row in enumerate(rows) if "启动响应" in row and "Y8" in row))
    desk.until(lambda _: "启动响应" in desk.pane("clocks").cursor_row, "the cursor on it")
    desk.keys("D")
    desk.sees("不办, 写明理由: 启动响应 Y8")
    fill(desk, "属地已处置完毕")
    desk.lacks("F2 ")
    logged(desk, "Y8", "不办", "属地已处置完毕")
    desk.until(lambda _: not any("启动响应" in row and "Y8" in row for row in desk.pane("clocks").rows()), "it gone")


def test_a_leader_waives_a_clock(open_desk: OpenDesk) -> None:
    """The leader's own session: the clock is named, the reason asked, and it is gone from the list."""
    desk = open_desk(actor="王建国")
    desk.keys("3 home W")
    desk.sees("免办: 续报一 Y1")
    fill(desk, "已当面报告")
    desk.lacks("F2 ")
    logged(desk, "Y1", "免办")


def test_an_emergency_call_goes_out_when_it_is_confirmed_and_not_before(desk: Desk) -> None:
    """F12 shows what will be said; Esc sends nothing, F2 sends it."""
    point(desk, "望京地铁站")
    desk.keys("f12")
    desk.sees("紧急呼叫: F2 确认发出, Esc 取消", "Y2 望京地铁站拥挤踩踏")
    desk.keys("esc")
    desk.lacks("F2 确认发出")
    assert not any("紧急呼叫" in row for row in desk.pane("log").rows())
    desk.keys("f12")
    desk.sees("紧急呼叫: F2 确认发出, Esc 取消")
    desk.keys("f2")
    desk.lacks("F2 确认发出")
    desk.keys("esc")
    logged(desk, "紧急呼叫", "望京地铁站")
