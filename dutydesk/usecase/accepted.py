"""The accepted text of a rulebook, read like a folder of files."""

from __future__ import annotations

import errno
from collections.abc import Mapping

from dutydesk.store.views import rulebooks as reads
from dutydesk.store.views.reader import Reader


class AcceptedFile:
    """One file of an accepted rulebook; it may be missing."""

    def __init__(self, name: str, text: str | None) -> None:
        self.name = name
        self._text = text

    def exists(self) -> bool:
        """Whether the file was accepted."""
        return self._text is not None

    def read_bytes(self) -> bytes:
        """Return its bytes.

        Raises:
            FileNotFoundError: it was not accepted.
        """
        if self._text is None:
            raise FileNotFoundError(errno.ENOENT, "not in the accepted rulebook", self.name)
        return self._text.encode()


class Accepted:
    """A whole accepted rulebook: ``accepted / "rights.toml"`` is a file of it. Two of the same version are the same."""

    def __init__(self, version: str, files: Mapping[str, str]) -> None:
        self.version = version
        self._files = files

    def __truediv__(self, name: str) -> AcceptedFile:
        return AcceptedFile(name, self._files.get(name))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Accepted) and other.version == self.version

    def __hash__(self) -> int:
        return hash(self.version)


def source_of(reader: Reader) -> Accepted | None:
    """Return the books that count for a store; None where none was accepted yet: the shipped ones count."""
    found = reads.accepted(reader)
    return Accepted(found.version, found.files) if found is not None else None
