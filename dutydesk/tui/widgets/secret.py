"""Asking a person's secret: who, the secret, and a new one where the old must be changed first."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from dutydesk.i18n import explain, say, translate
from dutydesk.kernel.wording import Worded
from dutydesk.store.errors import StoreError
from dutydesk.tui.gateway import Gateway
from dutydesk.tui.text import safe
from dutydesk.tui.widgets.line import TypedLine
from dutydesk.tui.workers import Guarded, policy_of


class SecretInput(TypedLine):
    """An input that shows dots, keeps no history and is emptied when it was read."""

    def __init__(self, name: str, hint: str) -> None:
        super().__init__(password=True, id=f"secret-{name}", placeholder=translate(hint), compact=True)
        self.cursor_blink = False

    def take(self) -> str:
        """Return what was typed and forget it."""
        typed, self.value = self.value, ""
        return typed


class SecretForm(Guarded, Vertical):
    """Asks the secret of one person; says ``Proved`` when it was right and needs no change."""

    class Proved(Message):
        """The person proved who they are; ``by_secret`` is false in a drill where there is none to ask."""

        def __init__(self, officer: str, *, by_secret: bool) -> None:
            self.officer = officer
            self.by_secret = by_secret
            super().__init__()

    def __init__(self, gateway: Gateway, officer: str, name: str) -> None:
        super().__init__(id="proof")
        self.gateway = gateway
        self.officer = officer
        self.officer_name = name
        self._needed = True
        self._busy = False

    def compose(self) -> ComposeResult:
        """Compose who, the inputs and the complaint."""
        yield Static(id="who")
        yield SecretInput("old", "口令, Enter 确认")
        yield SecretInput("new", "新口令")
        yield SecretInput("again", "新口令再输一次")
        yield Static("", classes="complaint", id="complaint-secret")

    def on_mount(self) -> None:
        """Ask for the first person."""
        policy_of(self).start(self, lambda: self.ask(self.officer, self.officer_name), "locked")

    async def ask(self, officer: str, name: str) -> None:
        """Ask another person's secret; what was typed so far is forgotten."""
        self.officer, self.officer_name = officer, name
        for one in ("old", "new", "again"):
            self._input(one).value = ""
        self._needed = await self.gateway.needs_secret(officer)
        if not self._needed:
            words = say("演练库, {0} 没有口令: 按 Enter 即可", name)
        elif await self.gateway.read(lambda views: views.has_factor(officer)):
            words = say("{0} 的口令, 空一格, 动态码: ", name)
        else:
            words = say("{0} 的口令: ", name)
        self.query_one("#who", Static).update(safe(words))
        self._show(changing=False)
        self._complain("")

    def _input(self, name: str) -> SecretInput:
        return self.query_one(f"#secret-{name}", SecretInput)

    def _show(self, *, changing: bool) -> None:
        self._input("old").display = not changing
        self._input("new").display = self._input("again").display = changing
        self._input("new" if changing else "old").focus()

    def _complain(self, words: str) -> None:
        complaint = self.query_one("#complaint-secret", Static)
        complaint.update(safe(words))
        complaint.set_class(bool(words), "-shown")

    @on(Input.Submitted)
    async def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self._busy:
            return
        self._busy = True
        try:
            if event.input.id == "secret-old":
                await self._check()
            elif event.input.id == "secret-new":
                self._input("again").focus()
            else:
                await self._change()
        except (Worded, StoreError) as error:
            self._complain(explain(error))
        finally:
            self._busy = False

    async def _check(self) -> None:
        officer, typed = self.officer, self._input("old").take()
        if not self._needed:
            self.post_message(self.Proved(officer, by_secret=False))
            return
        proof = await self.gateway.check_secret(officer, typed)
        if proof.must_change is None:
            self.post_message(self.Proved(officer, by_secret=True))
            return
        self._show(changing=True)
        self._complain(explain(proof.must_change))

    async def _change(self) -> None:
        typed, again = self._input("new").take(), self._input("again").take()
        self._input("new").focus()
        if typed != again:
            raise Worded("两次输入不一样; 未改动")
        await self.gateway.change_secret(self.officer, typed)
        self.post_message(self.Proved(self.officer, by_secret=True))
