"""Whatever an act declares, its words may name: a form, a script and the command line build it the same way."""

from __future__ import annotations

from dataclasses import fields

import pytest

from dutydesk.usecase.acts import REGISTRY


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_every_declared_field_may_be_named(name: str) -> None:
    act = REGISTRY[name]
    for one in fields(act):
        if not one.metadata or one.name in ("figures", "values", "answers"):
            continue
        many = one.metadata.get("many")
        made = act.from_words({one.name: ["x"] if many else "x"})
        assert type(made) is act
