"""Acts on what looks like the same affair."""

from __future__ import annotations

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.kernel.acts import Act, arg


class NotSame(Act):
    """Note that two matters that look alike are not the same; they are not proposed to each other any more."""

    NAME = "not-same"
    HELP = "两件相像的事项不是同一件 (记入, 不再提示); 是同一件则 merge"
    matter: Matter = arg("事项", positional=True, required=True, of="matter", matter="any")
    other: Matter = arg("另一事项", positional=True, required=True, of="matter", matter="any")
    reason: str = arg("理由")
