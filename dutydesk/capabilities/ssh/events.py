"""Keys by which people come in over SSH: registered, revoked, and who was turned away. Only public keys are in here."""

from __future__ import annotations

from dutydesk.kernel.events import Event


class KeyAdded(Event):
    """A person may come in by this key from now on."""

    KIND = "ssh.key_added"
    officer: str
    ssh_kind: str
    ssh_key: str
    """The bytes of the public key in base64."""
    fingerprint: str
    comment: str = ""


class KeyRevoked(Event):
    """Nobody comes in by this key any more."""

    KIND = "ssh.key_revoked"
    SEARCHED = ("reason",)
    SAYS = (("撤销 SSH 公钥: {0}, {1}", "officer", "fingerprint"), (" 理由: {0}", "reason"))
    officer: str
    fingerprint: str
    reason: str = ""


class TurnedAway(Event):
    """Somebody came with a key that lets nobody in, or asked for more than a session from outside may."""

    KIND = "ssh.turned_away"
    QUIET = True
    fingerprint: str
    why: str
    """``unknown``, ``revoked``, ``disabled``, ``locked`` or ``command``."""
    asked: str = ""
    terminal: str = ""
