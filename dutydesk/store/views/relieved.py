"""Who was relieved by a handover: apart from the handover's other reads, because the first frame asks it."""

from __future__ import annotations

from dutydesk.store.views.reader import Reader


def is_relieved(views: Reader, officer: str) -> bool:
    """Return whether an officer was relieved by a sealed handover and has not been on duty since.

    Nobody is while no shift runs, nor whoever takes over in the walkthrough that is under way.
    """
    running = views.rows("SELECT a, b, leader, director FROM shift WHERE ended_at IS NULL")
    if not running or any(officer in posts for posts in running):
        return False
    rows = views.rows(
        "SELECT max(ended_at) FROM handover WHERE ended = 'sealed' AND relieved LIKE :relieved",
        {"relieved": f'%"{officer}"%'},
    )
    if rows[0][0] is None:
        return False
    again = "SELECT 1 FROM shift WHERE began_at >= :began_at AND :officer IN (a, b, leader, director) LIMIT 1"
    if views.rows(again, {"began_at": rows[0][0], "officer": officer}):
        return False
    taking_over = "SELECT 1 FROM handover WHERE ended = '' AND :officer IN (incoming ->> 'a', incoming ->> 'b')"
    return not views.rows(taking_over, {"officer": officer})
