"""A roster file taken in at the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dutydesk.i18n import say, translate
from dutydesk.kernel import system_errors
from dutydesk.kernel.refusal import Refused
from dutydesk.tui.commands.base import Command
from dutydesk.tui.fields import Field
from dutydesk.tui.screens.host import CommandScreen

if TYPE_CHECKING:
    from dutydesk.capabilities.roster.importing import Import

PLACE = "roster-import"


class ImportRoster(Command):
    """Read a roster from a file."""

    id = "roster_import"
    words = "导入排班"
    does = "roster import"
    help_text = "导入单位的值班表 (CSV, XLSX): 先看读成什么样, 确认后才排班"
    sought = ("导入值班表", "读入排班", "表格", "excel", "xlsx", "csv", "import roster", "load roster")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask for the file, show what was read, plan it or ask again with what was typed."""
        from dutydesk.capabilities.roster import importing as roster_import
        from dutydesk.tui.screens.taking_in import asked, confirmed, file_field

        fields = [
            file_field(),
            Field("sheet", "工作表", hint="空着: 只有一个像值班表"),
            Field("month", "月份", hint="只写日的表才填, 如 2026-12"),
            Field("week", "哪一周", hint="只写星期的表才填, 如 2026-11-30"),
            Field("ignore", "不用的栏", hint="确与班次无关的栏名, 几个用 、 隔开"),
        ]
        while typed := await asked(screen, translate("导入排班"), PLACE, fields, lambda values: _read(screen, values)):
            fields, read = typed
            shifts, problems = read.reading.shifts, read.problems
            title = say("读出 {0} 个班次, {1} 行没有收", len(shifts), len(problems))
            lines = [*map(roster_import.problem_line, problems), *roster_import.preview(read, screen.state.names)]
            if await confirmed(screen, title, lines, "按此排班" if shifts else "", read.act(yes=True)):
                screen.tell(say("已排 {0} 个班次, {1} 行没有收", len(shifts), len(problems)))
                return


async def _read(screen: CommandScreen, values: dict[str, str]) -> Import:
    """Read the named file and change nothing.

    Raises:
        Refused: there is no file that can be read.
        Worded: it is no roster that is understood.
    """
    from dutydesk.capabilities.roster import importing as roster_import
    from dutydesk.tui.screens.taking_in import path_of

    path = path_of(screen, values["file"])
    books = await screen.gateway.write(lambda container: container.desk.books)
    now = screen.gateway.now()
    ignore = [one.strip() for one in values["ignore"].replace("、", ",").replace("，", ",").split(",") if one.strip()]

    def work(views: object) -> Import:
        try:
            content = path.read_bytes()
        except (OSError, ValueError, RuntimeError) as error:
            raise Refused("file", "读不到文件: {0}", system_errors.reason_of(error)) from error
        return roster_import.look(
            content,
            views,  # pyright: ignore[reportArgumentType] - the reader's views
            books,
            now,
            sheet=values["sheet"],
            ignore=ignore,
            month=values["month"].strip(),
            week=values["week"].strip(),
            name=path.stem,
        )

    return await screen.gateway.read(work)
