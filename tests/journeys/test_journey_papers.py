"""Papers and reports at the desk: what became of a report at each recipient, a paper chosen, read and kept."""

from __future__ import annotations

from desks import OpenDesk


def test_who_has_the_report_is_one_page(open_desk: OpenDesk) -> None:
    """From a matter's file, S: every recipient; one is chosen, the fax written down, a receipt is owed and then there."""
    desk = open_desk("demo")
    desk.keys("2 home enter")
    desk.sees("事实", "报送情况")
    desk.keys("S")
    desk.sees("省政府总值班室  未登记送达")
    desk.keys("1")
    desk.sees("登记送达", "F2 保存")
    desk.type("传真")
    desk.keys("f2")
    desk.sees("待签收, 应于", "传真")
    desk.keys("1")
    desk.sees("登记签收", "再送一次")
    desk.keys("1")
    desk.sees("对方何人", "F2 保存")
    desk.type("李丹")
    desk.keys("f2")
    desk.sees("已签收 李丹")
    desk.keys("escape")
    desk.lacks("再送一次")
    (first, *_) = desk.command("sent", "Y2", "--json")
    assert any(to["received_by"] == "李丹" for one in [first, *_] for to in one["recipients"])


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
