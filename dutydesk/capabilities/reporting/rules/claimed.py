"""What one claim of a text is."""

from __future__ import annotations

from dutydesk.kernel.numerals import Amount
from dutydesk.kernel.values import dataclass

LIGHT = "light_injuries"


@dataclass(frozen=True)
class Claim:
    """One thing a text says: ``words`` as they stand there (plain), at ``place``; ``total`` where it says 共 or 累计."""

    field: str
    amount: Amount
    words: str
    place: int
    total: bool = False
