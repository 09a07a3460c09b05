"""Resources by place: what of the register of hospitals, fire stations and the like lies near a matter's place (CO-13)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from dutydesk.capabilities.registers.reads import rows
from dutydesk.capabilities.triage.known import load_gazetteer
from dutydesk.capabilities.triage.rules.places import regions
from dutydesk.i18n import say, translate
from dutydesk.kernel.telephones import shown
from dutydesk.kernel.values import dataclass
from dutydesk.store.views.reader import Reader

REGISTER = "nearby"
"""The register that the rulebook ships for them; its fields are named in ``registers.toml``."""

FIELDS = ("name", "kind", "province", "city", "district", "phone")
SHOWN = 8
"""How many stand in a matter's file."""

UNKNOWN = 1e9
"""Minutes of a row that does not say them: behind all others of its nearness."""


@dataclass(frozen=True)
class Nearby:
    """A row: where it is, how it is reached, in how many minutes from the middle of its district."""

    no: str
    name: str
    kind: str
    province: str
    city: str
    district: str
    phone: str
    minutes: float

    def line(self) -> str:
        """Return the row as a line of a file."""
        time = say("{0} 分钟", f"{self.minutes:g}") if self.minutes < UNKNOWN else ""
        where = f"{self.city}{self.district}"
        phone = "、".join(shown(one) for one in self.phone.split("、") if one)
        return " ".join(part for part in (translate(self.kind), self.name, where, phone, time) if part)


def read(reader: Reader) -> list[Nearby]:
    """Return the rows in use."""
    found: list[Nearby] = []
    for one in rows(reader, REGISTER):
        values = one.values
        name, kind, province, city, district, phone = (str(values.get(field) or "") for field in FIELDS)
        minutes = float(values.get("minutes") or UNKNOWN)
        found.append(Nearby(one.no, name, kind, province, city, district, phone, minutes))
    return found


def ranked(found: Iterable[Nearby], place: str, regions: Collection[str] = ()) -> list[Nearby]:
    """Return the rows of the same district, then of the same city, then of the same province, each by minutes.

    Args:
        found: the rows.
        place: in words.
        regions: full names of what the place lies in.
    """
    near: list[tuple[int, float, str, Nearby]] = []
    for one in found:
        names = [name.strip() for name in (one.district, one.city, one.province)]
        level = next((level for level, name in enumerate(names) if name and (name in place or name in regions)), None)
        if level is not None:
            near.append((level, one.minutes, one.no, one))
    return [one for *_, one in sorted(near, key=lambda one: one[:3])]


def near(reader: Reader, place: str) -> list[str]:
    """Return what lies near a place as lines."""
    rows_in_use = read(reader) if place.strip() else []
    if not rows_in_use:
        return []
    return [one.line() for one in ranked(rows_in_use, place, regions(place, load_gazetteer()))[:SHOWN]]
