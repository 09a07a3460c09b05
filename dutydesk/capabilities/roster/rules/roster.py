"""The roster: who is planned when, in three layers.

The rotation says who is planned; an override takes its place for a span (a swap, a change made beforehand), and a
temporary change takes the place of both. A layer names only the posts that it changes. The roster never makes anyone
responsible: responsibility follows the signatures.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded

POSTS = ("a", "b", "leader", "director")
DESK_POSTS = ("a", "b")
"""The two at the desk (RO-02): rest, nights and 做四休三 are checked for them; leaders stand by at home."""

LAYERS = ("rotation", "override", "temporary")
"""Later ones win."""

VACANT = "-"
"""In a layer: the post is empty, where an empty text leaves it as it is."""


@dataclass(frozen=True)
class PlannedShift:
    """Scheduled hours and people; empty text is an empty post."""

    begins: Instant
    ends: Instant
    a: str = ""
    b: str = ""
    leader: str = ""
    director: str = ""

    @property
    def posts(self) -> dict[str, str]:
        """Who is planned, by post."""
        return {post: getattr(self, post) for post in POSTS}


@dataclass(frozen=True)
class Overlay:
    """A change over a span. ``order`` is its place in the journal: of two in one layer the later wins."""

    id: str
    layer: str
    begins: Instant
    ends: Instant
    order: int
    a: str = ""
    b: str = ""
    leader: str = ""
    director: str = ""
    reason: str = ""

    @property
    def rank(self) -> tuple[int, int]:
        """What decides between two changes of the same post."""
        return LAYERS.index(self.layer), self.order


@dataclass(frozen=True)
class Stretch:
    """A piece of the roster as it holds: the same people throughout, within one shift.

    ``shift_begins`` and ``shift_ends`` are the shift's own hours; ``layer`` is the highest that had a say.
    """

    begins: Instant
    ends: Instant
    shift_begins: Instant
    shift_ends: Instant
    a: str = ""
    b: str = ""
    leader: str = ""
    director: str = ""
    layer: str = "rotation"

    @property
    def posts(self) -> dict[str, str]:
        """Who is planned, by post."""
        return {post: getattr(self, post) for post in POSTS}

    @property
    def changed(self) -> bool:
        """Whether something other than the rotation holds."""
        return self.layer != "rotation"


def resolve(shifts: Iterable[PlannedShift], overlays: Iterable[Overlay] = ()) -> list[Stretch]:
    """Return the roster as it holds, oldest first, without overlaps.

    Where two planned shifts overlap the one that begins later holds. A change outside all planned shifts is a shift of
    its own. Nothing covered by a plan or a change is left out.
    """
    planned = sorted(shifts, key=lambda one: (one.begins, one.ends))
    changes = sorted(overlays, key=lambda one: one.rank)
    starts = [one.begins for one in planned]
    longest = max((one.ends - one.begins for one in planned), default=0)
    edges = sorted({edge for one in (*planned, *changes) for edge in (one.begins, one.ends)})
    pieces: list[Stretch] = []
    alone: list[str] = []
    for begins, ends in pairwise(edges):
        base = _base(planned, starts, longest, begins)
        over = [one for one in changes if one.begins <= begins and ends <= one.ends]
        if base is not None or over:
            pieces.append(_piece(begins, ends, base, over))
            alone.append("" if base else over[0].id)
    return _joined(_own_hours(pieces, alone))


def _base(
    planned: Sequence[PlannedShift], starts: Sequence[Instant], longest: Instant, at: Instant
) -> PlannedShift | None:
    index = bisect_right(starts, at) - 1
    while index >= 0 and starts[index] >= at - longest:
        if planned[index].ends > at:
            return planned[index]
        index -= 1
    return None


def _piece(begins: Instant, ends: Instant, base: PlannedShift | None, over: Sequence[Overlay]) -> Stretch:
    people: dict[str, str] = {**dict.fromkeys(POSTS, ""), **(base.posts if base else {})}
    layer = "rotation"
    for change in over:
        named = {post: getattr(change, post) for post in POSTS if getattr(change, post)}
        people.update({post: "" if who == VACANT else who for post, who in named.items()})
        layer = change.layer
    shift = (base.begins, base.ends) if base else (0, 0)
    return Stretch(begins, ends, *shift, layer=layer, **people)


def _own_hours(pieces: Sequence[Stretch], alone: Sequence[str]) -> list[Stretch]:
    """Give a change beyond all planned shifts hours of its own: those that it covers in one piece."""
    found = list(pieces)
    first = 0
    for index, change in enumerate(alone):
        if not change:
            continue
        follows = index > 0 and alone[index - 1] == change and pieces[index - 1].ends == pieces[index].begins
        first = first if follows else index
        for place in range(first, index + 1):
            found[place] = replace(found[place], shift_begins=pieces[first].begins, shift_ends=pieces[index].ends)
    return found


def _joined(pieces: Sequence[Stretch]) -> list[Stretch]:
    """Join neighbours of one shift with the same people."""
    joined: list[Stretch] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last is not None and last.ends == piece.begins and _alike(last, piece):
            joined[-1] = replace(last, ends=piece.ends)
        else:
            joined.append(piece)
    return joined


def _alike(one: Stretch, other: Stretch) -> bool:
    same_shift = (one.shift_begins, one.shift_ends) == (other.shift_begins, other.shift_ends)
    return same_shift and one.posts == other.posts and one.layer == other.layer


def gaps(stretches: Iterable[Stretch], since: Instant, until: Instant) -> list[tuple[Instant, Instant]]:
    """Return the times between ``since`` and ``until`` for which nothing is planned."""
    found: list[tuple[Instant, Instant]] = []
    reached = since
    for one in stretches:
        if one.begins >= until:
            break
        if one.begins > reached:
            found.append((reached, one.begins))
        reached = max(reached, one.ends)
    if reached < until:
        found.append((reached, until))
    return found


def shift_at(stretches: Sequence[Stretch], now: Instant) -> PlannedShift | None:
    """Return the shift that a person who signs at ``now`` takes: the one whose beginning is nearest and that is not over.

    Its hours are the shift's own; its people are those planned at ``now``, or at its beginning when that is ahead.
    """
    ahead = [one for one in stretches if one.shift_ends > now]
    if not ahead:
        return None
    nearest = min(ahead, key=lambda one: (abs(one.shift_begins - now), one.shift_begins))
    shift = (nearest.shift_begins, nearest.shift_ends)
    pieces = [one for one in stretches if (one.shift_begins, one.shift_ends) == shift]
    moment = max(now, shift[0])
    held = next((one for one in pieces if one.begins <= moment < one.ends), pieces[0])
    return PlannedShift(*shift, **held.posts)


def names_of(shift: PlannedShift | Stretch, names: Mapping[str, str]) -> dict[str, str]:
    """Return the names of who is planned, by post; an account without a name is shown as it is."""
    return {post: names.get(who, who) for post, who in shift.posts.items()}


def seated(standing: Mapping[str, str], named: Mapping[str, str | None], names: Mapping[str, str]) -> dict[str, str]:
    """Return who holds each post when some are named anew: nobody holds two (clocks.md R14).

    Who is named for a post leaves the one held before, which is empty then unless another is named for it. A post
    without a name (None) stays as it was; an empty name leaves it vacant. ``names`` by account are for the refusal.

    Raises:
        Worded: one person is named for two posts.
    """
    chosen = {post: who for post in POSTS if (who := named.get(post)) is not None}
    people = [who for who in chosen.values() if who]
    if len(set(people)) < len(people):
        twice = next(who for who in people if people.count(who) > 1)
        raise Worded("一人不能占两岗: {0}", names.get(twice, twice))
    seats = {post: chosen.get(post, "") for post in POSTS}
    for post in POSTS:
        who = standing.get(post, "")
        if post not in chosen and who not in seats.values():
            seats[post] = who
    return seats
