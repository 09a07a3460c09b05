"""Files and recordings: kept by what they hold, put to a matter, a message or a call, refused where they may not be kept."""

from __future__ import annotations

import hashlib
import os
import socket
import stat
import wave
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from room import Room

from dutydesk.capabilities.attachments import reads
from dutydesk.capabilities.attachments.rules import LONGEST_NAME, name_of, read_length, tell_length, tell_size
from dutydesk.capabilities.files.pages import matter_page
from dutydesk.capabilities.intake import reads as messages
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.text import MAX_CHARACTERS
from dutydesk.kernel.wording import Worded
from dutydesk.store import attachments as store
from dutydesk.store.attachments import CHANGED, INTACT, MISSING
from dutydesk.store.errors import BesideError, UnsealedError
from dutydesk.store.sealed import FILE, key_path
from dutydesk.store.views.seen import opened
from dutydesk.usecase.acts import REGISTRY
from dutydesk.usecase.handling import brought

PICTURE = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20


def put(folder: Path, name: str = "现场.jpg", content: bytes = PICTURE) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def kept(room: Room) -> list[Path]:
    return sorted(one for one in store.folder_of(room.path).rglob("*") if one.is_file())


def packed(folder: Path, name: str, page: str, body: str, more: int = 0) -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        if name.endswith(".docx"):
            made.writestr("word/document.xml", "<w:document xmlns:w='x'><w:body/></w:document>")
        made.writestr(page, body)
        if more:
            made.writestr("word/media/bomb.bin", bytes(more))
    return path


def test_a_file_is_kept_by_what_it_holds(room: Room, tmp_path: Path) -> None:
    room.incident()
    path = put(tmp_path)
    room.do("attach", file=str(path), matter="Y1", note="群众拍的")
    path.unlink()
    (one,) = reads.of_matter(room.views, room.views.matter("Y1").id)  # pyright: ignore[reportOptionalMemberAccess]
    digest = hashlib.sha256(PICTURE).hexdigest()
    assert (one.name, one.sha256, one.size, one.note, one.actor) == (
        "现场.jpg",
        digest,
        len(PICTURE),
        "群众拍的",
        "zhou",
    )
    (there,) = kept(room)
    assert there == store.path_of(store.folder_of(room.path), digest)
    assert there.read_bytes() == PICTURE
    assert stat.S_IMODE(there.stat().st_mode) == 0o600
    assert stat.S_IMODE(store.folder_of(room.path).stat().st_mode) == 0o700
    page = matter_page(room.views, room.views.matter("Y1"), room.now())  # pyright: ignore[reportArgumentType]
    assert "现场.jpg" in page
    assert digest[:16] in page
    assert "现场.jpg" in room.log()


def test_the_same_content_lies_there_once_and_belongs_to_both(room: Room, tmp_path: Path) -> None:
    room.incident()
    room.incident(label="Y2")
    room.do("attach", file=str(put(tmp_path)), matter="Y1")
    room.do("attach", file=str(put(tmp_path, "another.jpg")), matter="Y2")
    assert len(kept(room)) == 1
    assert room.refused("attach", file=str(put(tmp_path, "third.jpg")), matter="Y1").field == "file"


def test_a_file_that_was_spoilt_is_mended_by_the_next_one_who_brings_it(room: Room, tmp_path: Path) -> None:
    room.incident()
    room.do("attach", file=str(put(tmp_path)), matter="Y1")
    (there,) = kept(room)
    there.write_bytes(b"x" * len(PICTURE))
    (named,) = store.named_in(room.path)
    assert store.state(store.folder_of(room.path), named) == CHANGED
    room.incident(label="Y2")
    room.do("attach", file=str(put(tmp_path)), matter="Y2")
    assert store.state(store.folder_of(room.path), named) == INTACT
    there.unlink()
    assert store.state(store.folder_of(room.path), named) == MISSING


def test_the_same_act_again_keeps_it_once(room: Room, tmp_path: Path) -> None:
    room.incident()
    first = room.do("attach", act_id="a" * 32, file=str(put(tmp_path)), matter="Y1")
    again = room.do("attach", act_id="a" * 32, file=str(put(tmp_path)), matter="Y1")
    assert (again.again, again.id) == (True, first.id)
    assert len(reads.attachments(room.views)) == 1


def test_what_came_with_a_message_goes_where_the_message_goes(room: Room, tmp_path: Path) -> None:
    came = room.do("message", text="附照片, 请看", channel="微信")
    room.do("attach", file=str(put(tmp_path)), entry=came.id)
    assert [one.entry for one in reads.of_entry(room.views, came.id)] == [came.id]
    room.incident()
    room.do("message dispose", entry=came.id, how="belongs", matter="Y1")
    matter = room.views.matter("Y1")
    assert matter is not None
    assert [one.name for one in reads.of_matter(room.views, matter.id)] == ["现场.jpg"]


def test_nobody_finds_the_file_of_a_matter_that_is_restricted(room: Room, tmp_path: Path) -> None:
    room.incident()
    room.do("attach", file=str(put(tmp_path)), matter="Y1")
    room.do("restrict set", "liu", matter="Y1", reason="涉及个人")
    from dutydesk.store.views.seen import seen_by

    assert reads.attachments(seen_by(room.views, "he")) == []
    assert len(reads.attachments(seen_by(room.views, "liu"))) == 1
    (one,) = reads.attachments(room.views)
    assert room.refused("attach", "he", file=str(put(tmp_path, "b.jpg", b"b")), entry=str(one.seq)).field == "entry"


# ---------------------------------------------------------------- what may not be kept


MARKED = "秘密★10年"


def mail(inner: str) -> bytes:
    from email.message import EmailMessage

    made = EmailMessage()
    made["Subject"] = "转发"
    made.set_content("见附件")
    made.add_attachment(inner.encode(), maintype="application", subtype="octet-stream", filename="a.txt")
    return bytes(made)


def linked(at: Path) -> Path:
    put(at, "real.jpg")
    (at / "link.jpg").symlink_to(at / "real.jpg")
    return at / "link.jpg"


def pipe(at: Path) -> Path:
    os.mkfifo(at / "pipe.jpg")
    return at / "pipe.jpg"


def plug(at: Path) -> Path:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(at / "s.jpg"))
    return at / "s.jpg"


REFUSED = {
    "a name with a mark": lambda at: put(at, f"{MARKED}通知.jpg"),
    "a text with a mark": lambda at: put(at, "a.txt", f"{MARKED}\n通知".encode()),
    "a text of another encoding": lambda at: put(at, "b.txt", f"{MARKED}\n通知".encode("gb18030")),
    "a mark in the head of a paper": lambda at: packed(
        at, "c.docx", "word/header1.xml", "<w:p><w:t>秘</w:t><w:t>密★</w:t></w:p>"
    ),
    "a mark in a cell": lambda at: packed(at, "d.xlsx", "xl/sharedStrings.xml", "<si><t>机密★20年</t></si>"),
    "a mark on a slide": lambda at: packed(at, "e.pptx", "ppt/slides/slide1.xml", f"<a:p><a:t>{MARKED}</a:t></a:p>"),
    "a mark in what a mail carries": lambda at: put(at, "f.eml", mail(f"{MARKED}\n通知")),
    "a paper that unpacks to too much": lambda at: packed(at, "g.docx", "word/x.xml", "", more=101 << 20),
    "no paper at all": lambda at: put(at, "h.docx", b"PK\x03\x04 cut"),
    "more than 20 MiB": lambda at: put(at, "i.jpg", bytes((20 << 20) + 1)),
    "a link": linked,
    "a folder": lambda at: at,
    "a pipe": pipe,
    "a socket": plug,
    "nothing there": lambda at: at / "gone.jpg",
    "a name with NUL": lambda at: at / "a\0b.jpg",
    "another user's home": lambda _at: Path("~nobody-of-that-name/a.jpg"),
    "standard input": lambda _at: Path("-"),
    "nothing": lambda _at: Path(),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_may_not_be_kept_leaves_nothing(room: Room, tmp_path: Path, name: str) -> None:
    room.incident()
    there = tmp_path / "there"
    there.mkdir()
    path = REFUSED[name](there)
    room.refused("attach", file=str(path) if name != "nothing" else "", matter="Y1")
    assert kept(room) == []
    assert MARKED[:3] not in room.stored_text()


def test_what_a_name_says_of_folders_is_left_out(room: Room, tmp_path: Path) -> None:
    room.incident()
    room.do("attach", file=str(put(tmp_path)), matter="Y1", name="../../etc/passwd\n.jpg")
    (one,) = reads.attachments(room.views)
    assert "/" not in one.name
    assert "\n" not in one.name
    assert len(kept(room)) == 1


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({}, "matter"),
        ({"matter": "Y9"}, "matter"),
        ({"entry": "99999"}, "entry"),
        ({"matter": "Y1", "entry": "of Y2"}, "entry"),
    ],
)
def test_it_belongs_to_something_that_is_there(room: Room, tmp_path: Path, words: dict[str, str], field: str) -> None:
    room.incident()
    room.incident(label="Y2")
    other = room.do("call", name="急救中心", number="120", result="reached", text="已出车", matter="Y2")
    said = {name: other.id if word == "of Y2" else word for name, word in words.items()}
    assert room.refused("attach", file=str(put(tmp_path)), **said).field == field


def test_whoever_came_in_by_a_key_names_no_file(room: Room, tmp_path: Path) -> None:
    room.incident()
    room.desk.by_key = True
    assert room.refused("attach", file=str(put(tmp_path)), matter="Y1").field == "file"
    assert kept(room) == []


def test_an_auditor_attaches_nothing(room: Room, tmp_path: Path) -> None:
    room.incident()
    with pytest.raises(Refused):
        room.do("attach", "audit", file=str(put(tmp_path)), matter="Y1")
    assert reads.attachments(room.views) == []
    assert kept(room) == [], "what was refused leaves no copy"


def test_what_is_put_to_a_sealed_matter_is_kept_sealed(room: Room, tmp_path: Path) -> None:
    room.incident()
    room.do("restrict set", "liu", matter="Y1", holder=["zhou"], reason="涉及个人")
    room.do("restrict seal", "liu", matter="Y1", reason="家属要求")
    source = put(tmp_path)
    room.do("attach", file=str(source), matter="Y1", note="家属给的")
    text = "家属" + "续" * (MAX_CHARACTERS + 1)
    room.do("message", text=text, matter="Y1")
    files = [one for one in store.folder_of(room.path).rglob("*") if one.is_file()]
    assert len(files) == 2
    for one in files:
        content = one.read_bytes()
        assert content.startswith(FILE)
        assert source.read_bytes() not in content
        assert "家属".encode() not in content
        assert hashlib.sha256(content).hexdigest() == one.name, "kept under what is kept, as every file is"
    first, second = reads.attachments(opened(room.views))
    assert store.content_of(room.path, first.kept) == source.read_bytes()
    assert (first.digest, first.length) == (hashlib.sha256(source.read_bytes()).hexdigest(), source.stat().st_size)
    assert store.content_of(room.path, second.kept).decode() == text
    rows = "".join(str(row) for row in room.views.rows("SELECT payload FROM journal WHERE kind = 'attachment.added'"))
    assert source.name not in rows
    assert first.own not in rows
    assert "已经在这里" in str(room.refused("attach", file=str(source), matter="Y1"))
    assert len(kept(room)) == 2, "the same content of one matter is kept once"


def test_a_sealed_file_without_its_key_is_neither_read_nor_kept(room: Room, tmp_path: Path) -> None:
    room.incident()
    room.do("restrict set", "liu", matter="Y1", holder=["zhou"], reason="涉及个人")
    room.do("restrict seal", "liu", matter="Y1", reason="家属要求")
    room.do("attach", file=str(put(tmp_path)), matter="Y1")
    (one,) = reads.attachments(opened(room.views))
    key_path(room.path).rename(tmp_path / "elsewhere")
    with pytest.raises(BesideError, match="封存密钥"):
        store.content_of(room.path, one.kept)
    other = tmp_path / "other.txt"
    other.write_text("第二份", encoding="utf-8")
    with pytest.raises(UnsealedError):
        room.do("attach", file=str(other), matter="Y1")
    assert len(kept(room)) == 1


def test_a_file_that_was_read_before_its_matter_was_sealed_is_not_put_to_it(room: Room, tmp_path: Path) -> None:
    room.incident()
    room.do("restrict set", "liu", matter="Y1", holder=["zhou"], reason="涉及个人")
    act = REGISTRY["attach"].from_words({"file": str(put(tmp_path)), "matter": "Y1"})
    came = brought(act, room.path)
    room.do("restrict seal", "liu", matter="Y1", reason="家属要求")
    with pytest.raises(Refused, match="再存一次"):
        room.desk.perform(act, actor="zhou", brought=came)
    assert kept(room) == [], "what would lie open is taken away again"


def test_what_is_refused_here_stays_where_another_matter_has_it(room: Room, tmp_path: Path) -> None:
    room.incident()
    room.do("attach", file=str(put(tmp_path)), matter="Y1")
    room.refused("attach", file=str(put(tmp_path)), matter="Y1")
    assert len(kept(room)) == 1


# ---------------------------------------------------------------- texts that are too long, recordings


def test_the_whole_of_a_long_text_is_kept_beside_its_message(room: Room) -> None:
    text = "浏阳市一烟花厂爆炸，3人死亡，17人受伤。" + "续" * MAX_CHARACTERS + "\n末行"
    came = room.do("message", text=text, channel="电话")
    (message,) = messages.messages(room.views)
    assert message.text.startswith(text[:100])
    assert len(message.text) < MAX_CHARACTERS
    assert message.colour == "red"
    (one,) = reads.of_entry(room.views, came.id)
    assert one.whole
    assert store.content_of(room.path, one.kept).decode() == text
    assert one.sha256[:16] in message.text
    assert one.matter_id == message.proposed


def test_a_long_text_with_a_mark_is_kept_nowhere(room: Room) -> None:
    assert room.refused("message", text="续" * MAX_CHARACTERS + f"\n{MARKED}\n").field == "text"
    assert kept(room) == []


def test_a_recording_stays_where_it_lies(room: Room, tmp_path: Path) -> None:
    room.incident()
    path = tmp_path / "通话.wav"
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(bytes(8000 * 200))
    call = room.do("call", name="县应急局", number="0731-83660001", result="reached", text="核实伤亡", matter="Y1")
    room.do("recording", file=str(path), entry=call.id)
    (one,) = reads.of_matter(room.views, room.views.matter("Y1").id)  # pyright: ignore[reportOptionalMemberAccess]
    assert (one.path, one.seconds, one.size, one.entry) == (str(path), 200, path.stat().st_size, call.id)
    assert one.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert kept(room) == []
    assert reads.state(room.path, one) == INTACT
    path.unlink()
    assert reads.state(room.path, one) == MISSING
    assert "3:20" in room.log()


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("3:20", 200),
        ("1:02:03", 3723),
        ("200", 200),
        ("200 秒", 200),
        ("3分20秒", 200),
        ("１小时", 3600),
        ("3m20s", 200),
        ("0:00", 0),
    ],
)
def test_lengths_are_read(typed: str, seconds: int) -> None:
    assert read_length(typed) == seconds


@pytest.mark.parametrize("typed", ["", "长", "3:60", "3:20:99", "-3", "1.5", "半小时"])
def test_what_is_no_length_is_refused(typed: str) -> None:
    with pytest.raises(Worded):
        read_length(typed)


@given(st.integers(0, 360_000))
def test_a_length_is_told_as_it_is_read(seconds: int) -> None:
    assert read_length(tell_length(seconds)) == seconds


@given(st.text())
def test_a_name_is_one_line_without_folders(typed: str) -> None:
    name = name_of(typed)
    assert "/" not in name
    assert "\n" not in name
    assert len(name) <= LONGEST_NAME
    assert not name.startswith(".")


@pytest.mark.parametrize(
    ("size", "told"), [(0, "0 B"), (812, "812 B"), (34_000, "34 KB"), (999_400, "999 KB"), (2_100_000, "2.1 MB")]
)
def test_sizes_are_told(size: int, told: str) -> None:
    assert tell_size(size) == told
