"""Consents of others: given, asked for, answered."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from dutydesk.kernel.events import Event
from dutydesk.kernel.instants import Instant


class ConsentGiven(Event):
    """Somebody agreed to an act by the own secret (``how`` signed) or by telephone (phone); the row's actor recorded it.

    ``entry`` is the row that it is about and ``act`` its kind, ``first`` the first row of that act, ``call`` the row of the call.
    """

    KIND = "consent.given"
    QUIET = True
    entry: str
    first: str
    act: str
    person: str
    how: str
    agreed_at: Instant
    call: str = ""


class ConsentSigned(Event):
    """The row's actor signs for a consent given by telephone, or for an act that waited.

    ``consent`` is the row that recorded or asked for it, ``entry`` the row that it is about, ``act`` the kind of that row.
    ``asked``: the act waited for this signature and was done by it.
    """

    KIND = "consent.signed"
    SEARCHED = ("note",)
    MARK = "√"
    consent: str
    entry: str
    act: str
    note: str = ""
    asked: bool = False


class ConsentDenied(Event):
    """The row's actor says: I did not agree. Nothing is undone; it stands in red on the matter and the paper."""

    KIND = "consent.denied"
    SEARCHED = ("reason",)
    MARK = "▲"
    consent: str
    entry: str
    act: str
    reason: str


class ConsentAsked(Event):
    """An act waits for the signature of ``person``: nothing is done until they sign in a session of their own.

    ``name`` and ``words`` are the act as it was typed, its times spelled out and the desk's own draft of a text filled in.
    ``act`` is the kind of the row that they sign and ``shown`` that row as it would have been written when it was asked.
    ``rests``: state, level, figures and the like of the matter at that moment; what changed since is not signed for.
    """

    KIND = "consent.asked"
    MARK = "→"
    person: str
    name: str
    words: dict[str, Any] = field(default_factory=dict[str, Any])
    act: str
    shown: dict[str, Any] = field(default_factory=dict[str, Any])
    rests: dict[str, str] = field(default_factory=dict[str, str])


class ConsentReturned(Event):
    """An act that waited for a signature is not done: the person gives it back, or who asked takes it back."""

    KIND = "consent.returned"
    SEARCHED = ("reason",)
    MARK = "▲"
    consent: str
    act: str
    person: str
    reason: str = ""
