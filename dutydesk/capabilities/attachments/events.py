"""Files that were kept, recordings that were referred to."""

from __future__ import annotations

from dutydesk.kernel.events import Event


class Filed(Event):
    """A file belongs to the row's matter, or to an entry: its bytes and their SHA-256 as they were (AR-03)."""

    sha256: str
    size: int
    entry: str = ""
    note: str = ""


class AttachmentAdded(Filed):
    """A file was copied into the store's folder, under the SHA-256 of what it holds.

    Of a sealed matter what is kept is sealed: ``own`` and ``own_size`` are then of the file as it was brought.
    """

    KIND = "attachment.added"
    SEARCHED = ("name", "note")
    MARK = "§"
    name: str
    whole: bool = False
    """It is the whole of a text that is too long for its message."""
    own: str = ""
    own_size: int = 0

    @property
    def quiet(self) -> bool:
        """The message says itself that there is more of it."""
        return self.whole


class RecordingNamed(Filed):
    """A recording stays where it lies: its path, how many seconds it lasts (0: not said)."""

    KIND = "attachment.recording"
    SEARCHED = ("path", "note")
    MARK = "§"
    path: str
    seconds: int = 0
