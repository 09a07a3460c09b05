"""Writing a line down whatever becomes of the store: into the log where that can be written, else into the emergency log."""

from __future__ import annotations

from pathlib import Path

from dutydesk.capabilities.log.acts import Log
from dutydesk.desk.service import Desk
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.refusal import Refused, naming
from dutydesk.kernel.text import stored
from dutydesk.kernel.values import dataclass
from dutydesk.store import emergency_log
from dutydesk.store.errors import StoreError


@dataclass(frozen=True)
class Kept:
    """Where a line is: row ``seq`` of the log, or, with 0, line ``number`` of the emergency log ``file``."""

    id: str
    seq: int = 0
    file: Path | None = None
    number: int = 0


def write(
    path: Path, desk: Desk | None, line_id: str, text: str, *, by: str, now: Instant, proved: bool = True
) -> Kept:
    """Keep a line; once this returns it is on the disk, in one of the two.

    The log is tried first and under the line's own id: what a disk took without saying so is not taken in a second time.

    Args:
        path: the store.
        desk: the desk; None where the store cannot even be opened.
        line_id: the line's id.
        text: as typed.
        by: who writes it: an account, or a name as given.
        now: when.
        proved: whether they proved who they are.

    Raises:
        Refused: the text may not be kept here.
        StoreBusyError: the store is only held by somebody else; nothing was written.
        DiskError: nothing can be written anywhere.
    """
    with naming(""):
        kept = stored(text)
    if not kept.strip():
        raise Refused("", "还没有填")
    if desk is not None:
        try:
            return Kept(line_id, desk.perform(Log(text=kept), actor=by, act_id=line_id).seq)
        except StoreError as error:
            if not error.BY_HAND:
                raise
    label = emergency_log.named_restricted(path, kept)
    if label:
        raise Refused("", "应急记录不写限定知悉的事项 ({0}): 请当面报告在岗带班领导, 库修好后再记", label)
    line = emergency_log.Line(line_id, 0, now, by, kept, proved=proved)
    file, number = emergency_log.append(path, line)
    return Kept(line_id, 0, file, number)
