"""Whether a person is who they say they are, at the moment of a signature."""

from __future__ import annotations

from dutydesk.desk.secrets import matches
from dutydesk.store.views import Views


def proves(views: Views, officer: str, secret: str) -> bool:
    """Return whether a secret is the officer's own; on a drill store an officer without one needs none."""
    digest = views.secret(officer)
    if not digest:
        return views.meta().get("drill") == "1"
    return matches(secret, digest)
