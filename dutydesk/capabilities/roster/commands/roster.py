"""Commands of the roster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dutydesk.capabilities.roster.rules.checks import POST_WORDS
from dutydesk.capabilities.roster.rules.roster import Stretch
from dutydesk.i18n import translate
from dutydesk.kernel.instants import DAY, Instant
from dutydesk.tui.choices import Choice
from dutydesk.tui.commands.asking import Ask
from dutydesk.tui.commands.base import Command
from dutydesk.tui.fields import Field
from dutydesk.tui.screens.host import CommandScreen


class ShowRoster(Command):
    """Open the roster's calendar."""

    id = "roster"
    words = "排班"
    help_text = "排班日历: 班次, 节假日, 重要时期, 不合规则之处; 方向键移动, Enter 调整"
    sought = (
        "值班表",
        "排班表",
        "值班安排",
        "班表",
        "谁值班",
        "日历",
        "节假日",
        "roster",
        "rota",
        "duty table",
        "calendar",
    )

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Open it, unless it is open."""
        from dutydesk.tui.screens.roster import RosterScreen

        if not isinstance(screen.desk.screen_stack[-1], RosterScreen):
            screen.desk.push_screen(RosterScreen(screen.gateway, screen.keys))


class PlanRoster(Ask):
    """Plan the days ahead by the teams that take turns."""

    id = "roster_plan"
    words = "轮转排班"
    does = "roster plan"
    help_text = "按班组轮转排若干天: 第一天、最后一天、各班组 (A/B/带班); 不合规则的会说明"
    sought = ("轮班", "排一个月", "自动排班", "rotation", "plan the roster")
    asks = ("since", "until", "team", "first", "anyway")
    more = ("first", "anyway")


class TakeOver(Command):
    """Take over a post now."""

    id = "take_over"
    words = "接替岗位"
    does = "roster take-over"
    help_text = "现在接替一个岗位 (班中替班), 写明理由; 进行中的时限不变"
    sought = ("替班", "顶班", "顶岗", "代班", "relief", "stand in")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask post and reason."""
        fields = [
            Field("post", "岗位", "a", proposed=True),
            Field("officer", "谁", hint="空着为本人"),
            Field("reason"),
        ]
        await screen.form(translate("接替岗位"), fields, "roster take-over", "take-over")


SWAP_AHEAD = 60 * DAY
"""How far ahead a person's own shifts are listed."""

SWAP_STEPS = {
    "accept": ("同意换班", ()),
    "approve": ("批准换班 (带班领导)", (Field("anyway", "不合规则时的理由", hint="可空"),)),
    "refuse": ("不同意换班", (Field("reason", "理由"),)),
    "withdraw": ("撤回自己的换班申请", (Field("reason", "理由", hint="可空"),)),
}


class SwapShift(Command):
    """Ask for a swap, or answer one that waits."""

    id = "swap"
    words = "换班"
    does = "roster swap request"
    leads_to = ("roster swap accept",)
    help_text = "申请换班; 有待答复的换班时选一件: 同意, 批准, 不同意, 撤回"
    sought = ("调班", "对调", "换值班", "换一下班", "swap shifts", "exchange")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Choose a swap that waits, or ask for one."""
        from dutydesk.capabilities.roster import pages as roster_pages
        from dutydesk.capabilities.roster.reads import swaps

        waiting = await screen.gateway.read(lambda views: swaps(views, waiting=True))
        names = screen.state.names
        chosen = "request"
        if waiting:
            choices = [(one.id, roster_pages.swap_line(one, names)) for one in waiting]
            chosen = await screen.choose(translate("换班"), [*choices, ("request", translate("申请换班"))])
        if chosen == "request":
            await _ask_for_swap(screen)
        elif chosen:
            step = await screen.choose(
                translate("换班"), [(name, translate(words)) for name, (words, _) in SWAP_STEPS.items()]
            )
            if step:
                await answer_swap(screen, step, chosen)


async def _ask_for_swap(screen: CommandScreen) -> None:
    """Ask for a swap: one's own shifts by a list, and, once somebody is named, that person's too."""
    from dutydesk.capabilities.roster.reads import held

    now, me, names = screen.gateway.now(), screen.gateway.actor, screen.state.names
    ahead = await screen.gateway.read(lambda views: held(views, now, now + SWAP_AHEAD))
    others = tuple(Choice(who, name) for who, name in names.items() if who != me)

    def back(choices: tuple[Choice, ...], hint: str) -> Field:
        return Field("back", "代对方的哪一班", hint=hint, choices=choices, free=True)

    async def theirs(values: Mapping[str, str]) -> list[Field]:
        taker = next((who for who, name in names.items() if values["to"] in (who, name)), "")
        found = _own(ahead, taker, now)
        return [back(found, "F3 选; 空着为不还" if found else "对方没有排班; 空着为不还")] if taker else []

    fields = [
        Field("shift", "我的班次", hint="F3 选, 或写日期和时刻", choices=_own(ahead, me, now), free=True),
        Field("to", choices=others),
        back((), "先填请谁, 再按 F3 选; 空着为不还"),
        Field("reason"),
    ]
    await screen.form(translate("申请换班"), fields, "roster swap request", "swap-request", grow=theirs)


def _own(ahead: Sequence[Stretch], who: str, now: Instant) -> tuple[Choice, ...]:
    """The shifts of a person that have not begun."""
    from dutydesk.tui.vocabularies import shift_choice

    return tuple(
        shift_choice(one.shift_begins, translate(POST_WORDS[post]))
        for one in ahead
        for post, planned in one.posts.items()
        if planned == who and one.shift_begins >= now
    )


async def answer_swap(screen: CommandScreen, step: str, swap: str) -> None:
    """Take a step of ``SWAP_STEPS``; what it wants to know is asked first."""
    words, fields = SWAP_STEPS[step]
    if fields:
        await screen.form(translate(words), fields, f"roster swap {step}", f"swap-{step}", swap=swap)
    else:
        await screen.perform(f"roster swap {step}", swap=swap)


class Leave(Command):
    """Note that somebody is away from duty."""

    id = "leave"
    words = "休假"
    does = "roster leave"
    help_text = "登记休假: 排班检查和候选人会避开; 撤销用 roster leave --cancel"
    sought = ("请假", "年假", "病假", "休息", "holiday", "day off", "sick")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask who, from when, until when."""
        fields = [
            Field("officer", hint="空着为本人"),
            Field("since", hint="如 2026-12-01, 或带时间", required=True),
            Field("until", required=True),
            Field("reason", required=True),
        ]
        await screen.form(translate("休假"), fields, "roster leave", "leave")
