"""What the office said of itself."""

from __future__ import annotations

import json

from dutydesk.capabilities.limits.reads import chosen
from dutydesk.capabilities.papers.rules import Office
from dutydesk.store.views.reader import Reader

OFFICE = "office"
OFFICE_FIELDS = ("name", "short", "code", "telephone", "fax")


def office_of(views: Reader, declared: Office) -> Office:
    """Return what stands on the office's papers: as ``papers.toml`` has it, what is empty there as it was said at the setting up."""
    kept = chosen(views, OFFICE)
    said: dict[str, str] = json.loads(kept) if kept else {}
    return Office(**{name: getattr(declared, name) or str(said.get(name, "")) for name in OFFICE_FIELDS})
