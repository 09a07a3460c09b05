"""Keys: registered and revoked."""

from __future__ import annotations

from dutydesk.capabilities.ssh import events as ev
from dutydesk.capabilities.ssh import tables as t
from dutydesk.store.statements import actor, at, changes, opens

opens(ev.KeyAdded, t.KeyRow, kind="ssh_kind", body="ssh_key", added_by=actor, added_at=at)
changes(ev.KeyRevoked, t.KeyRow, revoked_by=actor, revoked_at=at)
