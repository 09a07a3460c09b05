"""A roster file taken in at the screen: asked for, shown as it was understood, planned when somebody says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dutydesk.i18n import say, translate
from dutydesk.ids import new_id
from dutydesk.kernel.refusal import OvertakenError, Refused
from dutydesk.kernel.wording import Worded
from dutydesk.store.errors import StoreError
from dutydesk.tui.commands.base import Command
from dutydesk.tui.fields import Field
from dutydesk.tui.listed_files import files_here
from dutydesk.tui.screens.host import CommandScreen
from dutydesk.tui.text import reason_of

if TYPE_CHECKING:
    from dutydesk.capabilities.roster.importing import Import

PLACE = "roster-import"
KINDS = (".xlsx", ".csv", ".txt")


class ImportRoster(Command):
    """Read a roster from a file."""

    id = "roster_import"
    words = "导入排班"
    does = "roster import"
    help_text = "导入单位的值班表 (CSV, XLSX): 先看读成什么样, 确认后才排班"

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask for the file, show what was read, plan it or ask again with what was typed."""
        fields = [
            Field("file", "文件", hint="路径; F3 列出本文件夹的表格", choices=files_here(KINDS), free=True),
            Field("sheet", "工作表", hint="空着: 只有一个像值班表"),
            Field("month", "月份", hint="--month: 只写日的表, 如 2026-12"),
            Field("week", "哪一周", hint="--week: 只写星期的表, 如 2026-11-30"),
            Field("ignore", "不用的栏", hint="--ignore: 确与班次无关的栏名, 几个用 、 隔开"),
        ]
        while (typed := await _asked(screen, fields)) is not None:
            values, read = typed
            if await _shown(screen, read):
                return
            fields = [replace(field, value=values[field.name]) for field in fields]


async def _asked(screen: CommandScreen, fields: list[Field]) -> tuple[dict[str, str], Import] | None:
    """Ask for a file until one can be read; None when it is left."""
    from dutydesk.tui.screens.form import FormScreen

    found: list[tuple[dict[str, str], Import]] = []

    async def submit(values: dict[str, str]) -> None:
        found.append((values, await _read(screen, values)))

    draft = "" if any(field.value for field in fields) else await screen.desk.drafts.of(PLACE)
    saved = await screen.desk.push_screen_wait(
        FormScreen(translate("导入排班"), fields, submit, draft=draft, place=PLACE, does="预览")
    )
    if not saved:
        return None
    screen.desk.drafts.put(PLACE, "")
    return found[-1]


async def _read(screen: CommandScreen, values: dict[str, str]) -> Import:
    """Read the named file and change nothing.

    Raises:
        Refused: there is no file that can be read.
        Worded: it is no roster that is understood.
    """
    from dutydesk.capabilities.roster import importing as roster_import
    from dutydesk.kernel.markings import is_marked_name

    typed = values["file"].strip()
    if not typed:
        raise Refused("file", "还没有填")
    if screen.gateway.came is not None:
        raise Refused("file", "SSH 上不读也不写服务器的文件: 只可用 - (标准输入)")
    if is_marked_name(Path(typed).name):
        raise Refused("file", "文件名带有密级标志: 本系统不处理涉密内容, 未读文件")
    books = await screen.gateway.write(lambda container: container.desk.books)
    now = screen.gateway.now()
    ignore = [one.strip() for one in values["ignore"].replace("、", ",").replace("，", ",").split(",") if one.strip()]

    def work(views: object) -> Import:
        try:
            content = Path(typed).expanduser().read_bytes()
        except (OSError, ValueError, RuntimeError) as error:
            raise Refused("file", "读不到文件: {0}", getattr(error, "strerror", None) or typed) from error
        return roster_import.look(
            content,
            views,  # pyright: ignore[reportArgumentType] - the reader's views
            books,
            now,
            sheet=values["sheet"],
            ignore=ignore,
            month=values["month"].strip(),
            week=values["week"].strip(),
            name=Path(typed).stem,
        )

    return await screen.gateway.read(work)


async def _shown(screen: CommandScreen, read: Import) -> bool:
    """Show what was read; plan it when that is said. Returns whether it was planned."""
    from dutydesk.capabilities.roster import importing as roster_import
    from dutydesk.tui.screens.comparing import overtaken_words
    from dutydesk.tui.screens.preview import PreviewScreen
    from dutydesk.tui.screens.signing import perform_signed

    shifts, problems = read.reading.shifts, read.problems
    title = say("读出 {0} 个班次, {1} 行没有收", len(shifts), len(problems))
    known = screen.known()
    lines = [*map(roster_import.problem_line, problems), *roster_import.preview(read, screen.state.names)]
    while await screen.desk.push_screen_wait(PreviewScreen(title, "\n".join(lines), "按此排班" if shifts else "")):
        try:
            await perform_signed(screen, read.act(yes=True), new_id(), since=known)
        except OvertakenError as other:  # shown above what one would put in its place
            known = other.seq
            lines.insert(0, overtaken_words(screen, other))
        except (Worded, StoreError) as error:
            screen.tell(reason_of(error), trouble=True)
            return False
        else:
            break
    else:
        return False
    await screen.desk.refresh_state()
    screen.tell(say("已排 {0} 个班次, {1} 行没有收", len(shifts), len(problems)))
    return True
