"""Commands of the desk itself: write, correct, find, go, panes, language, help."""

from __future__ import annotations

from dutydesk.i18n import say, translate, when
from dutydesk.tui.commands.base import Command
from dutydesk.tui.fields import Field
from dutydesk.tui.screens.host import CommandScreen
from dutydesk.tui.text import brief

NAMED = 48
"""Cells by which a form names the line that it is about."""


class WriteEntry(Command):
    """Go to the entry line; in a matter's file write a line about that matter."""

    id = "entry"
    key = "i"
    words = "记一笔"
    does = "log"
    about = "file"
    help_text = (
        "到记事行: Enter 保存, F2 作为消息收下, Alt+Enter 或 Ctrl+J 换行, Esc 返回 (草稿保留); "
        "粘贴也会到这里; 在档案里记入该事项"
    )
    sought = ("日志", "写日志", "记录", "值班记录", "登记", "note", "log", "write")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Focus the entry line, or ask the line of the matter whose file is open."""
        desk = screen.desk.desk_screen
        if screen is desk:
            desk.focus_entry()
            return
        matter = screen.pointed_at()
        if matter is not None:
            title = say("记一笔: {0} {1}", matter.label, matter.title)
            await screen.form(title, [Field("text", area=True)], "log", f"log-{matter.id}", matter=matter.id)


class CorrectEntry(Command):
    """Correct the line under the cursor."""

    id = "correct"
    key = "x"
    words = "更正"
    does = "log"
    about = "line"
    help_text = "更正光标所在的日志条目: 原条划去留存, 新条注明更正"
    sought = ("改错", "修改", "订正", "划改", "edit entry", "fix", "correction")
    everywhere = False

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the new text."""
        entry = await screen.desk.desk_screen.pointed_entry()
        if entry is None:
            screen.tell(screen.desk.desk_screen.why_not_corrected(screen.desk.desk_screen.log_pane.line))
            return
        row_id, text = entry
        line = screen.desk.desk_screen.log_pane.line
        head = f"{when(line.at)} {line.who}" if line is not None else ""
        fields = [Field("text", "更正为", text, area=True), Field("opinion", hint="省略为照旧", more=True)]
        await screen.form(
            say("更正日志条目: {0} {1}", head, brief(text, NAMED)),
            fields,
            "log",
            f"correct-{row_id}",
            corrects=row_id,
        )


class Find(Command):
    """Find in everything that was written."""

    id = "find"
    key = "slash"
    words = "查找"
    help_text = (
        "查找日志、事项、消息、报告、案例、人员、单位、登记簿: 输入即查, 可带筛选 (类: 人: 月: …), Enter 到那一条"
    )
    sought = ("搜索", "查询", "检索", "search", "query")
    everywhere = False

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Open the finder, go to what was chosen."""
        await screen.desk.desk_screen.find()


class GoToDate(Command):
    """Go to a date in the log."""

    id = "date"
    key = "g"
    words = "到日期"
    help_text = "日志跳到某日某时; 再按 g 到第一条, G 到最后一条 (G 在每个列表里都到最后一行)"
    sought = ("翻到", "某一天", "go to date")
    everywhere = False

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the date and go there."""
        from dutydesk.tui.screens.going import GoToScreen

        where = await screen.app.push_screen_wait(GoToScreen(screen.gateway.now()))
        if where:
            await screen.desk.desk_screen.go_to(where)


class Jump(Command):
    """Go to a matter, a person, a moment or a line of the log by its name."""

    id = "jump"
    key = "colon"
    words = "跳转"
    help_text = "跳到事项 (编号或标题)、人、日志的某日某时或第几条; 读不懂的说明读作了什么"
    sought = ("去到", "按编号打开", "找人", "go to", "open by label")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask where to and go there."""
        from dutydesk.tui.screens.jumping import jump

        await jump(screen)


class CheckItem(Command):
    """Answer an item of the checklist."""

    id = "check"
    key = "space"
    words = "填清单"
    does = "check"
    about = "item"
    help_text = "填交接清单的一项: 正常/异常/停用、√、数目或文字; 异常须写备注"
    sought = ("清单", "检查表", "勾选", "checklist", "tick")
    everywhere = False

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask state and note of the item under the cursor."""
        await screen.desk.desk_screen.check_item()


class StepOut(Command):
    """A is away for some minutes."""

    id = "away"
    key = "w"
    words = "离开几分钟"
    does = "shift away"
    help_text = "A 岗离开几分钟, 铃声转 B 岗; 填 0 为已回"
    sought = ("离岗", "上厕所", "走开", "短暂离开", "step out", "break")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the minutes."""
        await screen.form(
            translate("离开几分钟"), [Field("minutes", "分钟", "10", proposed=True)], "shift away", "away"
        )


class BeginShift(Command):
    """Begin a shift."""

    id = "shift"
    key = "B"
    words = "接班"
    does = "shift begin"
    help_text = "接班: 填 A、B、带班领导、主任; 原班次同时结束"
    sought = ("上班", "到岗", "上岗", "签到", "begin shift", "sign on")
    everywhere = False

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the people."""
        await _tell_expired(screen)
        fields = [
            Field("a"),
            Field("b"),
            Field("leader"),
            Field("director"),
            Field("weather", hint="可空"),
            Field("reason", hint="可空"),
        ]
        await screen.form(translate("接班"), fields, "shift begin", "shift")


async def _tell_expired(screen: CommandScreen) -> None:
    """Say so when the roster has run out; the shift begins by hand."""
    from dutydesk.capabilities.roster.state import ran_out
    from dutydesk.kernel.instants import When

    now = screen.gateway.now()
    last = await screen.gateway.read(lambda views: ran_out(views, now))
    if last is not None:
        screen.tell(say("排班已到期: 最后一班止于 {0}; 接班时请写明各岗", When(last)), trouble=True)


class ConfirmClock(Command):
    """Confirm the wall clock after a doubtful start."""

    id = "confirm_time"
    key = "T"
    words = "核对时间"
    does = "confirm-time"
    help_text = "启动时时钟可疑, 核对屏幕上的时间无误后确认"
    sought = ("对时", "校时", "时钟", "clock", "check the time")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Confirm, if there is a doubt."""
        if screen.state.doubtful:
            await screen.perform("confirm-time")
        else:
            screen.tell(translate("时钟没有疑问"))


class SwitchLanguage(Command):
    """Switch between Chinese and English."""

    id = "language"
    key = "L"
    words = "English/中文"
    help_text = "切换中文和英文界面"
    sought = ("语言", "中文", "英文", "english", "chinese")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Switch."""
        screen.desk.switch_language()


class WhoIsHere(Command):
    """Show who has a desk open on this store."""

    id = "here"
    words = "谁在线"
    help_text = "谁开着值班台: 姓名、岗位、从哪里、自何时"
    sought = ("在线", "会话", "谁在", "who is online", "sessions")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Show everybody."""
        await screen.read(translate("谁在线"), screen.desk.sitting.company.lines(screen.state.officers))


class SwitchTheme(Command):
    """Go to the next theme."""

    id = "theme"
    key = "H"
    words = "配色"
    help_text = "换配色: 深色、浅色、单色、随终端"
    sought = ("颜色", "主题", "深色", "浅色", "暗色", "colours", "dark", "light")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Switch."""
        screen.desk.switch_theme()


class Palette(Command):
    """Open the palette."""

    id = "palette"
    key = "ctrl+p"
    words = "命令"
    help_text = "全部命令, 输入几个字即可找到"
    sought = ("菜单", "全部功能", "命令面板", "menu", "commands")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Open it."""
        screen.app.action_command_palette()


class Help(Command):
    """Show the keys."""

    id = "help"
    key = "question_mark"
    words = "帮助"
    help_text = "全部按键和此刻对什么起作用; 输入即查 (中文、英文、拼音首字母), Enter 执行"
    sought = ("说明", "怎么用", "快捷键", "shortcuts")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Show every key with what it would act on, and run what was chosen."""
        from dutydesk.tui.screens.helping import HelpScreen, lines_of

        chosen = await screen.app.push_screen_wait(HelpScreen(lines_of(screen)))
        if chosen:
            screen.action_command(chosen)


class Lead(Command):
    """Wait for a second key: what can be done with the thing under the cursor."""

    id = "lead"
    key = "semicolon"
    words = "办光标所在"
    help_text = "对光标所在的一件, 再按一键即办; 停半秒列出有哪些键"
    sought = ("可办的", "能做什么", "which key", "what can i do", "actions")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Wait for it."""
        screen.lead()


class Tour(Command):
    """Walk the six steps of the tour, or leave them."""

    id = "tour"
    words = "导览"
    help_text = "六步走一遍: 签收、续报、收消息、更正、找旧事、交班; 可离开, 再来接着走"
    sought = ("新手", "tutorial", "how to")
    everywhere = False

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Take it up, or ask where to go on."""
        await screen.desk.desk_screen.walk.ask()


class Manual(Command):
    """Read the user's guide."""

    id = "manual"
    key = "f1"
    words = "手册"
    help_text = "用户手册: 几个短题目, 在表单里也可以看"
    sought = ("用户手册", "教程", "guide", "handbook")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Choose topics and read them."""
        from dutydesk.tui.screens.reading_manual import read_manual

        await read_manual(screen.desk)


class Quit(Command):
    """Close the desk."""

    id = "quit"
    key = "ctrl+x"
    words = "退出"
    help_text = "关闭值班台 (看护随之停止, 除非另有看护进程)"
    sought = ("关闭", "结束", "下线", "exit", "close the desk")
    over_text = True

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask once, then close, drafts kept."""
        choices = [("stay", translate("留下")), ("leave", translate("关闭值班台 (看护随之停止, 除非另有看护进程)"))]
        if await screen.choose(translate("退出"), choices) == "leave":
            await screen.desk.leave()
