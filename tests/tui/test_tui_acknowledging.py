"""What rings though the store takes no write (R33) is not said to have been acknowledged, nor never to have rung."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from dutydesk.capabilities.obligations.bundles import Bundle, waits_for
from dutydesk.capabilities.obligations.commands import _each
from dutydesk.tui.screens.dialogs import StripKeys
from dutydesk.tui.state import DeskState

UNWRITTEN = SimpleNamespace(id="1", title="红色预警签收", unwritten=True)
WRITTEN = SimpleNamespace(id="2", title="续报一", unwritten=False)


class Screen:
    """As much of a screen as acknowledging asks of one."""

    def __init__(self, faults: list[str]) -> None:
        self.desk = SimpleNamespace(policy=SimpleNamespace(faults=SimpleNamespace(standing=lambda: faults)))
        self.told: list[str] = []
        self.saved: list[str] = []

    def tell(self, words: str, *, trouble: bool) -> None:
        assert trouble
        self.told.append(words)

    async def perform(self, _name: str, *, quiet: bool, alert: str) -> bool:
        assert quiet
        self.saved.append(alert)
        return True


@pytest.mark.parametrize(("faults", "saved"), [(["磁盘已满"], ["2"]), ([], ["1", "2"])])
async def test_what_rings_unwritten_waits_for_the_store_where_that_takes_no_write(
    faults: list[str], saved: list[str]
) -> None:
    screen = Screen(faults)
    done = await _each(screen, [UNWRITTEN, WRITTEN])  # pyright: ignore[reportArgumentType]
    assert [one.id for one in done] == screen.saved == saved
    assert [("红色预警签收" in words, "续报一" in words) for words in screen.told] == [(True, False)] * bool(faults)


def test_what_waits_for_anothers_hand_stands_behind_what_one_can_answer() -> None:
    """``a`` takes the first: a request to sign that rings for somebody else never keeps it from what is one's own."""
    theirs = SimpleNamespace(id="1", addressee="person", people=("wu",), acknowledged_at=None)
    ours = SimpleNamespace(id="2", addressee="A", people=("zhang",), acknowledged_at=None)
    for actor, first in (("zhang", "2"), ("wu", "1")):
        state = DeskState(alerts=(theirs, ours), actor=actor)  # pyright: ignore[reportArgumentType]
        assert next(one.id for one in state.unacknowledged) == first


def test_what_waits_for_anothers_hand_shows_whom_it_waits_for_and_no_key() -> None:
    """Neither strip nor key line nor the key itself offers an acknowledgement that the desk would refuse."""
    theirs = SimpleNamespace(
        id="1", addressee="person", people=("wu",), acknowledged_at=None, matter_id="m", obligation="o", title="请签字"
    )
    bundle = Bundle((theirs,))  # pyright: ignore[reportArgumentType]
    for actor, keys in (("zhang", ()), ("wu", ("acknowledge", "report"))):
        strip = SimpleNamespace(state=SimpleNamespace(actor=actor))
        screen = SimpleNamespace(query_one=lambda _, strip=strip: strip)
        assert StripKeys.strip_keys(screen, bundle) == keys  # pyright: ignore[reportArgumentType]
    assert waits_for(("wu",), {"wu": "吴敏"}) == "等 吴敏 签字"
