"""Commands about what is owed: acknowledge, snooze, 办结, owe, remind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dutydesk.capabilities.calls.reads import CallTaskView, open_tasks
from dutydesk.capabilities.log.lines import uncalled
from dutydesk.capabilities.obligations.bundles import Bundle, bundled, is_anothers, waits_for
from dutydesk.i18n import listed, say, title, translate, when
from dutydesk.kernel.text import clauses
from dutydesk.kernel.when import BEGINS, DUE
from dutydesk.store.views import AlertView, ClockView
from dutydesk.tui.commands.base import Command
from dutydesk.tui.fields import Field
from dutydesk.tui.screens.host import CommandScreen
from dutydesk.tui.targets import clock_words

STAND_IN = "-"
"""Stands for a reason that is still to be typed, where it is asked whether the act could be done at all."""


async def choose_clock(screen: CommandScreen, heading: str) -> ClockView | None:
    """Return the clock under the cursor, or one that is chosen; None for none."""
    clocks = screen.state.clocks
    chosen = screen.pointed_clock()
    if not chosen:
        if not clocks:
            screen.tell(translate("没有未办结的时限"))
            return None
        chosen = await screen.choose(heading, _rows(clocks))
    return next((clock for clock in clocks if clock.id == chosen), None)


def _rows(clocks: Sequence[ClockView]) -> list[tuple[str, str]]:
    """Rows to choose a clock from; a matter's title stands on its first row alone."""
    seen: set[str | None] = set()
    rows: list[tuple[str, str]] = []
    for clock in clocks:
        on = "" if clock.matter_id in seen else clock.matter_title
        seen.add(clock.matter_id)
        rows.append((clock.id, " ".join(filter(None, (when(clock.due_at), clock.label, title(clock.title), on)))))
    return rows


async def about_clock(
    screen: CommandScreen, heading: str, words: str, fields: list[Field], act: str, key: str, **fixed: Any
) -> None:
    """Ask with a form about one clock, which the form names before anything is typed.

    Args:
        screen: where it is asked.
        heading: of the choice, where no clock is pointed at.
        words: of the form.
        fields: what is asked.
        act: what is done.
        key: the act's word for the clock.
        fixed: further words of the act.
    """
    clock = await choose_clock(screen, translate(heading))
    if clock is not None and screen.may(act):
        stand_ins = {one.name: one.value or STAND_IN for one in fields if one.name in {"minutes", "reason"}}
        if await screen.refuses(act, **{key: clock.id}, **fixed, **stand_ins):
            return
        place = "-".join((act, *fixed, clock.id))  # a draft is of this clock and this way to end it
        await screen.form(f"{translate(words)}: {clock_words(clock)}", fields, act, place, **{key: clock.id}, **fixed)


class Acknowledge(Command):
    """Acknowledge the most urgent alert, or the one under the cursor."""

    id = "acknowledge"
    key = "a"
    words = "签收"
    does = "ack"
    about = "alert"
    help_text = "签收最急的提醒 (光标在时限上则签收那一个): 表示已看到并去办; 铃声停, 升级暂缓, 时限不变"
    sought = ("确认", "收到", "知悉", "停铃", "ack", "confirm alert", "silence")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Acknowledge."""
        if marked := screen.marked_clocks():
            await acknowledge_marked(screen, marked)
            return
        waiting = bundled(screen.state.unacknowledged)
        pointed = screen.pointed_clock()
        chosen = next((bundle for bundle in waiting if bundle.has(pointed)), None) or next(iter(waiting), None)
        if chosen is None:
            screen.tell(translate("没有待签收的提醒"))
            return
        if is_anothers(chosen.first, screen.gateway.actor):
            screen.tell(f"{title(chosen.first.title)}: {waits_for(chosen.people, screen.state.names)}")
            return
        await acknowledge(screen, chosen)


async def acknowledge(screen: CommandScreen, bundle: Bundle) -> None:
    """Acknowledge what is one line, each alert by its own event; what is done next is about its matter."""
    tasks = _calls(screen, bundle.alerts)
    done = await _each(screen, bundle.alerts)
    if done:
        first = done[0]
        screen.desk.answered = first.matter_id
        name = say("{0} {1} 件", title(first.name), len(done)) if len(done) > 1 else title(first.title)
        screen.desk.say_saved([say("已签收: {0} {1}", first.label, name) + await _ended(screen, tasks)])


async def acknowledge_listed(screen: CommandScreen, alerts: Sequence[AlertView]) -> None:
    """Acknowledge the red alerts that stood in one box, each by its own event, but for those answered elsewhere by now."""
    waiting = {alert.obligation for alert in screen.state.unacknowledged}
    tasks = _calls(screen, alerts)
    done = await _each(screen, [alert for alert in alerts if alert.obligation in waiting])
    if done:
        screen.desk.say_saved([say("已签收 {0} 件, 各记一条", len(done)) + await _ended(screen, tasks)])


def _calls(screen: CommandScreen, alerts: Sequence[AlertView]) -> list[CallTaskView]:
    clocks = {alert.obligation for alert in alerts}
    return [one for one in screen.state.call_tasks if clocks & set(one.clocks)]


async def _ended(screen: CommandScreen, tasks: Sequence[CallTaskView]) -> str:
    """Say which of the calls that stood before an acknowledgement ended with it."""
    left = {one.id for one in await screen.gateway.read(open_tasks)} if tasks else set[str]()
    ended = {one.person for one in tasks if one.id not in left}
    return f"; {uncalled(listed(screen.state.names.get(one, one) for one in sorted(ended)))}" if ended else ""


async def _each(screen: CommandScreen, alerts: Sequence[AlertView]) -> list[AlertView]:
    """Acknowledge alerts one by one; return those for which it was saved. What rings unwritten (R33) is said to wait for the store."""
    failing = bool(screen.desk.policy.faults.standing())  # else it is written by now, or about to be
    waiting = [alert for alert in alerts if alert.unwritten and failing]
    if waiting:
        words = "{0} 已响, 库现在写不了, 还没有入库: 签收也存不了. 请照办; 库能写时提醒先补记, 那时再签收"
        screen.tell(say(words, listed(title(alert.title) for alert in waiting)), trouble=True)
    return [one for one in alerts if one not in waiting and await screen.perform("ack", quiet=True, alert=one.id)]


async def acknowledge_marked(screen: CommandScreen, marked: frozenset[str]) -> None:
    """Acknowledge what rings of the marked clocks, each alert by its own event; those that do not ring stay marked and are named."""
    alerts = [alert for alert in screen.state.unacknowledged if alert.obligation in marked]
    done = {alert.obligation for alert in await _each(screen, alerts)}
    screen.unmark(done)
    left = [clock_words(clock) for clock in screen.state.clocks if clock.id in marked - done]
    if done:
        screen.tell(say("已签收 {0} 件, 各记一条", len(done)))
    if left:
        screen.tell(say("没有在响, 未签收: {0}", clauses(left)), trouble=True)


async def act_on_shown(screen: CommandScreen, shown: object, command: str) -> None:
    """Do what was pressed on the strip with what stands there, whatever the cursor is on."""
    if isinstance(shown, CallTaskView):
        from dutydesk.capabilities.coordination.commands import log_call

        await log_call(screen, shown.id)
    elif isinstance(shown, Bundle) and command == "acknowledge":
        await acknowledge(screen, shown)
    elif isinstance(shown, Bundle) and command == "report":
        from dutydesk.capabilities.reporting.commands import next_report_kind, report_form

        matter = screen.state.matter(shown.first.matter_id)
        if matter is not None:
            await report_form(screen, matter, next_report_kind(matter, screen.state.clocks))


class Unacknowledge(Command):
    """Take a mistaken acknowledgement back."""

    id = "unacknowledge"
    key = "A"
    words = "撤回签收"
    does = "ack"
    about = ""
    help_text = "撤回误签: 提醒重新响起, 升级照常"
    sought = ("取消签收", "误签", "undo ack", "unack")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Choose among acknowledged alerts."""
        given = [alert for alert in screen.state.alerts if alert.acknowledged_at is not None]
        if not given:
            screen.tell(translate("没有可撤回的签收"))
            return
        choices = [(alert.id, f"{alert.label} {title(alert.title)}") for alert in given]
        chosen = await screen.choose(translate("撤回哪个签收"), choices)
        if chosen:
            await screen.perform("ack", alert=chosen, undo=True)


class SnoozeAlert(Command):
    """Quiet for some minutes, after acknowledging."""

    id = "snooze"
    key = "z"
    words = "稍后"
    does = "snooze"
    help_text = "签收之后, 稍后 5 至 15 分钟再提醒 (须写理由, 每个时限两次)"
    sought = ("延后", "推迟提醒", "暂缓", "贪睡", "later", "postpone")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask minutes and reason."""
        fields = [Field("minutes", "分钟", "10", proposed=True), Field("reason")]
        await about_clock(screen, "哪个时限稍后提醒", "稍后提醒", fields, "snooze", "alert")


class Meet(Command):
    """Report a clock done."""

    id = "meet"
    key = "m"
    words = "办结时限"
    does = "met"
    help_text = "办结一个时限 (没有专门表单的): 填办理时间和说明"
    sought = ("完成", "销号", "做完了", "时限办结", "done", "meet a clock", "complete")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask time and note."""
        fields = [Field("at", hint="省略为现在, 如 14:20"), Field("note")]
        await about_clock(screen, "办结哪个时限", "办结时限", fields, "met", "obligation")


class Decline(Command):
    """End a clock with a reasoned refusal that its rule allows."""

    id = "decline"
    key = "D"
    words = "不办"
    does = "met"
    help_text = "规则允许时, 写明理由不办 (如不启动响应); 不计入及时率"
    sought = ("不办理", "不启动", "谢绝", "not to do", "refuse")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the reason."""
        fields = [Field("reason", required=True)]
        await about_clock(screen, "不办哪个时限", "不办, 写明理由", fields, "met", "obligation", declined=True)


class WaiveClock(Command):
    """Waive a clock: the leader."""

    id = "waive"
    key = "W"
    words = "免办"
    does = "waive"
    help_text = "带班领导免去一个时限, 须写理由"
    sought = ("豁免", "免除", "免去", "exempt")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the reason."""
        await about_clock(screen, "免办哪个时限", "免办", [Field("reason")], "waive", "obligation")


class StartClock(Command):
    """Start any clock of the rulebook."""

    id = "owe"
    key = "o"
    words = "起算时限"
    does = "owe"
    help_text = "手工起算规则册里的任一时限, 如点名、批示转办、单位回执"
    sought = ("加时限", "新时限", "倒计时", "计时", "start a clock", "timer", "deadline")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Choose the rule, ask the rest."""
        rules = await screen.gateway.write(lambda container: container.desk.books.rules.enabled())
        choices = [(rule.id, title(rule.name)) for rule in rules]
        rule = await screen.choose(translate("起算哪个时限"), choices)
        if not rule:
            return
        pointed = screen.pointed_at()
        fields = [
            Field("matter", value=pointed.id if pointed else "", hint="可空", proposed=True),
            Field("subject", hint="单位、人, 可空"),
            Field("at"),
            Field("due", hint="只用于自带时限的"),
        ]
        ahead = any(one.id == rule and one.ahead for one in rules)  # counted back from what is to come
        times = {"at": (BEGINS, ""), "due": (DUE, "at")} if ahead else None
        await screen.form(translate("起算时限"), fields, "owe", f"owe-{rule}", times=times, rule=rule)


class SetReminder(Command):
    """Set a reminder."""

    id = "remind"
    key = "t"
    words = "提醒"
    does = "remind"
    help_text = "设提醒: 到时响铃, 十分钟后响 B 岗"
    sought = ("闹钟", "定时", "备忘", "到点提醒", "alarm", "reminder")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask time and text."""
        fields = [Field("time", hint="如 19:13"), Field("text", hint="如 回电省委办公厅")]
        await screen.form(translate("设提醒"), fields, "remind", "remind")
