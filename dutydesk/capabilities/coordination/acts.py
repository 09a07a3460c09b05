"""Acts of handling with others: units, actions, resources, plans."""

from __future__ import annotations

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.kernel import when
from dutydesk.kernel.acts import Act, arg
from dutydesk.kernel.instants import Instant


class Notify(Act):
    """Tell one or several units at once; each owes a receipt."""

    NAME = "notify"
    HELP = "通知协同单位, 各单位回执分别计时"
    ADDS = True
    matter: Matter = arg("事项", positional=True, required=True, of="matter", matter="open")
    unit: list[str] = arg("单位, 可多个", many=True, of="unit")
    text: str = arg("通知内容")
    at: Instant = arg("通知时间, 省略为现在", when=when.PAST, now=True)


class Receipt(Act):
    """A unit confirmed that it has the notice."""

    NAME = "receipt"
    HELP = "登记单位回执"
    WHICH = ("unit",)
    matter: Matter = arg("事项", positional=True, required=True, of="matter", matter="open_or_closed")
    unit: str = arg("单位", required=True, of="unit")
    note: str = arg("何人何种方式")
    at: Instant = arg("回执时间, 省略为现在", when=when.PAST, now=True)


class ActionAssign(Act):
    """Give something to be done to exactly one owner, with or without a due time."""

    NAME = "action assign"
    FAMILY = "交办: assign 交办, move 进展"
    HELP = "交办一件事: 一个承办人, 可定时限"
    matter: Matter = arg("事项", positional=True, required=True, of="matter", matter="open")
    text: str = arg("做什么", positional=True, required=True)
    owner: str = arg("承办人或单位 (恰好一个)", required=True, of="contact")
    due: Instant | None = arg("何时办好", when=when.DUE)
    at: Instant | None = arg("交办的时间, 省略为办理时间", when=when.PAST, own=True)


class ActionMove(Act):
    """An action was received, done or dropped."""

    NAME = "action move"
    HELP = "交办事项的进展: received 签收, done 已办, dropped 撤销"
    action: str = arg("交办编号", positional=True, required=True)
    state: str = arg("进展: received 收到, done 办好, dropped 不办", positional=True, required=True)
    note: str = arg("结果或理由")
    at: Instant = arg("时间, 省略为现在", when=when.PAST, now=True)


class ResourceAsk(Act):
    """Ask a unit for help."""

    NAME = "resource ask"
    FAMILY = "资源: ask 请求, move 进展"
    HELP = "向单位请求资源"
    matter: Matter = arg("事项", positional=True, required=True, of="matter", matter="open")
    what: str = arg("什么资源", positional=True, required=True)
    unit: str = arg("向谁请求", required=True, of="unit")
    note: str = arg("备注")
    at: Instant | None = arg("请求的时间, 省略为办理时间", when=when.PAST, own=True)


class ResourceMove(Act):
    """A request was agreed to, refused, has arrived, was asked again or taken back."""

    NAME = "resource move"
    HELP = "资源请求的进展: agreed 同意, refused 拒绝, arrived 到位, asked 再请求, withdrawn 撤回"
    resource: str = arg("请求编号", positional=True, required=True)
    state: str = arg(
        "进展: agreed 同意, refused 拒绝, arrived 到位, asked 再次请求, withdrawn 撤回", positional=True, required=True
    )
    note: str = arg("备注, 拒绝须写理由")
    at: Instant | None = arg("告知的时间, 省略为办理时间", when=when.PAST, own=True)


class PlanDo(Act):
    """Steps of the running plan were done, or left out with a reason."""

    NAME = "plan do"
    HELP = "预案步骤已办, 或写明理由不办"
    WHICH = ("number",)
    matter: Matter = arg("事项", positional=True, required=True, of="matter", matter="open")
    number: str = arg("第几步, 多步可写 1-4,7", positional=True, required=True)
    note: str = arg("结果或理由")
    left_out: bool = arg("不办 (须写理由)", flag=True)
    at: Instant | None = arg("办完的时间, 省略为办理时间", when=when.PAST, own=True)


class PlanJoint(Act):
    """The joint plan of the offices, agreed to by a leader."""

    NAME = "plan joint"
    HELP = "联合处置方案, 经带班领导同意"
    ENDS = ("plan.joint.approved",)
    matter: Matter = arg("事项", positional=True, required=True, of="matter", matter="open")
    text: str = arg("方案", required=True)
    approved_by: str = arg("同意的领导, 领导本人操作可省略", consent=True)
    at: Instant = arg("同意时间, 省略为现在", when=when.PAST, agreed=True, now=True)
