"""The registers of the room as lists: visitors, keys and seals, leaders away, papers in custody, roll calls, patrols."""

from __future__ import annotations

from dutydesk.capabilities.duties import reads
from dutydesk.capabilities.duties import rules as d
from dutydesk.capabilities.registers.kept import Kept, keeps
from dutydesk.kernel import fields as f
from dutydesk.kernel.registers import Register, State

ALWAYS = 1 << 62

keeps(
    Kept(
        Register(
            "visitors",
            "来访登记",
            "V",
            (
                f.Field("name", "姓名", "text", english="name"),
                f.Field("unit", "来自单位", "unit", english="from"),
                f.Field("reason", "事由", "text", english="reason"),
                f.Field("count", "人数", "count", english="how many"),
                f.Field("id_last4", "证件末四位", "text", english="last four of the identity number"),
                f.Field("came_at", "到达时间", "when", english="came"),
                f.Field("left_at", "离开时间", "when", english="left"),
            ),
            (State("in", "在场"), State("left", "已离开", ended=True)),
            english="visitors",
        ),
        lambda reader: reads.visitors(reader, left=True),
        no=lambda one, _place: one.label,
        state=lambda one: "in" if one.left_at is None else "left",
        since="came_at",
        act="visit in",
        command="visit_in",
    )
)
keeps(
    Kept(
        Register(
            "keys",
            "钥匙印章",
            "K",
            (
                f.Field("item", "什么", "text", english="what"),
                f.Field("name", "谁领取", "text", english="taken by"),
                f.Field("reason", "用途", "text", english="purpose"),
                f.Field("taken_at", "领取时间", "when", english="taken"),
                f.Field("returned_at", "归还时间", "when", english="returned"),
            ),
            (State("out", "领出", alarming=True), State("back", "已归还", ended=True)),
            english="keys and seals",
        ),
        lambda reader: reads.loans(reader, returned=True),
        no=lambda _one, place: f"K{place}",
        state=lambda one: "out" if one.returned_at is None else "back",
        since="taken_at",
        act="keys take",
        command="keys_take",
    )
)
keeps(
    Kept(
        Register(
            "leaders_away",
            "主要领导外出",
            "L",
            (
                f.Field("name", "哪位领导", "text", english="leader"),
                f.Field("since", "何时起", "when", english="since"),
                f.Field("until", "何时止", "when", english="until"),
                f.Field("place", "去哪里", "place", english="where to"),
                f.Field("deputy", "谁代行", "text", english="stands in"),
                f.Field("ended_at", "销假时间", "when", english="back at"),
            ),
            (State("away", "在外"), State("back", "已回", ended=True)),
            english="leaders away",
        ),
        lambda reader: reads.leaders_away(reader, ended=True),
        no=lambda _one, place: f"L{place}",
        state=lambda one: "away" if one.ended_at is None else "back",
        since="since",
        act="leave add",
        command="leader_away",
    )
)
keeps(
    Kept(
        Register(
            "custody",
            "涉密件登记簿",
            "D",
            (
                f.Field("number", "登记号", "text", english="number"),
                f.Field("grade_words", "密级", "text", english="grade"),
                f.Field("copies", "份数", "count", english="copies"),
                f.Field("place", "存放处", "place", english="kept in"),
                f.Field("holder", "谁拿走", "text", english="holder"),
                f.Field("source", "来文单位", "unit", english="from"),
                f.Field("second", "第二人", "person", english="second person"),
                f.Field("registered_by", "登记人", "person", english="registered by"),
                f.Field("registered_at", "登记时间", "when", english="registered"),
                f.Field("ended_at", "交出时间", "when", english="handed over"),
            ),
            tuple(State(state, name, ended=state == d.HANDED) for state, name in d.STATE_NAMES.items()),
            english="papers in custody",
        ),
        lambda reader: reads.papers(reader, ended=True),
        no=lambda one, _place: one.label,
        state=lambda one: one.state,
        since="registered_at",
        act="custody add",
        command="custody",
    )
)
keeps(
    Kept(
        Register(
            "roll_calls",
            "点名应答",
            "P",
            (
                f.Field("caller", "谁点名", "unit", english="called by"),
                f.Field("received_at", "点名时间", "when", english="called"),
                f.Field("due_at", "应答时限", "when", english="due"),
                f.Field("answered_at", "应答时间", "when", english="answered"),
                f.Field("officer", "应答人", "person", english="answered by"),
                f.Field("in_time", "按时", "flag", english="in time"),
            ),
            (
                State("open", "未应答", alarming=True),
                State("answered", "已应答", ended=True),
                State("ended", "已了结", ended=True),
            ),
            english="roll calls",
        ),
        lambda reader: reads.roll_calls(reader, 0, ALWAYS),
        no=lambda _one, place: f"P{place}",
        state=lambda one: one.state,
        since="received_at",
        act="roll-call receive",
        command="roll_call",
    )
)
keeps(
    Kept(
        Register(
            "patrols",
            "零时巡查登记",
            "XC",
            (
                f.Field("at", "巡查时间", "when", english="walked"),
                f.Field("officer", "巡查人", "person", english="by"),
                f.Field("text", "情况", "longtext", english="what was found"),
                f.Field("note", "备注", "longtext", english="remark"),
            ),
            (State("normal", "正常"), State("abnormal", "异常", alarming=True)),
            english="midnight patrols",
        ),
        lambda reader: reads.patrols(reader, 0),
        no=lambda _one, place: f"XC{place}",
        state=lambda one: "abnormal" if one.abnormal else "normal",
        since="at",
        act="patrol",
        command="patrol",
    )
)
