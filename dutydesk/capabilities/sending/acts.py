"""Acts of sending: how a report went to a recipient, and that they have it."""

from __future__ import annotations

from dutydesk.kernel import when
from dutydesk.kernel.acts import Act, arg
from dutydesk.kernel.instants import Instant


class Deliver(Act):
    """Write down how a report went to recipients of it, or hand it to a channel that carries files."""

    NAME = "deliver"
    HELP = "登记报告怎样送达收件单位: 派人、传真、公文交换、电话, 或交通道带附件发出"
    ADDS = True
    report: str = arg("哪份报告 (编号, 或 Y1/首报)", positional=True, required=True, of="report")
    unit: list[str] = arg("收件单位, 可多个", many=True, required=True, of="sent_to")
    way: str = arg("怎样送: hand 派人, fax 传真, exchange 公文交换, phone 电话, channel 通道", of="sent_way")
    channel: str = arg("哪个通道 (须在 channels.toml 里写 files = true)", of="file_channel")
    taken_by: str = arg("对方接收人; 写明即为签收")
    note: str = arg("传真号、页数、份数等")
    at: Instant = arg("送出的时间, 省略为现在", when=when.PAST, now=True)


class DeliverReceipt(Act):
    """A recipient confirmed that they have the report."""

    NAME = "deliver receipt"
    HELP = "登记收件单位签收了报告"
    report: str = arg("哪份报告 (编号, 或 Y1/首报)", positional=True, required=True, of="report")
    unit: str = arg("收件单位", required=True, of="sent_to")
    taken_by: str = arg("对方何人", required=True, needed=True)
    note: str = arg("何种方式")
    at: Instant = arg("签收的时间, 省略为现在", when=when.PAST, now=True)
