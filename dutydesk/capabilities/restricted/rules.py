"""Who is told of a restricted matter: its holders alone, in the order of the ladder; with none on shift the leader at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from dutydesk.kernel.people import Duty


def told(people: Sequence[str], holders: Collection[str] | None, duty: Duty) -> list[str]:
    """Return whom an alarm goes to.

    Args:
        people: whom it would go to.
        holders: who holds the matter; None where everybody may know of it.
        duty: who holds the posts.
    """
    if holders is None:
        return list(people)
    allowed = {*holders, *([duty.leader] if duty.leader else [])}
    addressed = [who for who in people if who in allowed]
    on_shift = [who for who in duty.everyone() if who in holders]
    return addressed or on_shift[:1] or ([duty.leader] if duty.leader else [])
