"""Pictures of the handover: as it opens, before anything else loaded a style, and with a matter read out."""

from __future__ import annotations

import pytest

from dutydesk import i18n
from dutydesk.capabilities.handover import acts
from tests.tui.test_handover import opened, quiet

SIZES = pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)], ids=lambda size: f"{size[0]}x{size[1]}")


@pytest.mark.parametrize("language", ["zh", "en"])
@SIZES
def test_as_it_opens(snap_compare, make_app, size, language) -> None:
    """What is in the way, and what Enter does."""
    i18n.use(language)
    app = make_app()

    async def before(pilot) -> None:
        await opened(pilot, app)
        await quiet(pilot, app)
        app.clear_notifications()
        await pilot.pause(0.3)

    assert snap_compare(app, terminal_size=size, run_before=before)


@SIZES
def test_a_matter_is_read_out(snap_compare, make_app, size) -> None:
    """Red first, its clocks and its log beside the list of steps."""
    app = make_app()

    async def before(pilot) -> None:
        await pilot.pause(0.1)
        await app.gateway.perform(acts.HandoverStart())
        await opened(pilot, app)
        await quiet(pilot, app)
        app.clear_notifications()
        await pilot.pause(0.3)

    assert snap_compare(app, terminal_size=size, run_before=before)
