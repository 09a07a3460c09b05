"""Events of policies, appeals, instructions and meetings: kept as they were, and imported when the first is met."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given

from dutydesk.capabilities.appeals import events as appeals
from dutydesk.capabilities.instructions import events as instructions
from dutydesk.capabilities.meetings import events as meetings
from dutydesk.capabilities.policies import events as policies
from dutydesk.kernel import events as e
from tests.domain.test_domain_events import any_event

ROOMS = (appeals, instructions, meetings, policies)
KINDS = sorted(
    event.KIND
    for room in ROOMS
    for event in vars(room).values()
    if isinstance(event, type) and issubclass(event, e.Event) and event.KIND
)


@pytest.mark.parametrize("kind", KINDS)
def test_every_event_comes_back_as_it_was(kind: str) -> None:
    @given(any_event(e.REGISTRY[kind]))
    def round_trip(event: e.Event) -> None:
        assert e.decode(kind, event.payload()) == event
        assert not event.quiet

    round_trip()


@pytest.mark.parametrize("kind", ["policy.pushed", "appeal.linked", "instruction.relayed", "meeting.noted"])
def test_a_room_is_imported_when_its_first_row_is_met(kind: str) -> None:
    code = (
        "import sys; from dutydesk.kernel.events import REGISTRY, decode\n"
        f"assert {kind!r} not in REGISTRY\n"
        "try:\n"
        f"    decode({kind!r}, '{{}}')\n"
        "except ValueError as error:\n"
        "    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"{kind}: ")
    assert done.stdout.endswith("is missing\n")
