"""A table of the office taken in at the screen: asked for, shown as it was understood, saved when somebody says so."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from dutydesk.ids import new_id
from dutydesk.kernel.refusal import OvertakenError, Refused
from dutydesk.kernel.wording import Worded
from dutydesk.store.errors import StoreError
from dutydesk.tui.fields import Field
from dutydesk.tui.listed_files import files_here
from dutydesk.tui.text import reason_of

if TYPE_CHECKING:
    from dutydesk.kernel.acts import Act
    from dutydesk.tui.screens.host import CommandScreen

Read = TypeVar("Read")
KINDS = (".xlsx", ".csv", ".txt")


def file_field() -> Field:
    """Return the field that asks which file."""
    return Field("file", "文件", hint="路径; F3 列出本文件夹的表格", choices=files_here(KINDS), free=True)


def path_of(screen: CommandScreen, typed: str) -> Path:
    """Return the file that a form names.

    Raises:
        Refused: none is named, its name carries a mark, or the session is one from outside.
    """
    from dutydesk.kernel.markings import is_marked_name

    typed = typed.strip()
    if not typed:
        raise Refused("file", "还没有填")
    if screen.gateway.came is not None:
        raise Refused("file", "SSH 上不读也不写服务器的文件: 只可用 - (标准输入)")
    if is_marked_name(Path(typed).name):
        raise Refused("file", "文件名带有密级标志: 本系统不处理涉密内容, 未读文件")
    return Path(typed).expanduser()


async def asked(
    screen: CommandScreen,
    title: str,
    place: str,
    fields: Sequence[Field],
    read: Callable[[dict[str, str]], Awaitable[Read]],
) -> tuple[list[Field], Read] | None:
    """Ask for a file until it can be read; return the fields as they were typed and what was read, None when it is left.

    Args:
        screen: where.
        title: of the form.
        place: names the draft.
        fields: what is asked.
        read: reads the file that was named and changes nothing; what it raises is said in the form.
    """
    from dutydesk.tui.screens.form import FormScreen

    found: list[tuple[dict[str, str], Read]] = []

    async def submit(values: dict[str, str]) -> None:
        found.append((values, await read(values)))

    draft = "" if any(field.value for field in fields) else await screen.desk.drafts.of(place)
    form = FormScreen(title, fields, submit, draft=draft, place=place, does="预览")
    if not await screen.desk.push_screen_wait(form):
        return None
    screen.desk.drafts.put(place, "")
    values, known = found[-1]
    return [replace(field, value=values[field.name]) for field in fields], known


async def confirmed(screen: CommandScreen, title: str, lines: Sequence[str], yes: str, act: Act) -> bool:
    """Show what an act would do, and do it when that is said; returns whether it was done.

    What others saved meanwhile is shown above it, and asked about once more.
    """
    from dutydesk.tui.screens.comparing import overtaken_words
    from dutydesk.tui.screens.preview import PreviewScreen
    from dutydesk.tui.screens.signing import perform_signed

    known, shown = screen.known(), list(lines)
    while await screen.desk.push_screen_wait(PreviewScreen(title, "\n".join(shown), yes)):
        try:
            await perform_signed(screen, act, new_id(), since=known)
        except OvertakenError as other:
            known = other.seq
            shown.insert(0, overtaken_words(screen, other))
        except (Worded, StoreError) as error:
            screen.tell(reason_of(error), trouble=True)
            return False
        else:
            await screen.desk.refresh_state()
            return True
    return False
