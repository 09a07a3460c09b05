"""Somebody else's consent, given at the terminal or by telephone; a message taken in and disposed of."""

from __future__ import annotations

from desks import OpenDesk
from journey import Desk


def palette(desk: Desk, words: str) -> None:
    """Find a command in the palette and run it."""
    desk.keys("ctrl+p")
    desk.type(words)
    desk.sees(words)
    desk.keys("enter")


def test_a_message_is_taken_in_and_disposed_of(open_desk: OpenDesk) -> None:
    """A message waits in the inbox until somebody says what becomes of it, and then it is gone from there."""
    desk = open_desk("demo")
    desk.command("message", "老人走失求助", "--channel", "微信", "--as", "zhang")
    palette(desk, "收件箱")
    desk.sees("待处理 微信: 老人走失求助")
    desk.keys("enter")
    desk.sees("老人走失求助", "按建议立项", "不办")
    desk.keys("x")
    desk.sees("理由")
    desk.type("已由派出所找到")
    desk.keys("f2")
    desk.until(lambda _: desk.command("inbox", "--json") == [], "the inbox empty")
    desk.until(lambda _: any("消息处理: 不办" in row for row in desk.pane("log").rows()), "the line in the log")


def test_asked_in_the_own_session_and_signed_there(open_desk: OpenDesk) -> None:
    """F4 asks the leader; nothing is done until they sign in their own session, where it rings and stands to be read."""
    desk = open_desk("office")
    desk.command("open", "appeal", "--title", "欠薪", "--label", "A1", "--colour", "blue", "--as", "zhang")
    desk.sees("欠薪")
    palette(desk, "处置方案")
    desk.sees("转办单位")
    desk.type("请人社厅核处")
    desk.keys("tab")
    desk.type("人社厅")
    desk.keys("tab")
    desk.type("wang")
    desk.keys("f2")
    desk.sees("F4 请其在自己的会话里签")
    desk.keys("f4")
    desk.sees("已送本人待签")
    desk.lacks("F4 请其在自己的会话里签")
    desk.until(lambda _: any("签字: 处置方案" in row for row in desk.pane("log").rows()), "the request in the log")
    assert not any("处置方案: 转 人社厅" in row for row in desk.pane("log").rows())
    desk.sees("请签字", "等 王建国 签字")
    desk.until(lambda screen: "[a]签收" not in screen.text, "no key that would be refused")
    desk.keys("a")
    desk.sees("请签字", "等 王建国 签字")
    theirs = open_desk("office", store=desk.store, actor="wang")
    theirs.sees("请签字")
    palette(theirs, "待我签")
    theirs.sees("请签): 处置方案: 转 人社厅")
    theirs.keys("enter")
    theirs.sees("请人社厅核处", "Esc 返回")
    theirs.keys("escape")
    theirs.sees("签字, 即办")
    theirs.keys("1")
    theirs.until(lambda _: any("处置方案: 转 人社厅" in row for row in theirs.pane("log").rows()), "the act in the log")
    desk.until(lambda _: any("处置方案: 转 人社厅" in row for row in desk.pane("log").rows()), "the act at the asker's")


def planned(desk: Desk) -> None:
    """Open an appeal and fill in its disposal plan with the leader named, up to the signing dialog."""
    desk.command("open", "appeal", "--title", "欠薪", "--label", "A1", "--colour", "blue", "--as", "zhang")
    desk.sees("欠薪")
    palette(desk, "处置方案")
    desk.sees("转办单位")
    desk.type("请人社厅核处")
    desk.keys("tab")
    desk.type("人社厅")
    desk.keys("tab")
    desk.type("wang")
    desk.keys("f2")
    desk.sees("F2 电话里同意")


def test_a_second_person_signs_at_the_desk_s_terminal(open_desk: OpenDesk) -> None:
    """The own secret, typed into the dialog over the form, is the signature."""
    desk = open_desk("office")
    planned(desk)
    desk.type("correct horse")
    desk.keys("enter")
    desk.until(lambda _: any("处置方案: 转 人社厅" in row for row in desk.pane("log").rows()), "the act in the log")
    assert "本人签" in "\n".join(desk.command("day"))
    assert desk.command("to-sign", "--all", "--json", "--as", "zhang") == []


def test_no_signature_is_lost_because_another_one_is_missing(open_desk: OpenDesk) -> None:
    """Without a second reader nobody is asked for a secret; who signed is not asked again when the reader is left out at first."""
    desk = open_desk("office")
    desk.command("signoff", "first", "--as", "director")
    desk.command("office", "--signer", "wang", "--as", "director")
    fire = (
        "--title",
        "车库火灾",
        "--subtype",
        "fire",
        "--place",
        "郑州市中原区某小区车库",
        "--occurred",
        "2026-01-02 03:04",
    )
    desk.command("open", "incident", *fire, "--label", "Y1", "--colour", "yellow", "--as", "zhang")
    desk.sees("车库火灾")
    desk.keys("2 home r")
    desk.sees("收件单位", "签发 ", "王建国")
    desk.type("省委办公厅")
    desk.keys("f2")
    desk.sees("王建国 签字", "还不能在这里签", "核稿人", "F4 请其在自己的会话里签")
    desk.lacks("本人签字")
    desk.keys("f2 esc")
    desk.lacks("还不能在这里签")
    desk.type("li")
    desk.keys("f2")
    desk.sees("王建国 签字", "本人签字")
    desk.type("correct horse")
    desk.keys("enter")
    desk.sees("李娜 签字", "本人签字")
    desk.keys("esc")
    desk.sees("还没有签字, 未保存: 李娜")
    desk.keys("f2")
    desk.sees("李娜 签字", "本人签字")
    desk.type("correct horse")
    desk.keys("enter")
    desk.until(
        lambda _: any("首报" in row and "省委办公厅" in row for row in desk.pane("log").rows()), "the report in the log"
    )


def test_a_telephone_consent_that_was_none_is_red_on_the_matter(open_desk: OpenDesk) -> None:
    """F2 logs the call; in the own session the leader says that there was none, and that stands in red at the asker's too."""
    desk = open_desk("office")
    planned(desk)
    desk.keys("f2")
    desk.sees("电话同意", "什么时候同意的")
    desk.keys("f2")
    desk.until(lambda _: any("处置方案: 转 人社厅" in row for row in desk.pane("log").rows()), "the act in the log")
    theirs = open_desk("office", store=desk.store, actor="wang")
    palette(theirs, "待我签")
    theirs.sees("待补签", "电话请示同意")
    theirs.keys("enter")
    theirs.sees("没有同意过 (写明理由, 红色记入)")
    theirs.keys("2")
    theirs.sees("理由")
    theirs.type("当时在开会")
    theirs.keys("f2")
    desk.until(lambda _: any("本人不认可" in row for row in desk.pane("log").rows()), "the denial in the log")
    red, green = (int(desk.colour("本人不认可")[place : place + 2], 16) for place in (0, 2))
    assert red > 2 * green, "red"
    desk.keys("2 home enter")
    desk.sees("A1 欠薪", "没有同意过")
    red, green = (int(desk.colour("本人不认可: 处置方案")[place : place + 2], 16) for place in (0, 2))
    assert red > 2 * green, "red on the matter's file"
    assert "没有同意过" in "\n".join(desk.command("export", "matter", "A1"))


def test_a_policy_s_second_reader_signs_in_the_own_session(open_desk: OpenDesk) -> None:
    """What waits for the reader is on the own screen; read and signed there, the explanation is issued."""
    desk = open_desk()
    desk.keys("2 home")
    rows = desk.pane("matters").rows()
    desk.keys("j " * next(n for n, row in enumerate(rows) if "关于做好汛期" in row))
    desk.until(lambda _: "关于做好汛期" in desk.pane("matters").cursor_row, "the cursor on the policy")
    palette(desk, "签发解读")
    desk.sees("F2 ", "签发解读: P1")
    for value in ("值守人员不得离岗", "全省", "自印发之日起", "各单位", "未作规定", "李娜"):
        desk.type(value)
        desk.keys("tab")
    desk.keys("f2")
    desk.sees("李娜 签字", "F4 请其在自己的会话里签")
    desk.keys("f4")
    desk.sees("已送本人待签")
    assert not any("自印发之日起" in row for row in desk.command("show", "P1"))
    theirs = open_desk(store=desk.store, actor="li")
    palette(theirs, "待我签")
    theirs.sees("请签", "签发解读")
    theirs.keys("enter")
    theirs.sees("值守人员不得离岗", "Esc 返回")
    theirs.keys("escape")
    theirs.sees("签字, 即办")
    theirs.keys("1")
    theirs.lacks("签字, 即办")
    desk.keys("1 end")
    desk.until(
        lambda _: any("P1" in row and "解读" in row and "签字:" not in row for row in desk.pane("log").rows()[-3:]),
        "the explanation in the log",
    )
    assert desk.command("to-sign", "--all", "--json") == []


def test_a_telephone_consent_is_countersigned_with_yes(open_desk: OpenDesk) -> None:
    """It is owed until the person says yes in the own session; then nothing is owed and nothing is red."""
    desk = open_desk("office")
    planned(desk)
    desk.keys("f2")
    desk.sees("什么时候同意的")
    desk.keys("f2")
    desk.until(lambda _: any("处置方案: 转 人社厅" in row for row in desk.pane("log").rows()), "the act in the log")
    assert "电话请示同意" in "\n".join(desk.command("day"))
    theirs = open_desk("office", store=desk.store, actor="wang")
    palette(theirs, "待我签")
    theirs.sees("待补签", "电话请示同意")
    theirs.keys("enter")
    theirs.sees("没有同意过 (写明理由, 红色记入)", "补签")
    theirs.keys("1")
    theirs.lacks("没有同意过")
    desk.until(
        lambda _: any("补签" in row and "王建国" in row for row in desk.pane("log").rows()), "the line in the log"
    )
    assert not desk.has("本人不认可")
    assert desk.command("to-sign", "--all", "--json", "--as", "wang") == []
