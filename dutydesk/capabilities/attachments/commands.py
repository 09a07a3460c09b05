"""Commands about files and recordings: of a message, a matter, a call."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from dutydesk.capabilities.attachments import reads
from dutydesk.capabilities.attachments.reads import AttachmentView
from dutydesk.capabilities.attachments.rules import OPENED, SOUNDS
from dutydesk.capabilities.attachments.words import attachment_line
from dutydesk.capabilities.calls.reads import calls
from dutydesk.capabilities.intake import reads as messages
from dutydesk.i18n import offered, say, translate, when
from dutydesk.kernel.instants import local_date
from dutydesk.kernel.text import one_line
from dutydesk.kernel.wording import Worded
from dutydesk.store import attachments as store
from dutydesk.store.attachments import INTACT, STATES
from dutydesk.store.errors import StoreError
from dutydesk.store.views import Views
from dutydesk.tui.choices import Choice
from dutydesk.tui.commands.base import Command
from dutydesk.tui.fields import Field
from dutydesk.tui.listed_files import files_here
from dutydesk.tui.screens.host import CommandScreen
from dutydesk.tui.text import reason_of


class FilingCommand(Command):
    """Put a file to what is pointed at: a message of the inbox, else a matter or one of its messages and calls."""

    about = "message"
    endings: ClassVar[frozenset[str]] = frozenset()
    """Which files of the folder are listed."""
    asks: ClassVar[tuple[str, ...]] = ()
    """What is asked beside the file."""

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask what it belongs to, then the file."""
        message = screen.desk.desk_screen.pointed_message
        if message:
            await cls.of_message(screen, message)
            return
        matter = await screen.ask_matter(translate(cls.words))
        if matter is None:
            return
        entries = await screen.gateway.read(lambda views: _entries(views, matter.id, local_date(screen.gateway.now())))
        of = [Field("entry", hint="可空: 归在事项下", choices=entries)] if entries else []
        await cls._form(screen, f"{matter.label} {matter.title}", matter.id, of, matter=matter.id)

    @classmethod
    async def of_message(cls, screen: CommandScreen, entry: str) -> bool:
        """Ask the file that belongs to a message; return whether it was put there."""
        one = await screen.gateway.read(lambda views: messages.message(views, entry))
        return one is not None and await cls._form(screen, say("消息 {0}", f"#{one.seq}"), entry, [], entry=entry)

    @classmethod
    async def _form(cls, screen: CommandScreen, of: str, place: str, more: list[Field], **known: Any) -> bool:
        fields = [
            Field("file", hint="路径; F3 列出本文件夹的文件", choices=files_here(cls.endings), free=True),
            *map(Field, cls.asks),
            *more,
            Field("note", hint="可空"),
        ]
        return await screen.form(f"{translate(cls.words)}: {of}", fields, cls.does, f"{cls.does}-{place}", **known)


def _entries(views: Views, matter: str, today: date) -> tuple[Choice, ...]:
    """Return the messages and calls of a matter, the newest first."""
    said = [
        (one.seq, one.received_at, one.sender or offered(one.channel), one.text)
        for one in messages.of_matter(views, matter)
    ]
    said += [(one.seq, one.at, one.name, one.text) for one in calls(views, matter)]
    newest = sorted(said, reverse=True)
    return tuple(
        Choice(str(seq), one_line(" ".join((when(at, today), who, text[:40])))) for seq, at, who, text in newest
    )


class AttachFile(FilingCommand):
    """Copy a file into the store's folder."""

    id = "attach"
    words = "存附件"
    does = "attach"
    help_text = (
        "存附件: 把这台机器上的一个文件按内容存进库旁, 归在收件箱光标所在的消息, 或一个事项、它的一条消息或通话下"
    )
    sought = ("上传", "添加文件", "附件上传", "扫描件", "照片", "attach a file", "add file", "upload")
    endings = OPENED
    asks = ("name",)


class NameRecording(FilingCommand):
    """Note where a recording lies."""

    id = "recording"
    words = "记录音"
    does = "recording"
    help_text = "录音录像: 记下路径、时长和校验值, 文件留在原处; 可归在一条消息、一个事项或它的一次通话下"
    sought = ("录音", "录像", "通话录音", "recording", "audio")
    endings = SOUNDS
    asks = ("length",)


class Attachments(Command):
    """The files and recordings of a matter."""

    id = "attachments"
    words = "附件"
    help_text = "事项的附件和录音: 都还在不在; 选一个用 config.toml 的 open_command 打开副本"
    sought = ("看附件", "打开文件", "图片", "files", "open file", "pictures")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Choose one and open it."""
        matter = await screen.ask_matter(translate("看哪个事项的附件"))
        if matter is not None:
            await show(screen, await screen.gateway.read(lambda views: reads.of_matter(views, matter.id)))


async def show(screen: CommandScreen, found: Sequence[AttachmentView]) -> None:
    """List files and recordings; open the one that is chosen."""
    if not found:
        screen.tell(translate("没有附件"))
        return
    today, path = local_date(screen.gateway.now()), screen.gateway.path
    rows: list[tuple[str, str]] = []
    for one in found:
        state = reads.state(path, one, quick=True)
        mark = "" if state == INTACT else f" ▲ {translate(STATES[state])}"
        rows.append((one.id, attachment_line(one, screen.state.names, today) + mark))
    chosen = await screen.choose(translate("附件"), rows)
    one = next((one for one in found if one.id == chosen), None)
    if one is not None:
        try:
            screen.tell(_opened(screen, one))
        except (Worded, StoreError) as error:
            screen.tell(reason_of(error), trouble=True)


def _opened(screen: CommandScreen, one: AttachmentView) -> str:
    """Open a copy of a file; return what is said of it.

    Raises:
        Worded: it is not opened; the sentence says why.
    """
    from dutydesk.documents.opening import open_copy

    if one.is_recording:
        return say("录音录像没有复制, 在原处: {0}", one.path)
    if screen.gateway.came is not None or os.environ.get("SSH_CONNECTION"):
        raise Worded("SSH 上不打开附件: 请在值班室的机器上打开")
    words = screen.desk.config.open_command
    if not words:
        raise Worded('没有设置打开附件的命令: 在 config.toml 里写 open_command = ["xdg-open"]')
    if not screen.may("attach"):
        raise Worded("没有权限")
    open_copy(words, one.name, store.content_of(screen.gateway.path, one.kept), OPENED)
    return say("已打开: {0} ({1})", one.name, words[0])
