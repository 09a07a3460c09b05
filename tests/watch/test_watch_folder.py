"""The watched folder: each file is one message, once, whatever it holds and wherever the process ends."""

from __future__ import annotations

import io
import os
import time
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from dutydesk.bootstrap import Container, open_container
from dutydesk.capabilities.attachments import reads as attachments
from dutydesk.capabilities.intake import reads
from dutydesk.clock import SystemClock
from dutydesk.desk.service import Desk
from dutydesk.documents.incoming import MarkedError, Said, read
from dutydesk.i18n import translate
from dutydesk.kernel.instants import DAY, HOUR, SECOND
from dutydesk.kernel.refusal import Refused
from dutydesk.store import attachments as kept
from dutydesk.store.engine import create_store
from dutydesk.watch import folder as watched
from dutydesk.watch.folder import Folder, received

RED = "浏阳市一烟花厂爆炸，3人死亡，17人受伤"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Container]:
    store = tmp_path / "store.db"
    create_store(store, site="测试", drill=True, now=SystemClock().wall()).close()
    container = open_container(store)
    yield container
    container.close()


@pytest.fixture
def box(tmp_path: Path) -> Path:
    path = tmp_path / "in"
    path.mkdir()
    return path


def put(box: Path, name: str, content: bytes | str, age: float = 60) -> Path:
    path = box / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    at = path.stat().st_mtime - age
    os.utime(path, (at, at))
    return path


def lying(box: Path, where: str = ".") -> list[str]:
    folder = box / where
    return sorted(one.name for one in folder.iterdir() if one.is_file() or one.is_symlink()) if folder.is_dir() else []


def texts(house: Container) -> list[str]:
    return [one.text for one in reads.messages(house.views)]


def colours(house: Container) -> dict[str, str]:
    return {one.text: one.colour for one in reads.messages(house.views)}


def log(house: Container) -> str:
    return "\n".join(one.payload for one in house.views.entries_between(0, 2**62, audit=True))


def word(text: str, *, more: int = 0) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        page = f'<w:document xmlns:w="{name}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'
        packed.writestr("word/document.xml", page)
        if more:
            packed.writestr("word/media/bomb.bin", bytes(more))
    return held.getvalue()


def mail(text: str, parts: int = 0) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "省应急厅 <a@example.com>", "情况通报"
    message.set_content(text)
    for number in range(parts):
        message.add_attachment(b"x", maintype="application", subtype="octet-stream", filename=f"../../{number}.bin")
    return message.as_bytes()


KINDS: list[tuple[str, bytes, str]] = [
    ("a.txt", "老板欠薪".encode(), "老板欠薪"),
    ("b.txt", "老板欠薪".encode("gb18030"), "老板欠薪"),
    ("c.txt", b"\xff\xfe" + "老板欠薪".encode("utf-16-le"), "老板欠薪"),
    ("d.txt", "老板\x00欠薪".encode(), "老板欠薪"),
    ("e.txt", b"\xff\xff\x80abc", "abc"),
    ("f.docx", word("水库管涌"), "水库管涌"),
    ("g.eml", mail("老板欠薪", 3), "老板欠薪"),
    ("h.jpg", b"\xff\xd8\xff\xe0", "收到文件 h.jpg"),
    ("i.eml", mail("老板欠薪", 1_000), "个部分未读"),
    ("j.txt", ("火" * 30_000).encode(), "全文 30,000 字"),
    ("k.txt", b"A" * 10_000_000, "全文 10,000,000 字"),
]


@pytest.mark.parametrize(("name", "content", "said"), KINDS, ids=[one[0] for one in KINDS])
def test_what_each_kind_of_file_says(house: Container, box: Path, name: str, content: bytes, said: str) -> None:
    put(box, name, content)
    assert len(Folder(box).look(house)) == 1
    (text,) = texts(house)
    assert said in text
    assert "../" not in text
    assert len(text) <= 20_000
    assert lying(box) == []
    (kept,) = lying(box, watched.TAKEN)
    assert kept.endswith(name)
    assert (box / watched.TAKEN / kept).read_bytes() == content, "nothing is cut"


def bomb(box: Path) -> None:
    put(box, "bomb.docx", word("x", more=120 * 1024 * 1024))


def link(box: Path) -> None:
    (box / "link.txt").symlink_to("/etc/hostname")


def broken(box: Path) -> None:
    put(box, "broken.docx", b"PK\x03\x04 no zip")


def entities(box: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    put(box, "entities.docx", held.getvalue())


def wide(box: Path) -> None:
    """Words in UTF-16, a document type and a mark among them, which a search for bytes would miss."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>秘密★1年 &a;</x>'.encode("utf-16"))
    put(box, "wide.docx", held.getvalue())


def huge(box: Path) -> None:
    with put(box, "huge.txt", b"").open("r+b") as file:
        file.truncate(21 * 1024 * 1024)
    os.utime(box / "huge.txt", (1, 1))


def pipe(box: Path) -> None:
    os.mkfifo(box / "pipe.txt")


@pytest.mark.parametrize("make", [bomb, link, broken, entities, wide, huge, pipe], ids=lambda one: one.__name__)
def test_what_cannot_be_taken_in_is_refused_by_name_and_the_rest_proceeds(
    house: Container, box: Path, make: Callable[[Path], None]
) -> None:
    make(box)
    put(box, "good.txt", "老板欠薪")
    folder = Folder(box)
    assert len(folder.look(house)) == 1
    (told,) = folder.left
    assert sorted(texts(house)) == sorted([told, "老板欠薪"]), "what was not taken in waits for a person, too (R34)"
    assert colours(house)[told] in {"red", "yellow"}
    (name,) = lying(box, watched.REFUSED) or [one.name for one in (box / watched.REFUSED).iterdir()]
    assert make.__name__ in name
    assert f"未收入 {make.__name__}" in told
    assert len(folder.look(house)) == 0
    assert folder.left == []
    assert len(texts(house)) == 2


def test_a_marked_file_is_left_where_it_lies_and_nothing_of_it_is_kept(house: Container, box: Path) -> None:
    put(box, "通知甲.txt", "机密★5年\n某地爆炸3人死亡")
    put(box, "乙.docx", word("绝密级 某地方案"))
    put(box, "丙 秘密★3年.jpg", b"\xff\xd8")
    for _ in range(2):
        folder = Folder(box)
        assert len(folder.look(house)) == 0
        assert len(folder.left) == 3, "said as long as they lie there"
    assert len(lying(box)) == 3
    assert texts(house) == [translate(watched.MARKED)] * 3, "and each waits for a person, once"
    told = log(house)
    assert all(word not in told for word in ("通知甲", "爆炸", "方案", "丙"))


def test_what_was_not_taken_in_rings_until_somebody_looks_and_says_what_becomes_of_it(
    house: Container, box: Path
) -> None:
    link(box)
    Folder(box).look(house)
    (clock,) = [one for one in house.views.clocks() if one.rule == "open_message"]
    house.watch.tick()
    (one,) = reads.undisposed(house.views)
    assert clock.subject == f"#{one.seq}"
    assert clock.due_at is not None


def test_files_in_folders_within_are_taken_in_and_links_are_not_followed(
    house: Container, box: Path, tmp_path: Path
) -> None:
    (box / "11-27" / "下午").mkdir(parents=True)
    (box / ".sync").mkdir()
    (box / "机密★5年").mkdir()
    other = tmp_path / "elsewhere"
    other.mkdir()
    put(other, "x.txt", "别处的文件")
    put(box / "11-27" / "下午", "i.txt", "大楼着火")
    put(box / ".sync", "state.txt", "程序自己的")
    put(box / "机密★5年", "名单.txt", "某人")
    (box / "link").symlink_to(other)
    (box / "11-27" / "back").symlink_to(box)
    folder = Folder(box)
    (taken,) = folder.look(house)
    assert taken.name == "i.txt"
    assert (
        sorted("link" in one or "11-27/back" in one or one == translate(watched.MARKED) for one in folder.left)
        == [True] * 3
    )
    assert len(texts(house)) == 4
    assert "名单" not in log(house)
    assert "别处的文件" not in log(house)
    assert (other / "x.txt").exists()
    assert Folder(box).look(house) == []
    assert len(texts(house)) == 4


def test_a_file_that_is_still_written_is_waited_for(house: Container, box: Path) -> None:
    folder = Folder(box)
    put(box, "a.txt", "前半", age=0)
    assert len(folder.look(house)) == 0
    put(box, "a.txt", "前半后半", age=60)
    assert len(folder.look(house)) == 0, "it changed since the last look"
    assert len(folder.look(house)) == 1
    assert texts(house) == ["前半后半"]


def test_killed_between_writing_and_moving_each_file_enters_once(
    house: Container, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        put(box, f"{number}.txt", f"消息{number}")
    moved = 0

    def killed(self: Folder, one: watched.Found, where: str) -> None:
        nonlocal moved
        moved += 1
        if moved == 3:
            raise KeyboardInterrupt
        whole(self, one, where)

    whole = Folder._aside
    monkeypatch.setattr(Folder, "_aside", killed)
    with pytest.raises(KeyboardInterrupt):
        Folder(box).look(house)
    assert len(lying(box)) == 4
    Folder(box).look(house)
    assert sorted(texts(house)) == [f"消息{number}" for number in range(6)]
    assert lying(box) == []


def test_identical_faxes_are_two_messages_and_red_ones_are_first(house: Container, box: Path) -> None:
    put(box, "a.txt", "食堂今晚吃饺子")
    put(box, "b.txt", "食堂今晚吃饺子")
    put(box, "z.txt", RED)
    assert len(Folder(box).look(house)) == 3
    assert texts_by_entry(house) == [RED, "食堂今晚吃饺子", "食堂今晚吃饺子"]
    assert house.views.matter("D1").state == "proposed"


def texts_by_entry(house: Container) -> list[str]:
    return [one.text for one in sorted(reads.messages(house.views), key=lambda one: one.seq)]


def test_one_process_takes_in(house: Container, box: Path) -> None:
    put(box, "a.txt", "一")
    first, second = Folder(box), Folder(box)
    with first._alone() as mine:
        assert mine
        assert len(second.look(house)) == 0
    assert len(second.look(house)) == 1


def test_received_is_when_it_was_written_within_a_day(house: Container) -> None:
    now = house.desk.now()
    assert received(now - HOUR, now) == now - HOUR
    assert received(now - 2 * DAY, now) == now
    assert received(now + 5 * SECOND, now) == now


def test_marks_of_names_and_texts_are_found_before_anything_is_said() -> None:
    for name, content in (("机密★1年.txt", b""), ("a.eml", mail("秘密★3年 内容"))):
        with pytest.raises(MarkedError):
            read(name, content, "0" * 64)


def test_a_file_put_there_meanwhile_under_the_same_name_is_not_moved_with_the_read_one(
    house: Container, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(box, "a.txt", "一")
    whole = Folder._take_in

    def replaced(self: Folder, desk: Desk, one: watched.Found, said: Said) -> str:
        entry = whole(self, desk, one, said)
        put(box, "b.txt", "二").rename(box / "a.txt")
        return entry

    monkeypatch.setattr(Folder, "_take_in", replaced)
    Folder(box).look(house)
    monkeypatch.undo()
    Folder(box).look(house)
    assert sorted(texts(house)) == ["一", "二"]


@pytest.mark.parametrize(
    "name",
    [("灾" * 83 + ".jpg").encode(), b"\xff\xfe.jpg", "\u202efdp.jpg".encode(), b"-rf.jpg"],
    ids=["longest", "no text", "turned", "option"],
)
def test_names_of_every_kind_are_moved_aside_once(house: Container, box: Path, name: bytes) -> None:
    path = os.fsencode(box) + b"/" + name
    with open(path, "wb") as file:  # noqa: PTH123 - bytes that are no text
        file.write(b"\xff\xd8")
    os.utime(path, (1, 1))
    folder = Folder(box)
    assert len(folder.look(house)) == 1
    assert len(folder.look(house)) == 0
    assert len(lying(box, watched.TAKEN)) == 1
    assert len(texts(house)) == 1


def test_what_the_desk_refuses_is_one_refused_file(
    house: Container, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(box, "a.txt", "一")
    put(box, "b.txt", "二")
    whole = Folder._take_in

    def refusing(self: Folder, desk: Desk, one: watched.Found, said: Said) -> str:
        if said.text == "一":
            raise Refused("text", "不收")
        return whole(self, desk, one, said)

    monkeypatch.setattr(Folder, "_take_in", refusing)
    assert len(Folder(box).look(house)) == 1
    told, taken = sorted(texts(house), key=len, reverse=True)
    assert taken == "二"
    assert "未收入 a.txt: 不收" in told
    assert len(lying(box, watched.REFUSED)) == 1


# ---------------------------------------------------------------- what is kept beside its message


def attached(house: Container) -> list[tuple[str, str]]:
    """Texts of messages with the name of what is kept beside each."""
    entries = {one.id: one.text for one in reads.messages(house.views)}
    return [(entries[one.entry], one.name) for one in attachments.attachments(house.views)]


LONG = "续" * 20_001
KEPT = {
    "a.jpg": b"\xff\xd8\xff" + bytes(range(256)),
    "b.docx": word("情况通报"),
    "c.txt": LONG,
    "d.eml": mail("见附件", parts=2),
}


@pytest.mark.parametrize("name", KEPT)
def test_what_says_more_than_its_text_is_kept_beside_its_message(house: Container, box: Path, name: str) -> None:
    content = KEPT[name]
    put(box, name, content)
    assert len(Folder(box).look(house)) == 1
    assert [of for _, of in attached(house)] == [name]
    (one,) = attachments.attachments(house.views)
    given = content.encode() if isinstance(content, str) else content
    assert kept.content_of(house.desk.store.path, one.kept) == given


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.txt", "到了"), ("b.eml", mail("到了")), ("c.eml", mail("很多", parts=1_000))],
    ids=["a.txt", "b.eml", "c.eml"],  # the boundary between the parts of a mail is another in each process
)
def test_what_its_message_says_whole_is_not_kept_twice(
    house: Container, box: Path, name: str, content: bytes | str
) -> None:
    put(box, name, content)
    assert len(Folder(box).look(house)) == 1
    assert attached(house) == []


def test_killed_between_message_and_file_each_is_there_once(
    house: Container, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(box, "a.jpg", KEPT["a.jpg"])

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(watched, "keep_with", killed)
        with pytest.raises(KeyboardInterrupt):
            Folder(box).look(house)
    assert lying(box) == ["a.jpg"]
    Folder(box).look(house)
    Folder(box).look(house)
    assert (len(texts(house)), len(attached(house)), lying(box)) == (1, 1, [])


MARKS = {
    "head.docx": ("word/header1.xml", "<w:p><w:r><w:t>机密</w:t></w:r><w:r><w:t>★20年</w:t></w:r></w:p>"),
    "cells.xlsx": ("xl/sharedStrings.xml", "<si><t>秘密★10年</t></si>"),
    "slides.pptx": ("ppt/slides/slide3.xml", "<a:p><a:t>绝密★长期</a:t></a:p>"),
}


@pytest.mark.parametrize("name", MARKS)
def test_a_mark_in_a_head_a_cell_or_a_slide_is_one(house: Container, box: Path, name: str) -> None:
    held = io.BytesIO(word("通知") if name.endswith("docx") else b"")
    with zipfile.ZipFile(held, "a") as packed:
        packed.writestr(*MARKS[name])
    put(box, name, held.getvalue())
    assert Folder(box).look(house) == []
    assert lying(box) == [name]
    assert name not in log(house)
    assert not kept.folder_of(house.desk.store.path).exists()


def archive(**files: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        for name, content in files.items():
            packed.writestr(name.replace("_", "."), content)
    return held.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        archive(**{"机密★20年 方案_txt": b"x"}),
        archive(**{"绝密★长期/名单_txt": b"x"}),
        archive(a_docx=word("绝密★30年 方案")),
        archive(b_zip=archive(a_txt="秘密★5年".encode("gb18030"))),
        archive(c_txt="机密级".encode()),
    ],
)
def test_a_mark_in_the_name_or_the_text_of_what_is_packed_is_one(house: Container, box: Path, content: bytes) -> None:
    put(box, "a.zip", content)
    assert Folder(box).look(house) == []
    assert lying(box) == ["a.zip"]
    assert not kept.folder_of(house.desk.store.path).exists()


def test_names_that_windows_packed_are_read(house: Container, box: Path) -> None:
    """Without the bit for UTF-8 a name is in the code page of whoever packed it."""
    name = "机密★20年.txt".encode("gb18030")
    content = archive(**{"1234567890123_": b"x"})
    stand_in = b"1234567890123."
    assert len(name) == len(stand_in)
    put(box, "a.zip", content.replace(stand_in, name))
    assert Folder(box).look(house) == []


def test_an_archive_of_archives_ends_and_what_unpacks_to_too_much_is_refused(house: Container, box: Path) -> None:
    deep = b"text"
    for _ in range(6):
        deep = archive(a_zip=deep)
    put(box, "deep.zip", deep)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.bin", bytes(101 * 1024 * 1024))
    put(box, "much.zip", held.getvalue())
    assert [one.name for one in Folder(box).look(house)] == ["deep.zip"]
    assert "超过 100 MiB" in log(house)


def test_a_mark_in_what_a_mail_carries_is_one(house: Container, box: Path) -> None:
    message = EmailMessage()
    message.set_content("见附件")
    message.add_attachment(word("绝密★30年"), maintype="application", subtype="octet-stream", filename="a.docx")
    put(box, "a.eml", bytes(message))
    assert Folder(box).look(house) == []
    assert lying(box) == ["a.eml"]


# ---------------------------------------------------------------- many at once


def test_of_five_hundred_the_red_ones_ring_as_soon_as_they_are_sorted(
    house: Container, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is done in which order is counted; the two seconds of the promise get ten times as much on a busy machine."""
    reds = {f"{number:03d}.txt" for number in range(7, 500, 11)}
    for number in range(500):
        name = f"{number:03d}.txt"
        put(box, name, f"{number}号 {RED}" if name in reds else f"{number}号 老板欠薪, 求助")
    done: list[tuple[str, float]] = []
    sort, answer, tick = watched._said, Folder._answer, house.watch.tick

    def sorting(*arguments: object) -> object:
        found = sort(*arguments)  # type: ignore[arg-type]
        done.append(("sorted", time.monotonic()))
        return found

    def answering(self: Folder, desk: Desk, one: watched.Found) -> str:
        entry = answer(self, desk, one)
        done.append(("red" if one.path.name in reds else "other", time.monotonic()))
        return entry

    def ticking(**options: bool) -> object:
        told = tick(**options)
        done.append(("rung", time.monotonic()))
        return told

    monkeypatch.setattr(watched, "_said", sorting)
    monkeypatch.setattr(Folder, "_answer", answering)
    monkeypatch.setattr(house.watch, "tick", ticking)
    written = len(reds) + 5
    taken = Folder(box).look(house, lambda: sum(what in ("red", "other") for what, _ in done) < written)

    order = [what for what, _ in done]
    assert order[:500] == ["sorted"] * 500, "all are sorted before one is written"
    assert order[500:502] == ["red", "rung"], "the first red one rings at once"
    assert [what for what in order[500:] if what != "rung"] == ["red"] * len(reds) + ["other"] * 5
    last = len(order) - 1 - order[::-1].index("red")
    assert order[last + 1] == "rung", "every red one has rung before anything else is written"
    silent = max(len(part.split()) for part in " ".join(order[500 : last + 1]).split("rung"))
    assert silent <= watched.RINGS
    assert done[501][1] - done[499][1] < 20
    assert {one.name for one in taken[: len(reds)]} == reds, "wherever they lay"
    rung = {one.matter_id for one in house.views.all_alerts()}
    waiting = reads.by_urgency(reads.undisposed(house.views))
    assert all(one.colour == "red" and one.proposed in rung for one in waiting[: len(reds)]), "on top, and heard"
    assert len(lying(box)) == 500 - written, "the rest lies there for the next look"
