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
