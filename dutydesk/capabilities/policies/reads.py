"""Reads of policies: the sheet in force, who was told, windows, how late documents arrive."""

from __future__ import annotations

from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.store.mapped import Mapped
from dutydesk.store.views import Views


@dataclass(frozen=True)
class SheetView:
    """An interpretation as it was signed."""

    number: int
    wording: str
    scope: str
    effective: str
    bound: str
    silent: str
    actor: str
    second_reader: str
    signed_at: Instant
    withdrawn_at: Instant | None
    reason: str


@dataclass(frozen=True)
class RecipientView:
    """Who must get it; ``because``: the keyword that proposed it."""

    name: str
    because: str
    pushed_at: Instant | None
    wrong_at: Instant | None
    corrected_at: Instant | None

    @property
    def to_correct(self) -> bool:
        """Whether a withdrawn interpretation still stands with this recipient."""
        return self.wrong_at is not None and self.corrected_at is None


@dataclass(frozen=True)
class WindowView:
    """A window for applications or comments."""

    matter_id: str
    label: str
    title: str
    subject: str
    opens_at: Instant | None
    ends_at: Instant
    confirmed_at: Instant | None


@dataclass(frozen=True)
class LagView:
    """How long a document was on its way."""

    matter_id: str
    label: str
    title: str
    issued_at: Instant
    received_at: Instant

    @property
    def lag(self) -> Instant:
        """Receipt after issue (µs)."""
        return self.received_at - self.issued_at


@dataclass(frozen=True)
class PolicyView:
    """Everything of a policy beside its matter. ``listed_at``: when the list of recipients last grew shorter."""

    issued_at: Instant | None
    listed_at: Instant | None
    sheets: tuple[SheetView, ...]
    recipients: tuple[RecipientView, ...]
    windows: tuple[WindowView, ...]

    @property
    def in_force(self) -> SheetView | None:
        """The newest sheet, unless it was withdrawn."""
        newest = self.sheets[-1] if self.sheets else None
        return newest if newest is not None and newest.withdrawn_at is None else None

    @property
    def pushed(self) -> int:
        """How many recipients are marked pushed."""
        return sum(one.pushed_at is not None for one in self.recipients)

    @property
    def all_pushed_at(self) -> Instant | None:
        """Since when every listed recipient has been marked pushed; None while one is not, or none is listed."""
        times = [one.pushed_at for one in self.recipients]
        if not times or None in times:
            return None
        return max(*(at for at in times if at is not None), self.listed_at or 0)

    @property
    def to_correct(self) -> tuple[str, ...]:
        """Who still holds a withdrawn interpretation."""
        return tuple(one.name for one in self.recipients if one.to_correct)


_SHEET = Mapped(SheetView, "policy_sheet")
_RECIPIENT = Mapped(RecipientView, "policy_recipient")
_WINDOW = Mapped(WindowView, "policy_window w JOIN matter m ON m.id = w.matter_id", label="m.label", title="m.title")
_LAG = Mapped(LagView, "matter m JOIN policy p ON m.id = p.matter_id", matter_id="m.id", issued_at="p.issued_at")


def policy(views: Views, matter_id: str) -> PolicyView:
    """Return what is known of a policy; empty for one that nobody worked on."""
    of = {"matter": matter_id}
    known = views.rows("SELECT issued_at, listed_at FROM policy WHERE matter_id = :matter", of)
    issued_at, listed_at = known[0] if known else (None, None)
    return PolicyView(
        issued_at,
        listed_at,
        tuple(_SHEET.all(views, "WHERE matter_id = :matter ORDER BY number", of)),
        tuple(_RECIPIENT.all(views, "WHERE matter_id = :matter ORDER BY seq, place", of)),
        tuple(_WINDOW.all(views, "WHERE w.matter_id = :matter ORDER BY w.seq", of)),
    )


def windows(views: Views, now: Instant, *, past: bool = False) -> list[WindowView]:
    """Return the register of windows by their end: those still open or to come, and with ``past`` all."""
    where = "" if past else "WHERE w.ends_at >= :now "
    return _WINDOW.all(views, where + "ORDER BY w.ends_at", {"now": now})


def lags(views: Views) -> list[LagView]:
    """Return every policy whose date of issue is known, oldest receipt first."""
    return _LAG.all(views, "WHERE p.issued_at IS NOT NULL ORDER BY m.received_at, m.seq")
