"""Files and recordings are put to a matter, a message or a call."""

from __future__ import annotations

from dutydesk.capabilities.attachments import acts, reads
from dutydesk.capabilities.attachments import events as ev
from dutydesk.capabilities.attachments.bringing import Brought
from dutydesk.capabilities.attachments.rules import name_of, read_length
from dutydesk.capabilities.intake import reads as messages
from dutydesk.capabilities.matters.rules import OPEN, Matter
from dutydesk.capabilities.obligations import dues
from dutydesk.kernel.refusal import Refused, naming
from dutydesk.store.attachments import INTACT, Kept, folder_of, state
from dutydesk.store.journal import Row
from dutydesk.store.views.seen import is_sealed
from dutydesk.usecase.handling import handles
from dutydesk.usecase.work import Work


@handles(acts.Attach)
def attach(work: Work, act: acts.Attach) -> Row:
    """Put a file to what it belongs to; its content is in the store's folder already."""
    brought = _brought(work)
    matter, entry = _belongs(work, act.matter, act.entry)
    there = reads.of_entry(work.views, entry) if entry else reads.of_matter(work.views, matter or "")
    if any(one.digest == brought.digest and not one.is_recording for one in there):
        raise Refused("file", "这份文件已经在这里: {0}", brought.name)
    name = name_of(act.name) or brought.name
    return _written(work, _added(brought, name, entry, note=act.note), matter)


@handles(acts.Recording)
def recording(work: Work, act: acts.Recording) -> Row:
    """Write down where a recording lies, how long it is and what it holds."""
    brought = _brought(work)
    matter, entry = _belongs(work, act.matter, act.entry)
    with naming("length"):
        seconds = read_length(act.length) if act.length.strip() else brought.seconds
    event = ev.RecordingNamed(
        path=work.text("file", brought.path),
        sha256=brought.sha256,
        size=brought.size,
        seconds=seconds,
        entry=entry,
        note=act.note,
    )
    return _written(work, event, matter)


def keep_whole(work: Work, brought: Brought, entry: str) -> None:
    """Put the whole of a text to the message that is its beginning."""
    matter, _ = _belongs(work, None, entry)
    work.append(_added(brought, brought.name, entry, whole=True), matter=matter)


def _added(brought: Brought, name: str, entry: str, *, note: str = "", whole: bool = False) -> ev.AttachmentAdded:
    """Return what is written of a file that was kept."""
    return ev.AttachmentAdded(
        name=name,
        sha256=brought.sha256,
        size=brought.size,
        entry=entry,
        note=note,
        whole=whole,
        own=brought.own,
        own_size=brought.own_size,
    )


def _brought(work: Work) -> Brought:
    if not isinstance(work.brought, Brought):
        raise Refused("file", "还没有填")
    found, store = work.brought, work.tx.path
    kept = Kept(found.sha256, found.size, found.name)
    if store is not None and not found.path and state(folder_of(store), kept, quick=True) != INTACT:
        raise Refused("file", "文件刚被另一个会话撤下, 请再存一次")
    return found


def _written(work: Work, event: ev.Filed, matter: str | None) -> Row:
    row = work.append(event, matter=matter)
    found = work.views.matter(matter) if matter else None
    if found is not None and found.state == OPEN:
        dues.acted(work, found)
    return row


def _belongs(work: Work, matter: Matter | None, typed: str) -> tuple[str | None, str]:
    """Return the matter and the entry that a file is put to.

    Raises:
        Refused: neither is named, there is no such entry, it belongs to another matter, or that was sealed or unsealed just now.
    """
    found, entry = _named(work, matter, typed)
    brought = work.brought
    if isinstance(brought, Brought) and not brought.path:
        sealed_for = found if found is not None and is_sealed(work.views, found) else ""
        if brought.matter != sealed_for:
            raise Refused("file", "事项刚刚封存或启封, 请再存一次")
    return found, entry


def _named(work: Work, matter: Matter | None, typed: str) -> tuple[str | None, str]:
    if not typed.strip():
        if matter is None:
            raise Refused("matter", "请写明归在哪个事项 (--matter) 或哪一条 (--entry)")
        return matter.id, ""
    message = messages.message(work.views, typed.strip())
    entry = work.views.entry_by_id(message.id if message is not None else typed.strip())
    of = (message.matter_id or message.proposed or None) if message is not None else entry.matter_id if entry else None
    if entry is None or not work.may_see(of):
        raise Refused("entry", "没有这一条: {0}", typed)
    if matter is not None and of not in (None, matter.id):
        raise Refused("entry", "这一条属于别的事项, 不属于 {0}", matter.label)
    return of or (matter.id if matter is not None else None), entry.id
