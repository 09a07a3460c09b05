"""What the preview says of the thing under the cursor: from the picture that the screen holds, nothing is read for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dutydesk.i18n import say, translate, when
from dutydesk.kernel.instants import Instant
from dutydesk.tui import panes
from dutydesk.tui.text import shown_lines
from dutydesk.tui.widgets.preview import Told

if TYPE_CHECKING:
    from dutydesk.tui.screens.desk import DeskScreen


def preview_of(screen: DeskScreen, now: Instant) -> Told:
    """Return what is said of the row under the cursor of the pane that one is in; nothing where it has none."""
    pane = screen.pane_name
    told = _log(screen) if pane == panes.LOG else panes.BY_NAME[pane].told(screen.state, screen.rows(pane).key, now)
    return [(shown_lines(words), style) for words, style in told if words.strip()]


def _log(screen: DeskScreen) -> Told:
    line = screen.log_pane.line
    if line is None:
        return ()
    struck = translate("已被更正; 以注明更正的那一条为准") if line.struck else ""
    head = say("第 {0} 条  {1}  {2}", line.seq, when(line.at), line.who)
    return ((head, "dim"), (struck, "yellow"), (line.text, "struck" if line.struck else "plain"))
