"""Names of places and traditional characters, read once from the shipped files."""

from __future__ import annotations

from functools import cache

from dutydesk.capabilities.triage.rules.places import read_gazetteer
from dutydesk.capabilities.triage.rules.sorting import Known
from dutydesk.resources import data_folder

PLACES, TRADITIONAL = "places.txt", "traditional.txt"


@cache
def load_known() -> Known:
    """Return what every message is read with; some 3,000 names, some 2,400 characters."""
    folder = data_folder() / "names"
    places = read_gazetteer((folder / PLACES).read_text(encoding="utf-8").splitlines())
    rows = (folder / TRADITIONAL).read_text(encoding="utf-8").splitlines()
    pairs = [pair for row in rows if not row.startswith("#") for pair in row.split()]
    return Known(places, {pair[0]: pair[1] for pair in pairs})
