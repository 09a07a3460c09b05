"""Commands about the files and recordings of a matter."""

from __future__ import annotations

import os
from collections.abc import Sequence

from dutydesk.capabilities.attachments import reads
from dutydesk.capabilities.attachments.reads import AttachmentView
from dutydesk.capabilities.attachments.rules import OPENED, SOUNDS
from dutydesk.capabilities.attachments.words import attachment_line
from dutydesk.capabilities.calls.reads import calls
from dutydesk.i18n import say, translate, when
from dutydesk.kernel.instants import local_date
from dutydesk.kernel.wording import Worded
from dutydesk.store import attachments as store
from dutydesk.store.attachments import INTACT, STATES
from dutydesk.store.errors import StoreError
from dutydesk.tui.choices import Choice
from dutydesk.tui.commands.base import Command
from dutydesk.tui.fields import Field
from dutydesk.tui.listed_files import files_here
from dutydesk.tui.screens.host import CommandScreen
from dutydesk.tui.text import reason_of


class AttachFile(Command):
    """Copy a file into the store's folder, for a matter."""

    id = "attach"
    words = "存附件"
    does = "attach"
    help_text = "存附件: 把这台机器上的一个文件按内容存进库旁, 归在事项下"

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the matter, then the file."""
        matter = await screen.ask_matter(translate(cls.words))
        if matter is None:
            return
        fields = [
            Field("file", hint="路径; F3 列出本文件夹的文件", choices=files_here(OPENED), free=True),
            Field("name"),
            Field("note", hint="可空"),
        ]
        title = f"{translate(cls.words)}: {matter.label} {matter.title}"
        await screen.form(title, fields, cls.does, f"attach-{matter.id}", matter=matter.id)


class NameRecording(Command):
    """Note where a recording lies, for a matter or one of its calls."""

    id = "recording"
    words = "记录音"
    does = "recording"
    help_text = "录音录像: 记下路径、时长和校验值, 文件留在原处; 可归在事项的一次通话下"

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the matter, then where it lies, how long it is, of which call."""
        matter = await screen.ask_matter(translate(cls.words))
        if matter is None:
            return
        made = await screen.gateway.read(lambda views: calls(views, matter.id))
        today = local_date(screen.gateway.now())
        chosen = tuple(
            Choice(str(one.seq), " ".join((when(one.at, today), one.name, one.text))) for one in reversed(made)
        )
        fields = [
            Field("file", hint="路径; F3 列出本文件夹的文件", choices=files_here(SOUNDS), free=True),
            Field("length"),
            *([Field("entry", "哪次通话", hint="可空", choices=chosen)] if chosen else []),
            Field("note", hint="可空"),
        ]
        title = f"{translate(cls.words)}: {matter.label} {matter.title}"
        await screen.form(title, fields, cls.does, f"recording-{matter.id}", matter=matter.id)


class Attachments(Command):
    """The files and recordings of a matter."""

    id = "attachments"
    words = "附件"
    help_text = "事项的附件和录音: 都还在不在; 选一个用 config.toml 的 open_command 打开副本"

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
