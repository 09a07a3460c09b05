"""A channel that does not get through is in the status line until it works again, and once in the log."""

from __future__ import annotations

from test_desk import WIDE, settled, until

from dutydesk import i18n
from dutydesk.capabilities.delivery.events import ChannelRestored, DispatchFailed
from dutydesk.tui.widgets.log import LogPane
from dutydesk.tui.widgets.status import StatusLine


async def append(app, event) -> None:
    """Write what a courier of any process would."""
    await app.gateway.write(
        lambda container: container.desk.store.write(
            lambda tx: tx.append(event, actor="desk"), now=container.desk.now()
        )
    )


def status(app) -> str:
    """The status line as it is drawn."""
    return app.desk_screen.query_one(StatusLine).render_line(0).text


async def test_an_outage_is_shown_until_it_is_over(make_app, hostile) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot, app)
        failed = DispatchFailed(key="k", channel="hook", attempts=1, reason="对方报错", detail=" ".join(hostile))
        await append(app, failed)
        await until(pilot, lambda: "hook 不通" in status(app), "not shown")
        log = app.desk_screen.query_one(LogPane)
        await until(
            pilot, lambda: log.line is not None and "通道不通: hook, 对方报错" in log.line.text, "not in the log"
        )
        assert "\x1b" not in log.line.text
        i18n.use("en")
        assert "hook down" in status(app)
        i18n.use("zh")
        await append(app, ChannelRestored(channel="hook", since=app.gateway.now()))
        await until(pilot, lambda: "看护正常" in status(app), "still shown")
