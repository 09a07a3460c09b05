"""How the panes are sorted and filtered belongs to the account: it is there again at the next start, and goes with the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dutydesk import preferences
from dutydesk.i18n import listed, say, translate
from dutydesk.tui import panes

if TYPE_CHECKING:
    from dutydesk.tui.screens.desk import DeskScreen
    from dutydesk.tui.widgets.log import LogPane
    from dutydesk.tui.widgets.rows import RowsPane


def arrange(desk: DeskScreen) -> None:
    """Sort and filter the panes as whoever sits here left them; what a filter hides is said."""
    own = preferences.load(desk.gateway.path, desk.gateway.actor)
    filtered: list[str] = []
    for name in preferences.PANES:
        pane = desk.rows(name)
        order, looked_for = own.get(preferences.ORDER + name, ""), own.get(preferences.FILTER + name, "")
        known = {name for row in pane.every for name, _ in row.sorts}
        if (order, looked_for) == (pane.order, pane.looked_for):
            continue
        pane.order = order if order in known else ""
        pane.look_for(looked_for)
        if looked_for:
            filtered.append(f"{translate(panes.BY_NAME[name].title)} {looked_for} ({len(pane.rows)}/{len(pane.every)})")
    desk.log_pane.turn(own.get(preferences.ORDER + LOG, ""))
    if filtered:
        desk.tell(say("照上次的筛选: {0}; 到那一栏按 Esc 全部显示", listed(filtered)))


LOG = "log"
"""Of the log the order is kept, and no filter: at the start of a shift nothing of it is hidden."""


def keep(desk: DeskScreen, pane: RowsPane | LogPane) -> None:
    """Keep how a pane is sorted and filtered now."""
    path, actor, name = desk.gateway.path, desk.gateway.actor, pane.id or ""
    own = preferences.load(path, actor)
    settings = {preferences.ORDER: pane.order, **({} if name == LOG else {preferences.FILTER: pane.looked_for})}
    for what, value in settings.items():
        if own.get(what + name, "") != value:
            preferences.keep(path, actor, what + name, value[: preferences.LONGEST])
