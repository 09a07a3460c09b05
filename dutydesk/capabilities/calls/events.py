"""The telephone: calls with their result, the contact book, the call for help."""

from __future__ import annotations

from dataclasses import field

from dutydesk.kernel.events import Event


class CallLogged(Event):
    """A call out. ``result``: reached, no_answer, busy. ``task`` names the call task that it answers."""

    KIND = "call.logged"
    SEARCHED = ("name", "number", "text", "opinion")
    MARK = "☎"
    name: str
    number: str
    result: str
    text: str = ""
    task: str = ""
    opinion: str = ""
    reached: bool | None = None
    """Whether that ends the task; None in rows of before the field: the result tells."""


class CallPassedOn(Event):
    """Who was to be called went off duty: ``person`` is called instead of ``before``. ``task`` names the call task."""

    KIND = "call.passed_on"
    MARK = "☎"
    task: str
    before: str
    person: str


class ContactSaved(Event):
    """A line of the contact book: posts first, persons second (EX-07). ``verified_on`` is an ISO date or empty."""

    KIND = "contact.saved"
    SEARCHED = ("unit", "post", "name", "numbers", "note")
    contact: str
    unit: str
    post: str = ""
    name: str = ""
    numbers: list[str] = field(default_factory=list[str])
    officer: str = ""
    verified_on: str = ""
    note: str = ""


class ContactRetired(Event):
    """A line of the contact book is no longer in force."""

    KIND = "contact.retired"
    SEARCHED = ("unit", "reason")
    SAYS = (("通讯录停用: {0} {1}", "unit", "reason"),)
    contact: str
    unit: str = ""
    reason: str = ""


class EmergencyCalled(Event):
    """The emergency key: everyone of ``call_list`` is to be called, in this order."""

    KIND = "emergency.called"
    SEARCHED = ("text",)
    MARK = "!"
    text: str
    call_list: list[str] = field(default_factory=list[str])
