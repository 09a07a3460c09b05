"""Events of the papers: what the office says of itself."""

from __future__ import annotations

from dutydesk.kernel.events import Event


class OfficeDescribed(Event):
    """What stands on every paper of the office, as it was said at the setting up; ``papers.toml`` counts before it."""

    KIND = "office.described"
    SEARCHED = ("name", "short", "code", "telephone", "fax", "publication")
    name: str = ""
    short: str = ""
    code: str = ""
    telephone: str = ""
    fax: str = ""
    publication: str = ""
    issue: str = ""
    issued: str = ""
    issued_year: str = ""
    """The year of which ``issued`` counts."""
    signer: str = ""
