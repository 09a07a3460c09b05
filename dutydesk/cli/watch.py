"""``dutydesk watch``: the tick without a screen, for a service manager."""

from __future__ import annotations

import argparse
import select
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dutydesk.cli.acts import Adder
from dutydesk.cli.arriving import folder_of, mailbox_of
from dutydesk.cli.context import Context
from dutydesk.cli.show import alert_object
from dutydesk.faults import why
from dutydesk.i18n import explain, say, translate
from dutydesk.kernel.text import one_line
from dutydesk.store.errors import StoreError
from dutydesk.store.feed import Feed
from dutydesk.store.views import Views
from dutydesk.store.views.seen import holders

if TYPE_CHECKING:
    from dutydesk.watch.intake import Intake
    from dutydesk.watch.standby import Rung


def add_commands(add: Adder, _shared: argparse.ArgumentParser) -> None:
    """Add ``watch``."""
    one = add("watch", "无屏看护: 到期即报", watch)
    one.add_argument("--once", action="store_true", help=translate("只看一次"))
    one.add_argument(
        "--inbox",
        metavar="DIR",
        help=translate("收件夹: 放进来的文件各收为一条消息 (txt, eml, docx, pdf; 其余只记文件名)"),
    )


class Stream:
    """Alerts as they come, one JSON object a line: those that wait at the start, each new one, each acknowledgement."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._feed = Feed(context.path)
        self._seen: dict[str, str] | None = None
        self._poll = select.poll()
        self._poll.register(sys.stdout.fileno(), select.POLLERR | select.POLLHUP)

    def look(self) -> None:
        """Print what is new.

        Raises:
            BrokenPipeError: nobody reads any more.
        """
        if any(state & (select.POLLERR | select.POLLHUP) for _, state in self._poll.poll(0)):
            raise BrokenPipeError
        moved = self._feed.moved()
        if self._seen is not None and not moved:
            return
        alerts = self._context.views.all_alerts()
        before = (
            self._seen
            if self._seen is not None
            else {one.id: one.acknowledged_by for one in alerts if one.acknowledged_by}
        )
        for one in alerts:
            if before.get(one.id) != one.acknowledged_by:
                self._context.object(alert_object(one))
        sys.stdout.flush()
        self._seen = {one.id: one.acknowledged_by for one in alerts}


def _intakes(context: Context) -> list[Intake]:
    """Return what takes in here, before any desk: nothing where neither a folder nor a mailbox is named."""
    folder, mailbox = folder_of(context), mailbox_of(context)
    if folder is None and mailbox is None:
        return []
    from dutydesk.watch.intake import Intake, sources

    found = sources(context.path, folder, mailbox)
    faults = context.container.faults
    return [Intake(context.path, one, first=True, clock=context.clock, faults=faults) for one in found]


def _named(views: Views, rung: Rung) -> tuple[str, str]:
    """Return label and name of a clock as a service's log may hold them: nothing of what is restricted to named people."""
    from dutydesk.capabilities.delivery.dispatch import RESTRICTED

    try:
        is_open = holders(views, rung.view.matter_id) is None
    except StoreError:  # cannot be asked now
        is_open = rung.view.matter_id is None
    return (rung.view.label, rung.view.title) if is_open else ("", translate(RESTRICTED))


def watch(context: Context, parsed: argparse.Namespace) -> int:
    """Tick and send what is to leave the house: once, or until told to stop (SIGTERM, SIGINT)."""
    container = context.container
    for problem in container.desk.books.problems:
        print(one_line(say("规则册文件有错, 用随程序的: {0}", problem.worded)), file=sys.stderr, flush=True)
    intakes = _intakes(context)
    if parsed.once:
        taken = sum(one.look(container) for one in intakes)
        left = [one_line(sentence) for intake in intakes for sentence in intake.left]
        ticked = container.watch.tick()
        container.dispatcher.once()
        if context.json:
            raised = [f"{obligation}/{step}" for obligation, step in ticked.raised]
            context.object({"raised": raised, **({"taken": taken, "left": left} if intakes else {})})
        else:
            context.text(say("发出 {0} 个提醒", len(ticked.raised)))
            if intakes:
                context.text(say("收入 {0} 件", taken))
            for sentence in left:
                context.text(sentence)
        container.close()
        return 0
    from dutydesk.faults import attempt
    from dutydesk.watch.backing import Backing
    from dutydesk.watch.waker import run_until_stopped

    backing = Backing(context.path, container.desk.now)
    stream = Stream(context) if context.json else None

    def tell(count: int) -> None:
        container.carry(raised=bool(count))
        attempt(container.faults, "backup", lambda: backing.look(container.views))
        if stream is not None:
            stream.look()
        if count and not context.json:
            print(say("发出 {0} 个提醒", count), flush=True)

    said: list[str] = []

    def complain(error: Exception, rung: Sequence[Rung]) -> None:
        for one in rung:
            print(one_line(say("未入库: {0} {1} 到期", *_named(container.views, one))), file=sys.stderr, flush=True)
        sentence = one_line(explain(why(error)))
        if said != [sentence]:  # once, not every second
            said[:] = [sentence]
            print(sentence, file=sys.stderr, flush=True)

    for one in intakes:
        one.start()
    try:
        run_until_stopped(container.watch, tell, complain, container.faults)
    finally:
        container.dispatcher.stop()
        for one in intakes:
            one.stop()
    container.close()
    return 0
