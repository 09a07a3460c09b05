"""Consents of others: given, asked for, answered."""

from __future__ import annotations

from dataclasses import field
from typing import Any, ClassVar

from dutydesk.domain.events.base import Event
from dutydesk.domain.instants import Instant
from dutydesk.domain.values import dataclass


@dataclass(kw_only=True, eq=False, repr=False)
class ConsentGiven(Event):
    """Somebody agreed to an act by the own secret (``how`` signed) or by telephone (phone); the row's actor recorded it.

    ``entry`` is the row that it is about and ``act`` its kind, ``first`` the first row of that act, ``call`` the row of the call.
    """

    KIND: ClassVar[str] = "consent.given"
    QUIET: ClassVar[bool] = True
    entry: str
    first: str
    act: str
    person: str
    how: str
    agreed_at: Instant
    call: str = ""


@dataclass(kw_only=True, eq=False, repr=False)
class ConsentSigned(Event):
    """The row's actor signs for a consent given by telephone, or for an act that waited.

    ``consent`` is the row that recorded or asked for it, ``entry`` the row that it is about, ``act`` the kind of that row.
    """

    KIND: ClassVar[str] = "consent.signed"
    SEARCHED: ClassVar[tuple[str, ...]] = ("note",)
    consent: str
    entry: str
    act: str
    note: str = ""


@dataclass(kw_only=True, eq=False, repr=False)
class ConsentDenied(Event):
    """The row's actor says: I did not agree. Nothing is undone; it stands in red on the matter and the paper."""

    KIND: ClassVar[str] = "consent.denied"
    SEARCHED: ClassVar[tuple[str, ...]] = ("reason",)
    consent: str
    entry: str
    act: str
    reason: str


@dataclass(kw_only=True, eq=False, repr=False)
class ConsentAsked(Event):
    """An act waits for the signature of ``person``: its typed words are kept and done when they sign in their own session."""

    KIND: ClassVar[str] = "consent.asked"
    act: str
    words: dict[str, Any] = field(default_factory=dict[str, Any])
    person: str
