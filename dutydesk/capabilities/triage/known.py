"""Names of places, traditional characters and labelled examples, read once from the shipped files."""

from __future__ import annotations

import json
from functools import cache

from dutydesk.capabilities.triage.rules.folding import fold
from dutydesk.capabilities.triage.rules.likeness import learn
from dutydesk.capabilities.triage.rules.mentions import learn_mentions
from dutydesk.capabilities.triage.rules.places import Gazetteer, read_gazetteer
from dutydesk.capabilities.triage.rules.sorting import APPEAL, INCIDENT, Known
from dutydesk.resources import data_folder

PLACES, TRADITIONAL, EXAMPLES = "places.txt", "traditional.txt", "messages.jsonl"


@cache
def load_gazetteer() -> Gazetteer:
    """Return the names of provinces, cities and districts alone."""
    return read_gazetteer((data_folder() / "names" / PLACES).read_text(encoding="utf-8").splitlines())


@cache
def load_known() -> Known:
    """Return what every message is read with; some 3,000 names, some 2,400 characters."""
    folder = data_folder() / "names"
    places = load_gazetteer()
    rows = (folder / TRADITIONAL).read_text(encoding="utf-8").splitlines()
    pairs = [pair for row in rows if not row.startswith("#") for pair in row.split()]
    simpler = {pair[0]: pair[1] for pair in pairs}
    told = (data_folder() / "examples" / EXAMPLES).read_text(encoding="utf-8").splitlines()
    examples = [(fold(one["text"], simpler).line, one) for one in map(json.loads, told)]
    return Known(
        places,
        simpler,
        learn((line, one["kind"]) for line, one in examples),
        learn(((line, one["category"]) for line, one in examples if one.get("category")), least=2),
        learn((line, one["colour"]) for line, one in examples if one["kind"] == INCIDENT),
        learn((line, one["colour"]) for line, one in examples if one["kind"] == APPEAL),
        learn_mentions((line, one) for line, one in examples if one["kind"] == INCIDENT),
    )
