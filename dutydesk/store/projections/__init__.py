"""Tables computed from events: one small function a kind, run in the same transaction as the append.

They are deterministic and look at nothing but the row, its event and the tables, so replaying the journal
gives the same tables (``dutydesk rebuild``, and a property test over random days).
"""

from __future__ import annotations

from dutydesk.capabilities import collect
from dutydesk.store.projections import (
    accounts,
    appeals,
    calls,
    clocks,
    consents,
    coordination,
    dispatch,
    duties,
    handover,
    instructions,
    matters,
    meetings,
    messages,
    office,
    people,
    policies,
    roster,
    rulebooks,
)
from dutydesk.store.projections.base import Executes, enter, project

__all__ = ["Executes", "enter", "project"]
_ = (accounts, clocks, matters, people, calls, coordination, dispatch, roster)  # importing them registers their kinds
_ = (appeals, consents, duties, handover, instructions, meetings, messages, office, policies, rulebooks)
collect("projection")
