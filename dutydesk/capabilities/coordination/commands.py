"""Commands of the handling: phone note, units, calls, the plan, actions, the call for help."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.i18n import listed, say, title, translate, when
from dutydesk.kernel.instants import hhmm
from dutydesk.store.views import Views
from dutydesk.tui import choices as vocabulary
from dutydesk.tui.commands.asking import About, Ask
from dutydesk.tui.commands.base import Command
from dutydesk.tui.fields import SEVERAL, Field
from dutydesk.tui.screens.host import CommandScreen
from dutydesk.tui.screens.several import Each, ask_each
from dutydesk.tui.targets import clock_words


class PhoneNote(Command):
    """Write down a call while it goes on, then say what it is."""

    id = "phone"
    key = "p"
    words = "电话记录"
    does = "message"
    help_text = "边接边记: 谁、号码、原话; 存好后原文与建议并列, 一键说明去向, 已知的都带入"
    sought = ("来电", "接电话", "电话", "通话记录", "call in", "telephone")
    everywhere = False

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Take the note, then say what becomes of it beside what the sorting proposes, as of every message."""
        from dutydesk.capabilities.intake import reads as messages
        from dutydesk.capabilities.intake.commands import look_at

        received = hhmm(screen.gateway.now())
        fields = [
            Field("sender", "来电单位和人"),
            Field("text", "原话", area=True),
            Field("received", "收到时间", received, proposed=True),
            Field("channel", "渠道", "电话", proposed=True),
            Field("opinion", hint="可空"),
        ]
        noted: dict[str, str] = {}
        if not await screen.form(translate("电话记录"), fields, "message", "phone", typed=noted):
            return
        screen.desk.desk_screen.forget_entry(noted["text"])
        waiting = await screen.gateway.read(messages.undisposed)
        entry = next((one.id for one in reversed(waiting) if one.text == noted["text"]), "")
        if entry:
            await look_at(screen, entry)


class NotifyUnits(Command):
    """Tell units."""

    id = "notify"
    key = "u"
    words = "通知单位"
    does = "notify"
    help_text = "同时通知协同单位: 预案里还没通知的已填好; 各单位回执分别计时"
    sought = ("通报", "告知单位", "发通知", "协同", "联动", "inform units")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the units; those of the plan that were not told stand there already."""
        from dutydesk.capabilities.coordination import reads as coordination
        from dutydesk.capabilities.reporting.texts import notice

        matter = await screen.ask_matter(translate("为哪个事项通知单位"))
        if matter is None:
            return

        def untold(views: Views) -> list[str]:
            plan = coordination.running_plan(views, matter.id)
            told = {unit.unit for unit in coordination.units(views, matter.id)}
            return [unit for unit in plan.units if unit not in told] if plan else []

        units = await screen.gateway.read(untold)
        figures = await screen.gateway.read(lambda views: views.figures(matter.id))
        unsure = [name for name, figure in figures.items() if not figure.verified]
        text = notice(matter.title, {name: figure.value for name, figure in figures.items()}, unsure)
        fields = [
            Field("unit", value="、".join(units), hint=SEVERAL, proposed=True, required=True),
            Field("text", value=text, area=True, proposed=True),
        ]
        heading = say("通知单位: {0} {1}", matter.label, matter.title)
        await screen.form(heading, fields, "notify", f"notify-{matter.id}", matter=matter.id)


class RegisterReceipt(Command):
    """A unit confirmed that it has the notice."""

    id = "receipt"
    key = "y"
    words = "登记回执"
    does = "receipt"
    help_text = "登记协同单位的回执: 选单位, 填何人何种方式"
    sought = ("回执", "回复", "反馈单位", "acknowledge unit", "reply")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Choose among the units that owe a receipt."""
        owed = [clock for clock in screen.state.clocks if clock.trigger == "unit.notified" and clock.matter_id]
        if not owed:
            screen.tell(translate("没有等回执的单位"))
            return
        fields = [Field("note", hint="可空"), Field("at")]
        if marked := [clock for clock in owed if clock.id in screen.marked_clocks()]:
            said = [Each(one.id, clock_words(one), {"matter": one.matter_id, "unit": one.subject}) for one in marked]
            screen.unmark(await ask_each(screen, say("回执: {0} 个单位", len(said)), fields, "receipt", said))
            return
        pointed = screen.pointed_clock()
        chosen = next((clock.id for clock in owed if clock.id == pointed), "")
        if not chosen:
            choices = [(clock.id, f"{clock.subject}  {clock.label} {clock.matter_title}") for clock in owed]
            chosen = await screen.choose(translate("哪个单位回执"), choices)
        clock = next((one for one in owed if one.id == chosen), None)
        if clock is not None:
            heading = say("回执: {0}", clock.subject)
            await screen.form(
                heading, fields, "receipt", f"receipt-{clock.id}", matter=clock.matter_id, unit=clock.subject
            )


class CallSomebody(Command):
    """Log a call: whoever is to be called stands on top."""

    id = "call"
    key = "C"
    words = "呼叫"
    does = "call"
    help_text = "该呼叫的人排在最前 (号码来自通讯录); 登记接通、无人接听或占线"
    sought = ("打电话", "拨号", "联系", "叫人", "叫应", "dial", "ring up")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Choose whom, then the result."""
        await log_call(screen)


async def log_call(screen: CommandScreen, task: str = "") -> None:
    """Ask whom, unless a call that is owed is named, then the result."""
    from dutydesk.capabilities.calls import reads as calls
    from dutydesk.kernel.telephones import shown as shown_number

    tasks, book = await screen.gateway.read(lambda views: (calls.open_tasks(views), calls.contacts(views)))
    names = screen.state.names
    numbers = {one.officer: one.numbers for one in book if one.officer}
    choices: list[tuple[str, str]] = []
    known: dict[str, tuple[str, str, str]] = {}
    for one in tasks:
        who = names.get(one.person, translate("指挥中心") if one.person == "centre" else one.person)
        number = shown_number(next(iter(numbers.get(one.person, ())), ""))
        tried = say(" 已呼 {0} 次", one.tries) if one.tries else ""
        choices.append((one.id, f"▲ {who} {number}  {one.label} {title(one.about)}{tried}"))
        known[one.id] = (who, number, one.id)
    for line in book:
        choices.append((line.id, f"{line.spoken} {listed(map(shown_number, line.numbers))}"))
        known[line.id] = (line.name or line.spoken, shown_number(next(iter(line.numbers), "")), "")
    choices.append(("other", translate("其他号码")))
    chosen = task if task in known else await screen.choose(translate("呼叫谁"), choices)
    if not chosen:
        return
    name, number, task_id = known.get(chosen, ("", "", ""))
    pointed = screen.pointed_at()
    fields = [
        Field("result", value="reached", proposed=True),
        Field("text"),
        Field("name", value=name, hint="人或单位"),
        Field("number", "号码", number),
        Field("opinion", hint="可空"),
    ]
    if not task_id:
        fields.append(Field("matter", value=pointed.id if pointed else "", hint="可空", proposed=True))
    await screen.form(translate("登记呼叫"), fields, "call", f"call-{chosen}", task=task_id)


class CallForHelp(Command):
    """The emergency key: one confirmation, then the call list, every channel and a line in the log."""

    id = "emergency"
    key = "f12"
    words = "紧急呼叫"
    does = "emergency"
    help_text = "紧急呼叫: 填一句话即发, 按名单依次呼叫, 各渠道同时发出, 记入日志"
    sought = ("紧急", "求援", "报警", "一键呼叫", "sos", "panic")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask what for; saving is the confirmation."""
        pointed = screen.pointed_at()
        about_one = pointed if pointed is not None and pointed.state == "open" else None
        about = f"{about_one.label} {about_one.title}" if about_one else ""
        matter = about_one.id if about_one else ""
        fields = [Field("text", value=about)]
        if await screen.form(
            translate("紧急呼叫: F2 确认发出, Esc 取消"), fields, "emergency", "emergency", matter=matter
        ):
            await CallSomebody.run(screen)


class RunPlan(Command):
    """Tick the steps of the running plan."""

    id = "plan"
    key = "P"
    words = "预案步骤"
    does = "plan do"
    kinds = ("incident",)
    help_text = "正在执行的预案: 选一步, 填结果, 或写明理由不办"
    sought = ("应急预案", "步骤", "处置流程", "plan steps", "procedure")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Show the open steps; note one as done."""
        from dutydesk.capabilities.coordination import reads as coordination

        matter = await screen.ask_matter(translate("哪个事项的预案"), cls.kinds)
        if matter is None:
            return
        steps = await screen.gateway.read(lambda views: coordination.plan_steps(views, matter.id))
        waiting = [step for step in steps if step.state == "open"]
        if not waiting:
            word = "预案各步都已办" if steps else "还没有预案在执行: 先启动响应 (v); 没有预案的级别见 plan missing"
            screen.tell(translate(word))
            return
        choices = [
            (str(step.number), f"{translate(step.text)}  {'' if step.must else translate('(可选)')}")
            for step in waiting
        ]
        chosen = await screen.choose(say("预案 {0}: 还有 {1} 步", matter.label, len(waiting)), choices)
        if chosen:
            fields = [
                Field("note", "结果", hint="可空; 不办须写理由"),
                Field("left_out", "不办"),
            ]
            step = next(one for one in waiting if str(one.number) == chosen)
            heading = translate(step.text)
            await screen.form(heading, fields, "plan do", f"plan-{matter.id}-{chosen}", matter=matter.id, number=chosen)


class GiveAction(Ask):
    """Give something to be done to one owner."""

    id = "action"
    key = "ctrl+g"
    words = "交办"
    does = "action assign"
    help_text = "交办一件事: 一个承办人, 可定时限, 到时提醒"
    sought = ("任务", "派活", "督办", "交办事项", "task", "assign")
    asks = ("text", "owner", "due")


class MoveAction(Command):
    """An action was received, done or dropped."""

    id = "action_move"
    words = "交办进展"
    does = "action move"
    help_text = "交办事项: 签收、已办或撤销"
    sought = ("任务进展", "交办完成", "办理情况", "task progress")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Choose the action and what became of it."""
        from dutydesk.capabilities.coordination import reads as coordination

        matter = await screen.ask_matter(translate("哪个事项的交办"))
        if matter is None:
            return
        found = await screen.gateway.read(lambda views: coordination.actions(views, matter.id))
        waiting = [one for one in found if one.ended_at is None]
        if not waiting:
            screen.tell(translate("没有未办的交办"))
            return
        chosen = await screen.choose(translate("哪件交办"), [(one.id, f"{one.owner}: {one.text}") for one in waiting])
        if chosen:
            state = next(one.state for one in waiting if one.id == chosen)
            fields = [
                Field("state", value="done", proposed=True, choices=vocabulary.actions(state)),
                Field("note"),
            ]
            await screen.form(translate("交办进展"), fields, "action move", f"action-{chosen}", action=chosen)


class AskResource(Ask):
    """Ask a unit for help."""

    id = "resource"
    words = "请求资源"
    does = "resource ask"
    help_text = "向单位请求车辆、人员、物资; 半小时没有答复即提醒, 被拒报带班领导"
    sought = ("要车", "物资", "车辆", "借人", "支援", "resource", "vehicles")
    asks = ("what", "unit", "note")


class MoveResource(Command):
    """A request was agreed to, refused, has arrived."""

    id = "resource_move"
    words = "资源进展"
    does = "resource move"
    help_text = "资源请求: 同意、拒绝、到位、撤回"
    sought = ("物资到位", "支援进展", "resource progress")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Choose the request and what became of it."""
        from dutydesk.capabilities.coordination import reads as coordination

        matter = await screen.ask_matter(translate("哪个事项的资源请求"))
        if matter is None:
            return
        found = await screen.gateway.read(lambda views: coordination.resources(views, matter.id))
        waiting = [one for one in found if one.state not in {"arrived", "withdrawn"}]
        if not waiting:
            screen.tell(translate("没有进行中的资源请求"))
            return
        chosen = await screen.choose(translate("哪个请求"), [(one.id, f"{one.unit}: {one.what}") for one in waiting])
        if chosen:
            state = next(one.state for one in waiting if one.id == chosen)
            fields = [
                Field("state", choices=vocabulary.resources(state)),
                Field("note"),
            ]
            await screen.form(translate("资源进展"), fields, "resource move", f"resource-{chosen}", resource=chosen)


class ApproveJointPlan(Ask):
    """Record the joint plan that a leader agreed to."""

    id = "joint_plan"
    words = "联合方案"
    does = "plan joint"
    help_text = "联合处置方案, 经带班领导同意; 须已通知公安、信访、宣传"
    sought = ("联合处置", "会商方案", "joint handling")
    asks = ("text", "approved_by")
    kinds = ("incident",)
    areas = ("text",)

    @classmethod
    async def proposed(cls, about: About) -> Mapping[str, str]:
        """The leader on duty agrees, mostly."""
        shift = about.screen.state.shift
        return {"approved_by": shift.leader if shift else ""}


class ForwardReport(Command):
    """Send a report, word for word, to further recipients."""

    id = "forward"
    words = "转发报告"
    does = "forward"
    help_text = "把已发的报告原文另发其他单位; 已收到的单位会提示"
    sought = ("转报", "抄送", "再发", "forward report", "copy to")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Choose the report, ask the recipients."""
        matter = await screen.ask_matter(translate("转发哪个事项的报告"))
        if matter is None:
            return
        reports = await screen.gateway.read(lambda views: views.reports(matter.id))
        if not reports:
            screen.tell(translate("这个事项还没有发过报告"))
            return
        choices = [(one.id, f"{when(one.sent_at)} {one.title} → {listed(one.recipients)}") for one in reports]
        chosen = await screen.choose(translate("转发哪份报告"), choices)
        if chosen:
            fields = [
                Field("to", hint=SEVERAL, required=True),
                Field("again", "再发理由", hint="只在重复时填", more=True),
            ]
            await screen.form(translate("转发报告"), fields, "forward", f"forward-{chosen}", report=chosen)


class SaveContact(Ask):
    """Add a line to the contact book."""

    id = "contact"
    words = "通讯录"
    does = "contact save"
    help_text = "存一条通讯录: 单位、岗位、姓名、号码、核对日期"
    sought = ("电话本", "号码簿", "联系人", "电话号码", "phone book", "contacts", "address book")
    asks = ("unit", "post", "name", "number", "officer", "verified")
