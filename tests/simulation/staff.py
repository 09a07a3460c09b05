"""The people: what somebody on duty does next as things stand, and what somebody does who is wrong.

Drawn from the happening's own chance and from what the desk shows, never from ids, so that the same seed plays the same
day. Who is wrong may be refused; that is part of the day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

from dutydesk.capabilities.handover import gather
from dutydesk.capabilities.handover.reads import walkthrough
from dutydesk.capabilities.handover.rules.checklist import SIGN_GROUP
from dutydesk.kernel.instants import MINUTE, iso
from dutydesk.kernel.people import DESK
from dutydesk.store.views import ClockView, Views
from dutydesk.usecase.books import Books
from tests.simulation.office import Office, Posts

Act = tuple[str, str, dict[str, Any]]
"""Who, the act's name, its words."""

TO = ("省委办公厅", "省政府总值班室", "应急厅", "卫健委")
UNITS = ("公安", "消防", "南阳市政府", "驻京办财务")
TEXTS = (
    "南召县板山坪镇发生塌方, 3人被困", "望京地铁站踩踏, 已致2人死亡5人受伤", "12名农民工在信访局门前讨薪, 情绪激动",
    "关于召开视频会议的通知, 16:30 调试", "来电核对值班名单", "二广高速追尾, 伤8人", "[/] {0} %s 🚒 ﷽ 行一\n08:31 周明 伪造",
    "某校18名学生呕吐腹泻", "省政府总值班室催要续报", "橙色暴雨预警: 南阳、信阳",
)  # fmt: skip
GAPS = {"gap": ["时间=来电中断", "地点=来电中断", "性质=来电中断", "伤亡=来电中断", "信息来源=来电中断"]}
LEVELS = ("I", "II", "III", "IV")
COLOURS = ("red", "yellow", "yellow", "blue")


class Staff:
    """What the people of one office do, seen from one desk."""

    def __init__(self, office: Office, views: Views, books: Books, chance: Random, now: int) -> None:
        self.office, self.views, self.books, self.chance, self.now = office, views, books, chance, now
        self.shift = views.shift()

    def pick(self, items: Sequence[Any]) -> Any:
        return items[self.chance.randrange(len(items))]

    def somebody(self) -> str:
        return self.pick(self.office.people)[0]

    def on_duty(self) -> str:
        if self.shift is None:
            return self.somebody()
        return self.pick([self.shift.a, self.shift.a, self.shift.b or self.shift.a, self.shift.leader or self.shift.a])

    # ------------------------------------------------------------ what is next

    def next_act(self) -> list[Act]:
        """Return what somebody on duty does now."""
        who = self.on_duty()
        choices: list[tuple[int, Callable[[str], list[Act]]]] = [
            (5, self._message), (4, self._acknowledge), (6, self._what_is_owed), (6, self._matter), (2, self._line), (2, self._new),
        ]  # fmt: skip
        weights = [weight for weight, _ in choices]
        for _ in range(4):
            found = self.chance.choices([do for _, do in choices], weights)[0](who)
            if found:
                return found
        return self._line(who)

    def arrival(self) -> list[Act]:
        """A message comes in by itself; some propose a red matter."""
        words: dict[str, Any] = {
            "text": self.pick(TEXTS),
            "channel": self.pick(("传真", "微信", "邮件")),
            "sender": self.pick(TO),
        }
        if self.chance.random() < 0.25:
            words |= {"kind": "incident", "colour": "red", "label": f"Z{self.chance.randrange(90)}"}
        return [(DESK, "message", words)]

    def _line(self, who: str) -> list[Act]:
        text = self.pick(TEXTS)
        return self.pick((
            [(who, "log", {"text": text})],
            [(who, "remind", {"time": iso(self.now + self.chance.randint(1, 300) * MINUTE), "text": "回电"})],
            [(who, "message", {"text": text, "channel": "电话", "sender": self.pick(TO)})],
            [(who, "roll-call receive", {"who": self.pick(TO)})],
            [(who, "patrol", {"text": "正常"})],
            [(who, "visit in", {"name": "王某", "unit": "文旅局", "why": "参观"})],
            [(who, "call", {"name": self.pick(TO), "number": "010-66668888", "result": "reached", "text": "已告"})],
        ))  # fmt: skip

    def _new(self, who: str) -> list[Act]:
        kind = self.pick(("incident", "incident", "appeal", "policy", "routine"))
        words: dict[str, Any] = {"kind": kind, "title": self.pick(TEXTS)[:18]}
        if kind == "incident":
            words |= {
                "category": "accident",
                "subtype": self.pick(("road", "fire")),
                "colour": self.pick(COLOURS),
                "confirmed": True,
            }
            words |= {"received": iso(self.now - self.chance.randint(0, 40) * MINUTE), "place": "南阳市"}
            if self.chance.random() < 0.6:
                words |= {"deaths": str(self.chance.randint(0, 4)), "injured": str(self.chance.randint(0, 20))}
        elif kind == "appeal":
            words |= {"danger_to_life": self.chance.random() < 0.3}
        return [(who, "open", words)]

    def _message(self, who: str) -> list[Act]:
        found = self.views.rows("SELECT id, opened_at, proposed FROM message WHERE disposed = '' ORDER BY seq")
        if not found:
            return []
        entry, opened, proposed = self.pick(found)
        if opened is None and self.chance.random() < 0.5:
            return [(who, "message open", {"entry": entry})]
        matter = self.views.matter(proposed) if proposed else None
        if matter is not None and matter.state == "proposed":
            return [
                (
                    who,
                    "open",
                    {"kind": "incident", "label": matter.label, "colour": "red", "subtype": "fire", "title": "火灾"},
                )
            ]
        open_ones = [one for one in self.views.matters() if one.state == "open"]
        how = self.pick(("log", "none", "forward", "belongs" if open_ones else "log"))
        words: dict[str, Any] = {
            "entry": entry,
            "as": how,
            "reason": "看过",
            "to": self.pick(UNITS) if how == "forward" else "",
        }
        if how == "belongs":
            words["matter"] = self.pick(open_ones).label
        return [(who, "message dispose", words)]

    def _acknowledge(self, who: str) -> list[Act]:
        waiting = [one for one in self.views.alerts() if one.acknowledged_at is None]
        if not waiting:
            return []
        one = self.pick(waiting[:4])
        named = {
            "alert": {
                "rule": one.rule,
                "subject": one.subject,
                "step": one.step,
                **({"matter": one.label} if one.label else {}),
            }
        }
        acts: list[Act] = [(who, "ack", named)]
        if self.chance.random() < 0.25:
            acts.append((who, "snooze", {**named, "minutes": self.pick(("5", "9", "15")), "reason": "等数字"}))
        return acts

    def _named(self, clock: ClockView) -> dict[str, Any]:
        return {"rule": clock.rule, "subject": clock.subject, **({"matter": clock.label} if clock.label else {})}

    def _what_is_owed(self, who: str) -> list[Act]:
        clocks = sorted(self.views.clocks(), key=lambda one: (one.due_at, one.born_seq))
        if not clocks:
            return []
        clock = self.pick(clocks[:5])
        doing = {
            "activate_response": self._respond, "first_report_phone": self._report, "first_report_written": self._report,
            "first_report_iv": self._report, "follow_up": self._report, "change_report": self._report,
            "level_reached": self._assess, "final_report": self._report, "red_ack": self._acknowledge_one, "yellow_ack": self._acknowledge_one,
            "unit_ack": self._receipt, "line_check": self._lines,
        }.get(clock.rule)  # fmt: skip
        if doing is not None and self.chance.random() < 0.9:
            return doing(who, clock)
        if self.chance.random() < 0.15 and self.shift is not None and self.shift.leader:
            return [(self.shift.leader, "waive", {"obligation": self._named(clock), "reason": "不必"})]
        return [(who, "met", {"obligation": self._named(clock), "note": "已办"})]

    def _acknowledge_one(self, who: str, clock: ClockView) -> list[Act]:
        return [(who, "ack", {"alert": self._named(clock)})]

    def _receipt(self, who: str, clock: ClockView) -> list[Act]:
        return [(who, "receipt", {"matter": clock.label, "unit": clock.subject})]

    def _lines(self, who: str, _clock: ClockView) -> list[Act]:
        items = [one.id for one in self.books.checklist.items.values() if one.answer == "state"]
        return [
            (who, "lines check", {"answers": [f"{one}={self.pick(('正常', '正常', '异常:卡纸'))}" for one in items]})
        ]

    def _respond(self, who: str, clock: ClockView) -> list[Act]:
        matter = self.views.matter(clock.label)
        level = (matter.level if matter else "") or self.pick(LEVELS[2:])
        unit = self.pick(UNITS[:3])
        assess = (who, "assess", {"matter": clock.label, "level": level, "lead": unit, "reason": "核实"})
        return [assess, (who, "activate", {"matter": clock.label, "level": level, "lead": unit})]

    def _assess(self, who: str, clock: ClockView) -> list[Act]:
        """Decide on the level that the figures reach."""
        return [(who, "assess", {"matter": clock.label, "level": clock.subject, "lead": self.pick(UNITS[:3])})]

    def _report(self, who: str, clock: ClockView) -> list[Act]:
        kind = {
            "first_report_phone": "phone",
            "follow_up": "follow_up",
            "change_report": "change",
            "final_report": "final",
        }
        return self._send(who, clock.label, kind.get(clock.rule, "first"))

    def _send(self, who: str, label: str, kind: str) -> list[Act]:
        to = self.chance.sample(TO, self.chance.randint(1, 3))
        words: dict[str, Any] = {"matter": label, "kind": kind, "to": to, **(GAPS if kind == "first" else {})}
        if self.shift is not None and self.shift.leader:
            words["signed_off_by"] = self.shift.leader
        return [(who, "report", words)]

    def _matter(self, who: str) -> list[Act]:
        matters = [one for one in self.views.matters() if one.state == "open"]
        if not matters:
            return []
        one = self.pick(matters)
        label, chance = one.label, self.chance
        figures = {"deaths": str(chance.randint(0, 12)), "injured": str(chance.randint(0, 40))}
        report = self.views.reports(one.id)
        doing: list[list[Act]] = [
            [(who, "figures", {"matter": label, **figures, "reason": "核减", "source": "县局", "confirmed": True})],
            [(who, "figures", {"matter": label, "loss": str(chance.randint(1, 900)) + "万元", "reason": "核减"})],
            [(who, "notify", {"matter": label, "unit": chance.sample(UNITS, 2), "text": "请到场"})],
            [(who, "amend", {"matter": label, "colour": self.pick(COLOURS), "place": "方城县", "reason": "核实"})],
            [(who, "fact", {"matter": label, "name": "cause", "text": "路面湿滑"})],
            [(who, "instruct add", {"matter": label, "who": "王省长", "text": "妥善处置"})],
            [(who, "assess", {"matter": label, "level": self.pick(LEVELS), "reason": "核实", "consent": one.id and self._leader()})],
            [(who, "log", {"text": self.pick(TEXTS), "matter": label})],
            self._send(who, label, self.pick(("phone", "first", "follow_up", "change"))),
            [(who, "close", {"matter": label, "criterion": "散去", "reason": "事已了", "outcome": "solved", "declined": True,
                             "waive_open": "误报", "approved_by": self._leader()})],
        ]  # fmt: skip
        if report:
            doing.append([(who, "forward", {"report": self.pick(report).id, "to": [self.pick(TO)]})])
        if len(matters) > 1:
            doing.append([(who, "merge", {"matter": label, "into": self.pick(matters).label})])
        return self.pick(doing)

    def _leader(self) -> str:
        return (self.shift.leader if self.shift else "") or "d0"

    # ------------------------------------------------------------ who is wrong

    def wrong_act(self) -> list[Act]:
        """Return what somebody does who is at the wrong thing, the wrong time, or not allowed to."""
        who, chance = self.somebody(), self.chance
        every = [one.label for one in self.views.matters(ended=True)] or ["Y1"]
        label = self.pick(every)
        rule = self.pick(sorted(self.books.rules.rules))
        clock = {"rule": rule, "matter": label} if chance.random() < 0.6 else {"rule": rule}
        past = iso(self.now - chance.randint(0, 600) * MINUTE)
        return [self.pick((
            (who, "log", {"text": chance.choice(("", "x" * 20_001, "字", "\ud800")), "at": past}),
            (who, "report", {"matter": label, "kind": self.pick(("phone", "first", "follow_up", "final", "correction")), "to": [self.pick(TO)], "at": past, **GAPS}),
            (who, "figures", {"matter": label, "deaths": str(chance.randint(0, 9)), "at": past, "reason": "补记"}),
            (who, "met", {"obligation": clock, "at": past}),
            (who, "met", {"obligation": clock, "declined": True, "reason": "不必", "last": True}),
            (who, "waive", {"obligation": clock, "reason": "不必"}),
            (who, "ack", {"alert": clock, "undo": chance.random() < 0.5}),
            (who, "snooze", {"alert": clock, "minutes": "15", "reason": "等"}),
            (who, "owe", {"rule": rule, "matter": label, "subject": self.pick(UNITS), "at": past}),
            (who, "owe", {"rule": rule, "due": iso(self.now + chance.randint(1, 999) * MINUTE)}),
            (who, "close", {"matter": label, "criterion": "散去", "outcome": "solved"}),
            (who, "merge", {"matter": label, "into": self.pick(every)}),
            (who, "handover return", {"reason": "对方占线"}),
            (who, "handover cancel", {"reason": "稍后"}),
            (who, "handover sign", {"readback": "一; 二; 三", "despite": True, "reason": "知道"}),
            (who, "shift relief", {"a": self.somebody(), "reason": "身体不适", "cosigner": self.somebody()}),
            (who, "shift away", {"minutes": self.pick(("0", "20"))}),
            (who, "shift begin", self.office.posts(chance.randrange(9)).words()),
            (who, "roster take-over", {"post": self.pick(("a", "b")), "reason": "接替", "cosigner": self.somebody()}),
            (who, "roster swap request", {"shift": "+08:00", "to": self.somebody(), "reason": "家事"}),
            (who, "roster leave", {"officer": self.somebody(), "since": iso(self.now)[:10], "until": iso(self.now)[:10], "reason": "年假"}),
            (who, "confirm-time", {}),
            (who, "emergency", {"text": "大厅有人晕倒"}),
            (who, "custody add", {"number": "1", "copies": "1", "place": "柜", "grade": self.pick(("", "机密"))}),
            (who, "message dispose", {"entry": str(chance.randint(1, 300)), "as": "none", "reason": "重"}),
        ))]  # fmt: skip

    # ------------------------------------------------------------ the transfer

    def handover(self, part: str, number: int) -> list[Act]:
        """Return the acts of one part of the transfer, by those who do it."""
        doing: Mapping[str, Callable[[Posts], list[Act]]] = {
            "prepare": self._prepare, "acknowledge": self._acknowledge_all, "start": self._start, "read": self._read,
            "cosign": self._cosign, "sign out": self._sign_out, "sign in": self._sign_in,
            "return": lambda coming: [(coming.a, "handover return", {"reason": "少一份"})] if self.chance.random() < 0.2 else [],
        }  # fmt: skip
        if self.shift is None:
            return []
        coming = self.office.posts(number + 1 if self.office.posts(number).a == self.shift.a else number)
        return doing[part](coming)

    def _prepare(self, _coming: Posts) -> list[Act]:
        assert self.shift is not None
        answered = self.views.answers(self.shift.id)
        return [
            (
                self.shift.a,
                "check",
                {"item": one.id, "state": {"state": "正常", "count": "2"}.get(one.answer, "√"), "note": ""},
            )
            for one in self.books.checklist.items.values()
            if one.group != SIGN_GROUP and one.must and one.id not in answered and self.chance.random() < 0.97
        ]

    def _acknowledge_all(self, _coming: Posts) -> list[Act]:
        assert self.shift is not None
        return [
            (self.shift.a, "ack", {"alert": self._named(clock)})
            for clock in self.views.clocks()
            if clock.rule == gather.RED_ACK
        ]

    def _start(self, coming: Posts) -> list[Act]:
        assert self.shift is not None
        return [
            (self.shift.a, "handover start", {**({} if self.office.rostered else coming.words()), "reason": "连值"})
        ]

    def _read(self, _coming: Posts) -> list[Act]:
        assert self.shift is not None
        pages = gather.pages(self.views.matters(), self.books.checklist)
        return [
            (self.shift.a, "handover read", {"item": one.matter.label if one.matter else one.key}) for one in pages[:6]
        ]

    def _cosign(self, coming: Posts) -> list[Act]:
        assert self.shift is not None
        walk = walkthrough(self.views)
        then = walk.incoming.a if walk is not None else coming.a
        acts: list[Act] = []
        for clock in gather.overdue(self.views, self.now):
            acts.append((self.shift.a, "handover cosign", {"obligation": self._named(clock), "reason": "对方占线"}))
            acts.append((then, "handover cosign", {"obligation": self._named(clock)}))
        return acts

    def _sign_out(self, _coming: Posts) -> list[Act]:
        assert self.shift is not None
        return [(self.shift.a, "handover sign", self._signing())]

    def _sign_in(self, coming: Posts) -> list[Act]:
        walk = walkthrough(self.views)
        who = walk.incoming.a if walk is not None else coming.a
        return [(who, "handover sign", {**self._signing(), "readback": "一; 二; 三"})]

    def _signing(self) -> dict[str, Any]:
        return {"despite": True, "reason": "来不及"} if self.chance.random() < 0.6 else {}
