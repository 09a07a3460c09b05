"""What became of a report at each recipient: by hand, by fax, through a channel; receipts and their clock."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from room import Room
from test_desk_reporting import accident

from dutydesk.capabilities.delivery.rules import Channels, ChannelSpec
from dutydesk.capabilities.handover.sheet import rows
from dutydesk.capabilities.sending.reads import recipients
from dutydesk.capabilities.sending.rules import Recipient
from dutydesk.cli.show import alert_line
from dutydesk.store.integrity import rebuild

HALL, PROVINCE = "省委办公厅", "省政府总值班室"
MAIL = ChannelSpec(
    "mail",
    "smtp",
    enabled=True,
    drills=True,
    files=True,
    people={HALL: "hall@example"},
    sender="desk@example",
    host="h",
)


@pytest.fixture
def sent(room: Room) -> Room:
    accident(room, deaths=2, injured=8)
    room.at("11:35")
    room.report(to=[HALL, PROVINCE])
    return room


def page(room: Room, matter: str = "Y1") -> dict[str, Recipient]:
    found = room.views.matter(matter)
    assert found is not None
    first = room.views.reports(found.id)[0]
    return {one.unit: one for one in recipients(room.views, first)}


def standing(room: Room) -> dict[str, str]:
    return {name: one.standing(room.now()) for name, one in page(room).items()}


def open_mail(room: Room, *specs: ChannelSpec) -> None:
    channels = Channels({one.name: one for one in specs or (MAIL,)})
    room.desk.books = replace(room.desk.books, channels=channels)


def test_by_fax_a_receipt_is_owed_and_overdue_and_there(sent: Room) -> None:
    assert standing(sent) == {HALL: "untold", PROVINCE: "untold"}
    sent.at("11:40")
    sent.do("deliver", report="Y1/首报", unit=[HALL, PROVINCE], way="fax", note="2页")
    assert sent.due("report_receipt", "Y1", f"{HALL}: 首报") == "12:10"
    assert standing(sent) == {HALL: "owed", PROVINCE: "owed"}
    sent.at("12:05")
    sent.do("deliver receipt", report="Y1/首报", unit=HALL, taken_by="王强")
    sent.tick_at("12:20")
    waiting = [alert_line(one, {}) for one in sent.views.all_alerts() if one.rule == "report_receipt"]
    assert waiting
    assert all(PROVINCE in line for line in waiting), (
        "whose receipt it is stands in the list of what can be acknowledged"
    )
    assert standing(sent) == {HALL: "received", PROVINCE: "overdue"}
    assert page(sent)[HALL].received_by == "王强"
    assert sent.state("report_receipt", "Y1", f"{HALL}: 首报") == "met"
    assert "ladder:0" in sent.raised("report_receipt", "Y1", f"{PROVINCE}: 首报")
    sent.do("deliver receipt", report="Y1/首报", unit=PROVINCE, taken_by="赵宁")
    assert sent.state("report_receipt", "Y1", f"{PROVINCE}: 首报") == "met_late"


def documents(room: Room) -> str:
    """What the sheet says of papers that came and went."""
    return next(one.automatic for one in rows(room.views, room.desk.books.checklist, room.now()) if one.item == "d1")


def test_a_report_that_nobody_sent_is_on_the_sheet_until_it_went(sent: Room) -> None:
    """Written is not sent: which report, and to whom nothing is registered; a call by telephone is its own sending."""
    assert f"Y1 首报 未登记送达 ({HALL}、{PROVINCE})" in documents(sent)
    sent.at("11:40")
    sent.do("deliver", report="Y1/首报", unit=HALL, way="fax")
    assert "首报" in documents(sent)
    assert HALL not in documents(sent)
    sent.do("deliver receipt", report="Y1/首报", unit=PROVINCE, taken_by="赵宁")
    assert "首报" not in documents(sent)
    sent.at("13:30")
    sent.report(kind="phone", to=[HALL])
    assert "未登记送达" not in documents(sent)
    for hour in range(4):
        sent.at(f"{14 + hour}:00")
        sent.report(kind="follow_up", to=[HALL])
    assert f"Y1 续报一至续报四 4 份 未登记送达 ({HALL})" in documents(sent)
    matter = sent.views.matter("Y1")
    assert matter is not None
    phone = next(one for one in sent.views.reports(matter.id) if one.kind == "phone")
    assert [one.standing(sent.now()) for one in recipients(sent.views, phone)] == ["delivered"]


def test_by_hand_who_took_it_is_the_receipt(sent: Room) -> None:
    sent.at("11:40")
    refused = sent.refused("deliver", report="Y1/首报", unit=HALL, way="派人送达")
    assert refused.field == "taken_by"
    sent.do("deliver", report="Y1/首报", unit=HALL, way="派人送达", taken_by="李丹")
    assert page(sent)[HALL].received_by == "李丹"
    assert sent.found("report_receipt") == []
    refused = sent.refused("deliver receipt", report="Y1/首报", unit=HALL, taken_by="王强")
    assert "李丹" in str(refused)


def test_sent_again_by_name_ends_what_was_owed(sent: Room) -> None:
    sent.at("11:40")
    sent.do("deliver", report="Y1/首报", unit=HALL, way="fax")
    sent.at("11:50")
    sent.do("deliver", report="Y1/首报", unit=HALL, way="hand", taken_by="李丹")
    assert sent.state("report_receipt", "Y1") == "met"
    assert [one.way for one in page(sent)[HALL].went] == ["fax", "hand"]


def test_a_forwarded_recipient_stands_on_the_page_of_the_report(sent: Room) -> None:
    sent.at("12:00")
    first = sent.events("report.sent")[0].report
    sent.do("forward", report=first, to=["省委宣传部"])
    assert page(sent)["省委宣传部"].forwarded_at == sent.now()
    sent.at("12:05")
    sent.do("deliver", report=first, unit="省委宣传部", way="fax")
    assert standing(sent)["省委宣传部"] == "owed"
    refused = sent.refused("deliver", report=first, unit="省信访局", way="fax")
    assert refused.field == "unit"


def test_nothing_went_before_the_report(sent: Room) -> None:
    sent.at("12:00")
    assert sent.refused("deliver", report="Y1/首报", unit=HALL, way="fax", at="11:00").field == "at"
    sent.do("deliver", report="Y1/首报", unit=HALL, way="fax", at="11:50")
    assert sent.refused("deliver receipt", report="Y1/首报", unit=HALL, taken_by="王", at="11:30").field == "at"
    assert sent.refused("deliver receipt", report="Y1/首报", unit=HALL, taken_by="王", at="11:45").field == "at"


def test_a_merged_matter_still_owes_the_receipt(sent: Room) -> None:
    sent.at("11:40")
    sent.do("deliver", report="Y1/首报", unit=HALL, way="fax")
    sent.do("open", kind="incident", label="Y2", colour="yellow", subtype="road", title="同一起追尾")
    sent.do("merge", matter="Y1", into="Y2")
    assert standing(sent)[HALL] == "owed"
    sent.at("11:50")
    sent.do("deliver receipt", report=sent.events("report.sent")[0].report, unit=HALL, taken_by="王强")
    assert sent.state("report_receipt", "Y2") == "met"


@pytest.mark.parametrize(
    ("spec", "unit", "field"),
    [
        (replace(MAIL, files=False), HALL, "channel"),
        (replace(MAIL, enabled=False), HALL, "channel"),
        (replace(MAIL, drills=False), HALL, "channel"),
        (MAIL, PROVINCE, "unit"),
    ],
)
def test_only_a_channel_that_carries_files_and_knows_the_unit(
    sent: Room, spec: ChannelSpec, unit: str, field: str
) -> None:
    open_mail(sent, spec)
    sent.at("11:40")
    assert sent.refused("deliver", report="Y1/首报", unit=unit, channel="mail").field == field
    assert sent.events("dispatch.queued") == []


def test_what_waits_for_a_reason_leaves_by_no_channel(sent: Room) -> None:
    open_mail(sent)
    sent.at("12:00")
    sent.report(kind="follow_up", to=[HALL], text="现场救援正在进行。")
    found = {one["check"] for one in sent.events("report.sent")[-1].findings if not one["excused"]}
    assert found
    refused = sent.refused("deliver", report="Y1/续报一", unit=HALL, channel="mail")
    assert refused.field == "channel"
    for check in found:
        sent.do("excuse", report=sent.events("report.sent")[-1].report, check=check, reason="口头报过")
    sent.do("deliver", report="Y1/续报一", unit=HALL, channel="mail")
    (queued,) = sent.events("dispatch.queued")
    assert (queued.people, queued.report) == ([HALL], sent.events("report.sent")[-1].report)
    (went,) = page_of_newest(sent)[HALL].went
    assert (went.way, went.channel, went.carried, went.attempts) == ("channel", "mail", "queued", 0)


def page_of_newest(room: Room) -> dict[str, Any]:
    matter = room.views.matter("Y1")
    assert matter is not None
    newest = room.views.reports(matter.id)[-1]
    return {one.unit: one for one in recipients(room.views, newest)}


def test_a_restricted_matter_leaves_by_no_channel(sent: Room) -> None:
    open_mail(sent)
    sent.do("restrict set", "liu", matter="Y1", holder=["zhou"], reason="涉及个人")
    sent.at("11:40")
    assert sent.refused("deliver", report="Y1/首报", unit=HALL, channel="mail").field == "channel"
    sent.do("deliver", report="Y1/首报", unit=HALL, way="hand", taken_by="李丹")


def test_the_tables_are_those_of_the_journal(sent: Room) -> None:
    sent.at("11:40")
    sent.do("deliver", report="Y1/首报", unit=HALL, way="fax")
    sent.do("deliver", report="Y1/首报", unit=PROVINCE, way="hand", taken_by="李丹")
    before = sent.content()
    rebuild(sent.desk.store, sent.now())
    assert sent.content() == before
