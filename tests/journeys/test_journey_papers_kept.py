"""What was found in a report keeps it in the house by printer and by mail, at the screen and by commands, until a reason stands there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import OpenDesk, Templates, copied
from journey import Desk
from receiver import Post, post_office
from test_journey_papers import MAIL

SENDING = ("report", "Y1", "--kind", "follow_up", "--to", "省委办公厅", "--text", "救援仍在进行。", "--as", "zhang")


@pytest.fixture
def post(templates: Templates, tmp_path: Path) -> Iterator[tuple[Path, Post, Path]]:
    """A store with a mail channel and a printer that writes what it got into a file; the mails that arrived."""
    store = copied(templates.demo(0), tmp_path)
    books, taken, tray = tmp_path / "books", Post(), tmp_path / "tray"
    books.mkdir()
    office = post_office(taken)
    port = office.server.sockets[0].getsockname()[1]
    (books / "channels.toml").write_text(MAIL.format(port=port), encoding="utf-8")
    settings = f'rulebook = "{books}"\nprint = ["sh", "-c", "echo printed >> {tray}"]\n'
    store.with_name("config.toml").write_text(settings, encoding="utf-8")
    yield store, taken, tray
    office.stop()


def unfinished(desk: Desk) -> None:
    """A follow-up without totals, sent into the ledger: its finding stands there without a reason."""
    desk.command("rulebook", "accept", "--as", "chen")
    desk.command(*SENDING)


def test_print_and_mail_by_commands(open_desk: OpenDesk, post: tuple[Path, Post, Path]) -> None:
    store, taken, tray = post
    desk = open_desk(store=store)
    unfinished(desk)
    printing = ("print", "report", "Y1/续报一", "--as", "zhang")
    mailing = ("deliver", "Y1/续报一", "--unit", "省委办公厅", "--channel", "mail", "--as", "zhang")
    for words in (printing, mailing):
        assert "续报的总数" in desk.refused(*words), words
    assert not tray.exists()
    assert not taken.mails
    desk.command("excuse", "Y1/续报一", "--check", "续报的总数", "--reason", "总数已口头报过", "--as", "zhang")
    desk.command(*printing)
    assert tray.read_text(encoding="utf-8") == "printed\n"
    desk.command(*mailing)
    desk.until(lambda _: bool(taken.mails), "the mail")


def test_print_and_mail_at_the_screen(open_desk: OpenDesk, post: tuple[Path, Post, Path]) -> None:
    store, taken, tray = post
    desk = open_desk(store=store)
    unfinished(desk)
    desk.keys("2 home down enter")
    desk.sees("事实", "报送情况", "二广高速")
    desk.keys("S")
    desk.sees("省委办公厅  未登记送达")
    desk.keys("1")
    desk.sees("续报的总数", "登记送达")
    desk.keys("1")
    desk.sees("登记送达", "F2 ")
    desk.keys("f5")
    desk.sees("带附件发出")
    desk.type("mail")
    desk.keys("f2")
    desk.sees("续报的总数", "F2 ")  # refused, the form stays
    assert not taken.mails
    desk.keys("escape")
    desk.keys("escape escape")
    desk.keys("ctrl+p")
    desk.type("单据和公文")
    desk.sees("单据和公文")
    desk.keys("enter")
    desk.sees("哪种单据", "值班信息专报")
    desk.keys("enter")
    desk.sees("续报")
    desk.keys("enter")
    desk.sees("主送或报", "F2 看样子")
    desk.keys("f2")
    desk.sees("还不能印", "续报的总数")
    assert not tray.exists()
    desk.keys("1")
    desk.sees("核对项不改的理由", "F2 ")
    desk.type("总数已口头报过")
    desk.keys("f2")
    desk.sees("救援仍在进行", "F9 打印或存盘")
    desk.keys("f9")
    desk.sees("打印 (sh)", "存为 docx")
    desk.keys("1")
    desk.until(lambda _: tray.exists(), "the printer")
