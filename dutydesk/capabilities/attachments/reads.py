"""Reads of files and recordings."""

from __future__ import annotations

from pathlib import Path

from dutydesk.capabilities.intake import reads as messages
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.store import attachments as files
from dutydesk.store.attachments import Kept
from dutydesk.store.mapped import Mapped
from dutydesk.store.views import Views
from dutydesk.store.views.reader import Reader


@dataclass(frozen=True)
class AttachmentView:
    """A file that is kept, or a recording that lies at ``path``."""

    id: str
    seq: int
    at: Instant
    actor: str
    matter_id: str | None
    entry: str
    name: str
    path: str
    sha256: str
    size: int
    seconds: int
    note: str
    whole: bool
    own: str
    own_size: int

    @property
    def is_recording(self) -> bool:
        """Whether it lies elsewhere."""
        return bool(self.path)

    @property
    def kept(self) -> Kept:
        """The file as the store's folder knows it."""
        return Kept(self.sha256, self.size, self.name, bool(self.own))

    @property
    def digest(self) -> str:
        """The SHA-256 of the file as it was brought, whether it is kept so or sealed."""
        return self.own or self.sha256

    @property
    def length(self) -> int:
        """Its bytes as it was brought."""
        return self.own_size or self.size


_ATTACHMENT = Mapped(AttachmentView, "attachment")


def of_matter(reader: Reader, matter_id: str) -> list[AttachmentView]:
    """Return the files and recordings of a matter, of its messages and calls, and of what was merged into it, oldest first."""
    return _ATTACHMENT.all(reader, f"WHERE matter_id IN {messages.WHOLE} ORDER BY seq", {"matter": matter_id})


def of_entry(reader: Reader, entry: str) -> list[AttachmentView]:
    """Return what came with a message or a call, oldest first."""
    return _ATTACHMENT.all(reader, "WHERE entry = :entry ORDER BY seq", {"entry": entry})


def attachments(reader: Reader) -> list[AttachmentView]:
    """Return all, oldest first."""
    return _ATTACHMENT.all(reader, "ORDER BY seq")


def attachment(reader: Reader, name: str) -> AttachmentView | None:
    """Return one by its id, the unique end of it, or the number of its row."""
    where = (
        "WHERE id = :name OR CAST(seq AS TEXT) = :name OR (length(:name) >= 4 AND substr(id, -length(:name)) = :name)"
    )
    return _ATTACHMENT.only(reader, where, {"name": name})


def state(store: Path, one: AttachmentView, *, quick: bool = False) -> str:
    """Return whether a file is as it was kept, a recording as it was when it was named (``store.attachments.STATES``)."""
    if not one.is_recording:
        return files.state(files.folder_of(store), one.kept, quick=quick)
    return files.state_of(Path(one.path), one.kept, quick=quick)


def matter_of(reader: Views, matter: str, entry: str) -> str | None:
    """Return the matter to which a file goes that is put to a matter or an entry, each as it was typed; None for none."""
    if not entry.strip():
        found = reader.matter(matter) if matter else None
        return found.id if found is not None else None
    message = messages.message(reader, entry.strip())
    if message is not None:
        return message.matter_id or message.proposed or None
    row = reader.entry_by_id(entry.strip())
    return row.matter_id if row is not None else None


def is_named(views: Reader, sha256: str) -> bool:
    """Return whether a row names what is kept under a hash."""
    return bool(views.rows("SELECT 1 FROM attachment WHERE sha256 = :sha256 LIMIT 1", {"sha256": sha256}))
