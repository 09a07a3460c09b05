"""What can be wrong with a store, each as one sentence that says what happened, what was kept and what to do."""

from __future__ import annotations

from dutydesk.domain.wording import Worded


class StoreError(Worded):
    """Base of everything that keeps a store from being used."""


class StoreMissingError(StoreError):
    """There is no store at that path. Opening never creates one."""


class NotAStoreError(StoreError):
    """The file is not a dutydesk store; it was left exactly as it is."""


class NewerStoreError(StoreError):
    """A newer version of dutydesk made the store; this one refuses to write."""


class StoreExistsError(StoreError):
    """A store would be created where a file already is."""


class StoreBusyError(StoreError):
    """Another process held the store too long; nothing was written."""


class StoreReplacedError(StoreError):
    """The file was removed or replaced while open; writing stopped."""


class StoreDamagedError(StoreError):
    """The chain or the file failed its check; writing stopped."""


class DiskError(StoreError):
    """The disk refused a write; nothing that was acknowledged is lost."""
