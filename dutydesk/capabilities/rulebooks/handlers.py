"""Which rulebook counts: the text that was accepted into the store's journal, not whatever folder a session points at.

A store made by ``init`` or for a drill accepts what it starts with. One from before counts by the shipped text until somebody
with the right ``rulebook`` accepts another: no folder, however it is configured, changes a right or a clock by itself.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Mapping
from pathlib import Path

from dutydesk.capabilities.rulebooks import acts
from dutydesk.capabilities.rulebooks.events import RulebookAccepted
from dutydesk.kernel.reading import Problem, RulebookError, line_at
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.wording import together
from dutydesk.resources import data_folder
from dutydesk.store.journal import Row
from dutydesk.store.views import rulebooks as reads
from dutydesk.store.views.reader import Reader
from dutydesk.usecase.accepted import Accepted, source_of
from dutydesk.usecase.books import problems_of
from dutydesk.usecase.handling import handles
from dutydesk.usecase.work import Work

LARGEST = 1_000_000
"""Bytes of a file of the rulebook; beyond that it is none."""


def texts_of(folder: Path | None) -> dict[str, str]:
    """Return the files of a rulebook folder (the shipped one by default), with the shipped ones that it lacks.

    Raises:
        Refused: there is no such folder, or a file that cannot be read.
    """
    if folder is not None and not folder.is_dir():
        raise Refused("folder", "没有这个文件夹: {0}", str(folder))
    shipped = data_folder() / "rulebook"
    names = sorted(one.name for one in shipped.glob("*.toml"))
    own = {name: folder / name for name in names if folder is not None and (folder / name).exists()}
    return {name: _text(own.get(name, shipped / name)) for name in names}


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise Refused("folder", "文件太大, 不是规则册: {0}", path.name)
        content = path.read_bytes()
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused("folder", "读不出规则册文件: {0}", f"{path.name}:{line_at(error)}") from error
    except OSError as error:
        raise Refused("folder", "读不出规则册文件: {0}", path.name) from error


def version_of(texts: Mapping[str, str]) -> str:
    """Return the digest that names a set of files."""
    joined = "\0".join(f"{name}\0{text}" for name, text in sorted(texts.items()))
    return hashlib.sha256(joined.encode()).hexdigest()[:12]


def in_force(reader: Reader) -> dict[str, str]:
    """Return the files that count now."""
    found = reads.accepted(reader)
    return dict(found.files) if found is not None else texts_of(None)


def starts_with(folder: Path | None) -> RulebookAccepted:
    """Return the event by which a new store accepts what it starts with.

    Raises:
        Refused: a file that cannot be read.
        RulebookError: the books cannot be used.
    """
    texts = texts_of(folder)
    check(texts)
    return RulebookAccepted(version=version_of(texts), files=texts, first=True, shipped=_digests(texts_of(None)))


def check(texts: Mapping[str, str]) -> None:
    """Refuse books that cannot be used.

    Raises:
        RulebookError: every problem of every file.
    """
    problems = problems_of(Accepted(version_of(texts), texts))
    if problems:
        raise RulebookError(problems)


def broken(reader: Reader, folder: Path | None) -> tuple[Problem, ...]:
    """Return what cannot be used of the accepted text (a newer dutydesk may ask for more), then of the configured folder."""
    accepted, configured = source_of(reader), folder if folder is not None and folder.is_dir() else None
    found = [problem for source in (accepted, configured) if source is not None for problem in problems_of(source)]
    return tuple(dict.fromkeys(found))


def missing(folder: Path) -> list[str]:
    """Return the files that a rulebook folder lacks: there the shipped ones would count."""
    return sorted(one.name for one in (data_folder() / "rulebook").glob("*.toml") if not (folder / one.name).exists())


@handles(acts.RulebookAccept)
def accept(work: Work, act: acts.RulebookAccept) -> Row:
    """Write the files' text into the journal: from now on it counts for every session on the store."""
    before = in_force(work.views)
    if act.keep and act.folder.strip():
        raise Refused("keep", "要么采用文件夹里的, 要么保留采用的")
    texts = before if act.keep else texts_of(Path(act.folder).expanduser() if act.folder.strip() else None)
    try:
        check(texts)
    except RulebookError as error:
        problems = together(problem.worded for problem in error.problems)
        raise Refused("folder", "规则册不能用: {0}", problems) from error
    version = version_of(texts)
    if reads.accepted(work.views) is not None and version == version_of(before) and not upgraded(work.views):
        raise Refused("", "没有改动: 采用的就是这一版 ({0})", version)
    changed = sorted(name for name, text in texts.items() if before.get(name) != text)
    reason = act.reason
    event = RulebookAccepted(
        version=version, files=texts, changed=changed, reason=reason, shipped=_digests(texts_of(None))
    )
    return work.append(event)


def _digests(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: hashlib.sha256(text.encode()).hexdigest()[:12] for name, text in sorted(texts.items())}


def upgraded(reader: Reader) -> list[str]:
    """Return the files that dutydesk ships with another text now than when the rulebook was accepted, and not as accepted.

    Where an older version accepted, what it shipped then is not known: there it is what was accepted.
    """
    found = reads.accepted(reader)
    if found is None:
        return []
    then = found.shipped or _digests(found.files)
    now = texts_of(None)
    changed = [name for name, digest in _digests(now).items() if then.get(name) != digest]
    return [name for name in changed if found.files.get(name) != now[name]]


def differs(reader: Reader, folder: Path | None) -> list[str]:
    """Return the files of the configured folder (or of this version of dutydesk) that are not as accepted, or not readable."""
    changed: list[str] = []
    texts = in_force(reader)
    for name in {*texts, *(one.name for one in (data_folder() / "rulebook").glob("*.toml"))}:
        text = texts.get(name)
        path = folder / name if folder is not None and (folder / name).exists() else data_folder() / "rulebook" / name
        try:
            same = path.exists() and _text(path) == text
        except Refused:
            same = False
        changed += [] if same else [name]
    return sorted(changed)


def difference(reader: Reader, folder: Path | None) -> str:
    """Return what accepting the folder would change, file by file."""
    before, after = in_force(reader), texts_of(folder)
    lines: list[str] = []
    for name in sorted(after):
        old, new = before.get(name, "").splitlines(), after[name].splitlines()
        lines += difflib.unified_diff(old, new, f"accepted/{name}", name, lineterm="")
    return "\n".join(lines)
