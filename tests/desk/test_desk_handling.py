"""Every act has exactly one use case, found without a list."""

from __future__ import annotations

from dutydesk.capabilities import collect
from dutydesk.usecase.acts import REGISTRY
from dutydesk.usecase.handling import HANDLED

collect("handlers")


def test_every_act_is_handled_and_nothing_else_is() -> None:
    assert set(HANDLED) == set(REGISTRY.values())


def test_no_use_case_performs_two_acts() -> None:
    assert len(set(HANDLED.values())) == len(HANDLED)
