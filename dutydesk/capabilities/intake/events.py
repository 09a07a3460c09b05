"""What happens to a message after it was taken in. Imported when the first such row is met."""

from __future__ import annotations

from dataclasses import field

from dutydesk.capabilities.intake.rules import BELONGS, NEW
from dutydesk.kernel.events import Event


class MessageOpened(Event):
    """A person looked at a message (``message`` is its entry); the row's time is when."""

    KIND = "message.opened"
    QUIET = True
    SAYS = (("消息已打开",),)
    message: str


class MessageDisposed(Event):
    """A person said what becomes of a message: ``how`` is one of ``intake.rules.AS``, the row's matter the one meant."""

    KIND = "message.disposed"
    SEARCHED = ("reason",)
    message: str
    how: str
    to: str = ""
    reason: str = ""
    of: str = ""
    chosen: dict[str, str] = field(default_factory=dict[str, str])
    """Kind, category, subtype and colour that the person chose, beside what was proposed (IN-04); empty where no matter came of it."""
    what: str = ""
    """What the message is called in a few words; empty in rows from before this was kept."""
    less: bool = False
    """It was proposed red, and became less: the leader reads the reason."""

    @property
    def quiet(self) -> bool:
        """The matter's own line tells of what became a matter."""
        return self.how in (NEW, BELONGS) and not self.less
