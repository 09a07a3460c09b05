"""Sorting what comes in, with the books that count."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from dutydesk.capabilities.triage.known import load_known
from dutydesk.capabilities.triage.rules.kept import as_kept
from dutydesk.capabilities.triage.rules.sorting import Proposal, sort
from dutydesk.capabilities.triage.rules.titling import title
from dutydesk.kernel import titles
from dutydesk.kernel.instants import Instant
from dutydesk.usecase.books import Books

log = logging.getLogger(__name__)


def proposed(books: Books, text: str, received_at: Instant, given: Mapping[str, str]) -> dict[str, Any]:
    """Return what is proposed for a message, as it is kept with it.

    A fault of the sorting costs the proposal, never the message: what was given with it stands alone then.

    Args:
        books: the office's.
        text: as it came in.
        received_at: relative times are read from there.
        given: kind, category, subtype, colour that came with the message.
    """
    try:
        found = sort(text, books.words, load_known(), received_at)
        return as_kept(found, short_title(books, found, text), given)
    except Exception:
        log.exception("a message could not be sorted")  # never its text
        return dict(given)


def short_title(books: Books, proposal: Proposal, text: str) -> str:
    """Return a title for what a message tells: place and what it is, else the beginning of its words."""
    name = books.taxonomy.name_of(proposal.category, proposal.subtype) if proposal.subtype else ""
    return title(proposal, name, text) or titles.proposed(text)
