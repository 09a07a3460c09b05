"""What a person can do: name another lead unit."""

from __future__ import annotations

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.kernel.acts import Act, arg


class Relead(Act):
    """Name another lead unit."""

    NAME = "relead"
    HELP = "换牵头单位"
    matter: Matter = arg("事项", positional=True, required=True, of="matter", matter="open")
    lead: str = arg("新的牵头单位", positional=True, required=True, of="unit")
    reason: str = arg("为什么换", needed=True)
