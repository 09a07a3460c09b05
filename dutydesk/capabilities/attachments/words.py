"""How files and recordings are told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dutydesk.capabilities.attachments import events as ev
from dutydesk.capabilities.attachments.reads import AttachmentView
from dutydesk.capabilities.attachments.rules import tell_length, tell_size
from dutydesk.capabilities.log.lines import TELL
from dutydesk.i18n import say, translate, when
from dutydesk.kernel.text import one_line

SHOWN = 16
"""Signs of a SHA-256 that stand in a line."""


def attachment_line(one: AttachmentView, names: Mapping[str, str], today: date) -> str:
    """Return a file or recording in one line: name or path, size or length, SHA-256, when and by whom, remark."""
    size = tell_size(one.length)
    if one.is_recording:
        size += f", {tell_length(one.seconds)}" if one.seconds else ""
    head = translate("录音录像") if one.is_recording else translate("全文") if one.whole else translate("附件")
    who = names.get(one.actor, one.actor)
    parts = (
        f"{head} #{one.seq}", one.path or one.name, f"({size})", f"SHA-256 {one.digest[:SHOWN]}", when(one.at, today), who, one.note,
    )  # fmt: skip
    return one_line(" ".join(part for part in parts if part))


def _added(event: ev.AttachmentAdded, _names: Mapping[str, str]) -> str:
    told = f"{event.name} ({tell_size(event.own_size or event.size)}) SHA-256 {(event.own or event.sha256)[:SHOWN]}"
    template = "全文: {0}" if event.whole else "附件: {0}"
    return " ".join(part for part in (say(template, told), event.note) if part)


def _named(event: ev.RecordingNamed, _names: Mapping[str, str]) -> str:
    length = f", {tell_length(event.seconds)}" if event.seconds else ""
    told = f"{event.path} ({tell_size(event.size)}{length}) SHA-256 {event.sha256[:SHOWN]}"
    return " ".join(part for part in (say("录音录像: {0}", told), event.note) if part)


TELL.update({ev.AttachmentAdded.KIND: _added, ev.RecordingNamed.KIND: _named})
