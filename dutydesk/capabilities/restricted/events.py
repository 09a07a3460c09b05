"""Who may know of a matter, who looked, who signed for it."""

from __future__ import annotations

from dutydesk.kernel.events import Event


class MatterRestricted(Event):
    """Only these people see the row's matter from now on, and the leader on duty.

    ``holders``: officer ids, all of them; ``label``: what the matter is marked as (``rules.LABELS``), empty for no mark.
    """

    KIND = "restricted.set"
    SEARCHED = ("reason",)
    holders: list[str]
    reason: str
    label: str = ""


class StandingNamed(Event):
    """These people hold every matter that is marked so from now on. ``holders``: officer ids, all of them; ``label``: ``rules.LABELS``."""

    KIND = "restricted.standing"
    SEARCHED = ("reason",)
    label: str
    holders: list[str]
    reason: str


class RestrictionLifted(Event):
    """Everybody sees the row's matter again."""

    KIND = "restricted.lifted"
    SEARCHED = ("reason",)
    SAYS = (("解除限定知悉; 理由: {0}", "reason"),)
    reason: str


class MatterSealed(Event):
    """Whatever is written of the row's matter is sealed from here on, this row included. ``key``: what the key is called.

    ``before``: rows that were written of it in plain, the messages that it came from included.
    """

    KIND = "restricted.sealed"
    SEARCHED = ("reason",)
    SEALS = True
    key: str
    reason: str
    before: int = 0


class MatterUnsealed(Event):
    """What was sealed of the row's matter is told here, and nothing more of it is sealed. ``told``: mark and what it means (JSON), in turns."""

    KIND = "restricted.unsealed"
    SEARCHED = ("reason",)
    UNSEALS = True
    SAYS = (("启封: 文字和数字重新以明文存放; 理由: {0}", "reason"),)
    reason: str
    told: list[str]


class KeyChanged(Event):
    """Sealed matters are sealed with another key from here on. ``key``: what it is called."""

    KIND = "restricted.key_changed"
    SEARCHED = ("reason",)
    SAYS = (("换了封存密钥, 请把密钥文件重新另存; 理由: {0}", "reason"),)
    key: str
    reason: str


class MatterRemarked(Event):
    """What is sealed of the row's matter stands under another key. ``marks``: each mark and the one in its place, in turns."""

    KIND = "restricted.remarked"
    QUIET = True
    SAYS = (("改以新密钥封存",),)
    key: str
    marks: list[str]


class RestrictedOpened(Event):
    """The actor opened the file of the row's matter, or took it out of the house (``how``: ``show``, ``export``)."""

    KIND = "restricted.opened"
    QUIET = True
    how: str


class AnnexSigned(Event):
    """The actor read the annex and signed for the row's matter."""

    KIND = "restricted.signed"
    SEARCHED = ("note",)
    SAYS = (("签阅限定知悉附页 {0}", "note"),)
    shift: str
    note: str = ""


class KeptByLeader(Event):
    """At a handover nobody who comes on holds the row's matter: the leader keeps it, by name. ``leader``: officer id."""

    KIND = "restricted.kept"
    SAYS = (("接班人中无知悉人, 由带班领导 {0} 掌握", "leader"),)
    shift: str
    leader: str
