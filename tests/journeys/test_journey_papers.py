"""Papers and reports at the desk: what became of a report at each recipient, a paper chosen, read and kept."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path

import pytest
from desks import AT, OpenDesk, Templates, copied
from journey import Desk
from receiver import Post, post_office

from dutydesk.kernel.instants import MINUTE, SECOND, iso


def test_who_has_the_report_is_one_page(open_desk: OpenDesk) -> None:
    """From a matter's file, S: every recipient; one is chosen, the fax written down, a receipt is owed and then there."""
    desk = open_desk("demo")
    desk.keys("2 home enter")
    desk.sees("事实", "报送情况")
    desk.keys("S")
    desk.sees("省政府总值班室  未登记送达")
    desk.keys("1")
    desk.sees("登记送达", "F2 ")
    desk.type("传真")
    desk.keys("f2")
    desk.sees("待签收, 应于", "传真")
    desk.keys("1")
    desk.sees("登记签收", "再送一次")
    desk.keys("1")
    desk.sees("对方何人", "F2 ")
    desk.type("李丹")
    desk.keys("f2")
    desk.sees("已签收 李丹")
    desk.keys("escape")
    desk.lacks("再送一次")
    (first, *_) = desk.command("sent", "Y2", "--json")
    assert any(to["received_by"] == "李丹" for one in [first, *_] for to in one["recipients"])


@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_report_is_corrected_by_what_was_wrong_and_what_is_right(open_desk: OpenDesk, size: tuple[int, int]) -> None:
    """The kind is chosen, the report, wrong and right words are given; F7 makes the text, one half alone is asked for the other."""
    desk = open_desk("demo", columns=size[0], rows=size[1])
    desk.keys("2 home r")
    desk.sees("报告: Y2", "F2 发出")
    desk.keys("tab")
    desk.type("更正")
    desk.keys("enter")
    desk.sees("更正哪份")
    desk.keys("1")  # the first that is listed: the newest
    desk.keys("tab")
    desk.type("望京地铁站")
    desk.keys("f7")
    desk.sees("错的字句和正确的写法须一起写")
    desk.lacks("这一步出错")
    desk.type("望京西地铁站")
    desk.keys("f7")
    desk.sees("采用下面的改动")
    desk.keys("enter")
    desk.lacks("采用下面的改动")
    desk.keys("f2")
    desk.lacks("报告: Y2")
    desk.until(lambda _: "更正" in str(desk.command("sent", "Y2", "--json")), "the correction sent")
    assert "“望京地铁站”应为“望京西地铁站”，系我办差错" in str(desk.command("show", "Y2", "--json"))


def test_a_paper_is_chosen_said_to_whom_read_and_kept(open_desk: OpenDesk) -> None:
    """From the palette: the report as a paper; copies and who checked it asked in a form, F9 lets it go into a file."""
    desk = open_desk("demo")
    desk.keys("ctrl+p")
    desk.type("单据")
    desk.sees("单据和公文")
    desk.keys("enter")
    desk.sees("哪种单据", "值班信息专报")
    desk.keys("enter")
    desk.sees("首报")
    desk.keys("enter")
    desk.sees("主送或报", "印发份数", "F2 看样子")
    desk.keys("tab")
    desk.type("3")
    desk.keys("f2")
    desk.sees("值　班　信　息　专　报", "F9 打印或存盘")
    desk.keys("f9")
    desk.sees("存为 docx")
    desk.keys("1")
    desk.sees("已存为")
    desk.lacks("F9 打印或存盘")


def test_a_recipient_who_was_not_sent_the_report_is_refused_in_the_form(open_desk: OpenDesk) -> None:
    """Two reports of one office are never told apart by the paper: only the ledger's recipients stand on it."""
    desk = open_desk("demo")
    desk.keys("ctrl+p")
    desk.type("单据")
    desk.sees("单据和公文")
    desk.keys("enter")
    desk.sees("值班信息专报")
    desk.keys("enter")
    desk.sees("首报")
    desk.keys("enter")
    desk.sees("抄送或送", "F2 看样子")
    desk.type("某县政府")
    desk.keys("f2")
    desk.sees("报告没有发给 某县政府", "F2 看样子")  # at its field: the form stays


def chosen_paper(desk: Desk) -> None:
    """From the palette to the form of the newest report as a paper."""
    palette(desk, "单据和公文")
    desk.sees("哪种单据", "值班信息专报")
    desk.keys("enter")
    desk.sees("续报")
    desk.keys("enter")
    desk.sees("主送或报", "F2 看样子")
    desk.keys("f2")


def test_what_was_found_keeps_a_paper_in_the_house_until_it_is_mended_or_excused(open_desk: OpenDesk) -> None:
    """A follow-up without the totals goes to nobody as a paper, by no door; a reason lets it go, and so does a sound one."""
    desk = open_desk("demo")
    desk.store.with_name("config.toml").write_text('print = ["true"]\n', encoding="utf-8")
    sending = ("report", "Y1", "--kind", "follow_up", "--to", "省委办公厅", "--as", "zhang")
    desk.command(*sending, "--text", "救援仍在进行。")
    away = desk.store.with_name("away.docx")
    for words in (("paper", "report", "Y1"), ("print", "report", "Y1"), ("paper", "report", "Y1", "--out", str(away))):
        assert "续报的总数" in desk.refused(*words, "--as", "zhang")
    assert not away.exists()
    chosen_paper(desk)
    desk.sees("还不能印", "续报的总数", "看草稿")
    desk.keys("1")
    desk.sees("核对项不改的理由", "F2 ")
    desk.type("总数已口头报过")
    desk.keys("f2")
    desk.sees("值　班　信　息　专　报", "救援仍在进行", "F9 打印或存盘")
    desk.lacks("草稿")
    desk.keys("f9")
    desk.sees("存为 docx")
    desk.keys("1")
    desk.sees("已存为")
    assert "救援仍在进行" in "".join(desk.command("paper", "report", "Y1"))
    desk.command("figures", "Y1", "injured=9", "--source", "南召县医院", "--as", "zhang")
    desk.command(*sending)  # the desk's own draft: nothing is found in it
    assert "共造成" in "".join(desk.command("paper", "report", "Y1"))


def test_what_was_found_is_excused_from_the_page_of_the_recipients(open_desk: OpenDesk) -> None:
    """From a matter's file, S: whoever chooses a recipient of such a report is offered to say why it stays as it is."""
    desk = open_desk("demo")
    sending = ("report", "Y1", "--kind", "follow_up", "--to", "省委办公厅", "--as", "zhang")
    desk.command(*sending, "--text", "救援仍在进行。")
    desk.keys("2 home down enter")
    desk.sees("事实", "报送情况", "二广高速")
    desk.keys("S")
    desk.sees("省委办公厅  未登记送达")
    desk.keys("1")
    desk.sees("续报的总数", "登记送达")
    desk.keys("2")
    desk.sees("核对项不改的理由", "F2 ")
    desk.type("总数已口头报过")
    desk.keys("f2")
    desk.lacks("F2 ")
    desk.sees("省委办公厅  未登记送达")
    assert "救援仍在进行" in "".join(desk.command("paper", "report", "Y1"))


MAIL = """
[[channel]]
name = "mail"
kind = "smtp"
enabled = true
serves = []
drills = true
files = true
host = "127.0.0.1"
port = {port}
security = "none"
sender = "desk@site.example"
people = {{"省委办公厅" = "hall@site.example"}}
"""


def test_a_report_is_mailed_from_the_page_of_the_recipients(
    open_desk: OpenDesk, templates: Templates, tmp_path: Path
) -> None:
    """From a matter's file, S: the recipient, 通道, the channel; the mail that arrives has the paper with it, and the page says so."""
    store = copied(templates.demo(0), tmp_path)
    books, post = tmp_path / "books", Post()
    books.mkdir()
    office = post_office(post)
    try:
        (books / "channels.toml").write_text(
            MAIL.format(port=office.server.sockets[0].getsockname()[1]), encoding="utf-8"
        )
        store.with_name("config.toml").write_text(f'rulebook = "{books}"\n', encoding="utf-8")
        desk = open_desk(store=store)
        desk.command("rulebook", "accept", "--as", "chen")
        desk.command("figures", "Y1", "injured=9", "--source", "南召县医院", "--as", "zhang")
        desk.command("report", "Y1", "--kind", "follow_up", "--to", "省委办公厅", "--as", "zhang")
        desk.keys("2 home down enter")
        desk.sees("事实", "报送情况", "二广高速")
        desk.keys("S")
        desk.sees("省委办公厅  未登记送达")
        desk.keys("1")
        desk.sees("登记送达", "F2 ")
        desk.keys("f5")
        desk.sees("带附件发出")
        desk.type("mail")
        desk.keys("f2")
        desk.sees("通道外发 mail", "待签收, 应于")
        desk.until(lambda _: bool(post.mails), "the mail")
    finally:
        office.stop()
    ((to, content),) = post.mails
    assert to == ("hall@site.example",)
    (attached,) = message_from_bytes(content, policy=policy.default).iter_attachments()
    assert str(attached.get_filename()).endswith("（续报一）.docx")


def palette(desk: Desk, words: str) -> None:
    """Find a command in the palette and run it."""
    desk.keys("ctrl+p")
    desk.type(words)
    desk.sees(words)
    desk.keys("enter")


def asked_to_sign(desk: Desk) -> None:
    """Save the report; it wants a leader's signature, who is asked for it in a session of their own."""
    desk.keys("f2")
    desk.sees("F4 请其在自己的会话里签")
    desk.keys("f4")
    desk.sees("已送本人待签")
    desk.lacks("F4 请其在自己的会话里签")


def waiting(desk: Desk, who: str) -> str:
    """The entry that waits for somebody's signature."""
    (found,) = [one for one in desk.command("to-sign", "--json", "--as", who) if one["act"] == "report.sent"]
    return str(found["entry"])


def test_a_report_is_given_back_changed_and_signed_by_a_second_session(open_desk: OpenDesk) -> None:
    """Two programs on one store: the leader gives the draft back, the drafter changes it, it is read again and signed."""
    desk = open_desk("office")
    desk.command("signoff", "written", "--as", "director")
    occurred = str(iso(desk.now() - 10 * MINUTE))
    desk.command(
        "open", "incident", "--title", "大客车追尾事故", "--label", "Y1", "--colour", "yellow", "--subtype", "road",
        "--place", "二广高速南召段", "--occurred", occurred, "--source", "高速交警", "--as", "zhang",
    )  # fmt: skip
    desk.sees("大客车追尾事故")
    desk.keys("2 home r")
    desk.sees("报告: Y1", "F2 ")
    desk.type("省委办公厅")
    desk.keys("f2")
    desk.sees("首报须带班领导签发")
    desk.type("wang")
    asked_to_sign(desk)
    assert desk.command("show", "Y1", "--json")[0].get("first_sent_at") is None
    theirs = open_desk("office", store=desk.store, actor="wang")
    palette(theirs, "待我签")
    theirs.sees("报告签发", "待签")
    theirs.keys("enter")
    theirs.sees("大客车追尾事故", "Esc 返回")
    theirs.keys("escape")
    theirs.sees("签字, 即办", "退回")
    theirs.keys("2")
    theirs.sees("理由")
    theirs.type("先核人数再报")
    theirs.keys("f2")
    desk.sees("请签被退回", "未签, 退回")
    assert desk.command("to-sign", "--json", "--as", "wang") == []
    desk.command("figures", "Y1", "injured=2", "--source", "高速交警", "--as", "zhang")
    desk.keys("2 home r")
    desk.sees("报告: Y1", "F2 ")
    desk.type("省委办公厅")
    desk.keys("f2")
    desk.sees("首报须带班领导签发")
    desk.type("wang")
    asked_to_sign(desk)
    desk.command("proofread", waiting(desk, "wang"), "--note", "同意", "--as", "li")
    palette(theirs, "待我签")
    theirs.sees("报告签发", "待签")
    theirs.keys("enter")
    theirs.sees("大客车追尾事故", "Esc 返回")
    theirs.keys("escape")
    theirs.sees("签字, 即办")
    theirs.keys("1")
    desk.until(lambda _: any("的报告(首报)" in row for row in desk.pane("log").rows()), "the report in the log")
    paper = "\n".join(str(one) for one in desk.command("paper", "report", "Y1/首报"))
    assert "签发：王建国" in paper.replace(" ", "")
    assert "审核：李娜" in paper.replace(" ", "")


@pytest.mark.task("follow-up from alert to signed paper")
def test_a_follow_up_goes_from_its_alert_to_the_signed_paper(open_desk: OpenDesk) -> None:
    """Key by key at the screen: the alert, the draft, the leader's own session, the paper with the leader's name."""
    desk = open_desk(clock=AT + 43 * SECOND)
    desk.command("signoff", "written", "--as", "chen")
    desk.command("figures", "Y1", "injured=9", "--source", "南召县医院", "--as", "zhang")  # a follow-up with news
    desk.sees("续报一", "[a]")
    desk.keys("r")
    desk.sees("报告: Y1", "F2 ")
    desk.keys("f2")
    desk.sees("续报须带班领导签发")
    desk.type("wang")
    asked_to_sign(desk)
    desk.command("proofread", waiting(desk, "wang"), "--note", "同意", "--as", "li")
    theirs = open_desk(store=desk.store, actor="wang", clock=desk.now())
    palette(theirs, "待我签")
    theirs.sees("报告签发", "待签")
    theirs.keys("enter")
    theirs.sees("二广高速", "Esc 返回")
    theirs.keys("escape")
    theirs.sees("签字, 即办")
    theirs.keys("1")
    theirs.lacks("签字, 即办")
    desk.until(lambda screen: "[a]" not in screen.lines[1], "nothing rings")
    paper = "\n".join(desk.command("paper", "report", "Y1/续报一"))
    assert "草稿" not in paper
    assert "审核：李娜" in paper
    assert "签发：王建国" in paper


def test_a_follow_up_goes_from_its_alert_to_the_signed_paper_by_commands(open_desk: OpenDesk) -> None:
    """The other door: the same steps, the same refusals, the same paper; the desk's screen follows."""
    desk = open_desk(clock=AT + 43 * SECOND)
    desk.command("signoff", "written", "--as", "chen")
    desk.command("figures", "Y1", "injured=9", "--source", "南召县医院", "--as", "zhang")  # a follow-up with news
    desk.sees("续报一", "[a]")
    sending = ("report", "Y1", "--kind", "follow_up", "--to", "省委办公厅", "--as", "zhang")
    assert "须带班领导签发" in desk.refused(*sending)
    desk.command(*sending, "--signed-off-by", "wang", "--ask", "wang")
    entry = waiting(desk, "wang")
    desk.command("proofread", entry, "--note", "同意", "--as", "li")
    desk.command("sign", entry, "--as", "wang")
    desk.until(lambda screen: "[a]" not in screen.lines[1], "nothing rings")
    paper = "\n".join(desk.command("paper", "report", "Y1/续报一"))
    assert "草稿" not in paper
    assert "审核：李娜" in paper
    assert "签发：王建国" in paper
