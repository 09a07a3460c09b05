"""The annex: the restricted matters of whoever asks, who holds them, who has signed for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.capabilities.restricted.rules import LABELS, UNMARKED
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.masking import masked_outside
from dutydesk.kernel.sealed import BEGINS
from dutydesk.kernel.text import stands_in
from dutydesk.kernel.values import dataclass
from dutydesk.store.views import Views
from dutydesk.store.views.seen import holders, label_of

if TYPE_CHECKING:
    from dutydesk.store.projecting import Executes  # the write side: not before the first frame


@dataclass(frozen=True)
class Signed:
    """Who signed for a matter, when; ``kept``: the leader keeps it, for nobody who came on holds it."""

    officer: str
    at: Instant
    kept: bool


@dataclass(frozen=True)
class Held:
    """A restricted matter with its holders and mark (a code), and who signed for it in the running shift."""

    matter: Matter
    holders: tuple[str, ...]
    signed: tuple[Signed, ...]
    label: str = ""


def annex(views: Views) -> list[Held]:
    """Return the open restricted matters that whoever asks may see."""
    shift = views.shift()
    found: list[Held] = []
    for matter in views.matters():
        who = holders(views, matter.id)
        if who is not None:
            found.append(
                Held(
                    matter, tuple(who), _signed(views, matter.id, shift.id if shift else ""), label_of(views, matter.id)
                )
            )
    return found


def _signed(views: Views, matter_id: str, shift: str) -> tuple[Signed, ...]:
    sql = "SELECT officer, at, kept FROM annex WHERE matter_id = :matter_id AND shift = :shift ORDER BY seq"
    return tuple(
        Signed(str(who), int(at), bool(kept))
        for who, at, kept in views.rows(sql, {"matter_id": matter_id, "shift": shift})
    )


def standing(views: Views, label: str) -> list[str]:
    """Return who holds every matter that is marked so from now on."""
    rows = views.rows("SELECT holder FROM standing_holder WHERE label = :label ORDER BY holder", {"label": label})
    return [str(holder) for (holder,) in rows]


def marks(views: Views) -> dict[str, str]:
    """Return the restricted matters that whoever asks may see: id to what each is marked as, in words."""
    ids = [str(one) for (one,) in views.rows("SELECT DISTINCT matter_id FROM restricted")]
    return {one: LABELS.get(label_of(views, one), UNMARKED) for one in ids}


def named_in(views: Views, text: str) -> list[Matter]:
    """Return the restricted matters that a text names, by number or title: what leaves with it is an opening of their files."""
    found = [matter for one in marks(views) if (matter := views.matter(one)) is not None]
    return [one for one in found if _titled(one.title, text) or stands_in(one.label, text)]


def _titled(title: str, text: str) -> bool:
    """Return whether a title stands in a text, as it is written or as it leaves the house."""
    return bool(title) and (title in text or masked_outside(title) in text)


def plain_rows(views: Views, matter_id: str) -> int:
    """Return how many rows of the journal tell of a matter in plain: its own, and the messages that it came from."""
    rows = views.rows(
        "SELECT count(*) FROM main.journal WHERE (matter_id = :matter OR seq IN (SELECT seq FROM main.message "
        "WHERE matter_id = :matter "
        "OR proposed = :matter)) AND instr(payload, :mark) = 0",
        {"matter": matter_id, "mark": BEGINS},
    )
    return int(rows[0][0])


def restricted_labels(views: Views) -> list[str]:
    """Return the numbers of the matters that only named people see."""
    rows = views.rows("SELECT DISTINCT label FROM main.matter JOIN main.restricted ON matter_id = id")
    return sorted(str(label) for (label,) in rows)


def sealed_matters(tx: Executes) -> list[str]:
    """Return the ids of the matters that are sealed now, in the order in which they were."""
    found = tx.execute("SELECT matter_id FROM sealed WHERE until IS NULL ORDER BY seq")
    return [str(one) for (one,) in found]


def written_of(tx: Executes, matter_id: str) -> list[tuple[str, str]]:
    """Return kind and payload of the rows of a matter as they stand in the journal, sealed where they are."""
    found = tx.execute(
        "SELECT kind, payload FROM journal WHERE matter_id = :matter_id ORDER BY seq", {"matter_id": matter_id}
    )
    return [(str(kind), str(payload)) for kind, payload in found]
