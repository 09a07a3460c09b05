"""The sending ledger: what each recipient had, when, with which figures (IN-14 to IN-16)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Protocol

from dutydesk.capabilities.limits.reads import chosen
from dutydesk.capabilities.reporting.rules.reporting import SIGN_OFF, Sent, differing, known_figures
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded
from dutydesk.store.mapped import Mapped
from dutydesk.store.views import ReportView, Views


def digest_of(text: str) -> str:
    """Return what a text is known by to whoever read it."""
    return hashlib.sha256(text.encode()).hexdigest()


class Titled(Protocol):
    """What carries a report's title."""

    @property
    def title(self) -> str:
        """The title, with what report it is in brackets at its end."""
        ...


def short_name(report: Titled) -> str:
    """Return 首报, 续报一: what stands in the brackets at the end of a report's title."""
    return re.split(r"[(（]", report.title)[-1].rstrip(")）")


def unmended(report: ReportView) -> Worded | None:
    """Return what keeps a report from paper and mail: findings that were neither mended nor given a reason for; None for none."""
    from dutydesk.capabilities.reporting.rules.findings import name_of  # not before the first frame

    found = [
        Worded("{0}: {1}{2}", name_of(one["check"]), f"“{one['words']}” " if one["words"] else "", one["said"])
        for one in report.blocked
    ]
    return Worded("发送前检查有未改也未写理由的: {0} (dutydesk excuse)", found) if found else None


def report_named(views: Views, name: str) -> ReportView | None:
    """Return the report of an id, or of a matter and a report's name (Y1/续报一); of a matter alone the newest that is no copy."""
    label, slash, called = (part.strip() for part in name.partition("/"))
    found = views.report(name) if not slash and name.replace("-", "").isalnum() else None
    if found is not None:
        return found
    matter = views.matter(label)
    if matter is None:
        return None
    sent = [one for one in views.reports(matter.id) if not one.forwards and (not slash or short_name(one) == called)]
    return sent[-1] if sent else None


def readers(views: Views, matter_id: str, text: str) -> list[str]:
    """Return who has read this very text while it waited for a signature, oldest first."""
    sql = "SELECT person FROM report_reading WHERE matter_id = :matter_id AND digest = :digest ORDER BY seq"
    return [str(person) for (person,) in views.rows(sql, {"matter_id": matter_id, "digest": digest_of(text)})]


def signed_kinds(views: Views) -> tuple[str, ...]:
    """Return the kinds of reports that this office chose to have signed."""
    return tuple(kind for kind in chosen(views, SIGN_OFF).split(",") if kind)


@dataclass(frozen=True)
class Brought:
    """Which figures a report of a matter brought to whom."""

    matter_id: str
    recipients: tuple[str, ...]
    figures: Mapping[str, float]


_BROUGHT = Mapped(Brought, "report")


def at_odds(views: Views) -> dict[str, dict[str, dict[str, float | None]]]:
    """Return by open incident the figures on which its recipients do not agree, see ``differing``; incidents without are left out."""
    wanted = "WHERE matter_id IN (SELECT id FROM matter WHERE state = 'open' AND kind = 'incident') ORDER BY seq"
    brought: dict[str, list[Brought]] = {}
    for one in _BROUGHT.all(views, wanted):
        brought.setdefault(one.matter_id, []).append(one)
    found = {matter: differing(known_figures(reports)) for matter, reports in brought.items()}
    return {matter: differ for matter, differ in found.items() if differ}


def sent(views: Views, matter_id: str) -> list[Sent]:
    """Return everything that was sent on a matter, forwarded copies too, oldest first."""
    return [
        Sent(one.id, one.title, one.kind, one.body, one.recipients, one.sent_at, one.figures)
        for one in views.reports(matter_id)
    ]
