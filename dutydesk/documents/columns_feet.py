"""The foot of a paper in plain text: at the bottom of its last page, and never alone on one."""

from __future__ import annotations

CARRIED = 2
"""Lines of the text that go over with a foot."""


def drawn_in(flow: list[list[str]], foot: list[str], room: int, blank: int) -> None:
    """Let no foot stand on a page of its own: blanks are given up for it, else two lines of the text go over with it.

    ``blank``: which line of the first page parts the title from the text.
    """
    over = len(flow[-1]) + len(foot) - room
    if not 0 < over < len(foot):
        return
    blanks = [lines for lines, at in ((foot, 0), (flow[0], blank)) if len(lines) > at and not lines[at]]
    if len(flow) == 1 and over <= len(blanks):
        del foot[0]
        if over > 1:
            del flow[0][blank]
    elif len(flow[-1]) > blank + CARRIED + 1:
        flow.append(flow[-1][-CARRIED:])
        del flow[-2][-CARRIED:]


def with_foot(flow: list[list[str]], foot: list[str], room: int) -> list[list[str]]:
    """Put the foot at the bottom of the last page, whole where it fits on one."""
    if not foot:
        return flow
    if len(foot) > room:
        return [*flow, *(foot[at : at + room] for at in range(0, len(foot), room))]
    if len(flow[-1]) + len(foot) > room:
        flow.append([])
    last = flow[-1]
    return [*flow[:-1], [*last, *[""] * (room - len(last) - len(foot)), *foot]]
