"""Walking the tour on the desk: where one is, is kept with the account's preferences, so that it is left and taken up again."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from dutydesk import preferences
from dutydesk.i18n import say, translate
from dutydesk.tui import tour
from dutydesk.tui.widgets.tour import TourBar

if TYPE_CHECKING:
    from dutydesk.tui.screens.desk import DeskScreen

START, GO_ON, SKIP, LEAVE = "start", "go_on", "skip", "leave"


class Walk:
    """The tour of one session. ``at``: its step, counted from 0; None while nobody walks."""

    def __init__(self, desk: DeskScreen) -> None:
        self.desk = desk
        self.at: int | None = None

    @property
    def _kept(self) -> str:
        return preferences.load(self.desk.gateway.path, self.desk.gateway.actor).get("tour", "")

    def _keep(self, where: str) -> None:
        preferences.keep(self.desk.gateway.path, self.desk.gateway.actor, "tour", where)

    def begin(self, at: int | None = None) -> None:
        """Walk from a step on; left out: from where it was left, from the first where it was never begun or is over."""
        kept = self._kept
        step = at if at is not None else int(kept) if kept.isdecimal() else 0
        self._go(min(step, len(tour.STEPS) - 1))

    def _go(self, step: int) -> None:
        self.at = step
        self._keep(str(step))
        self.show()

    def show(self) -> None:
        """Say the step, in the words of the language in use."""
        if self.at is None:
            return
        bars = self.desk.query(TourBar)
        bar = bars.first() if bars else TourBar()
        if not bars:
            self.desk.mount(bar, before="#body")
        bar.tell(self.at + 1, len(tour.STEPS), tour.words_of(self.at, self.desk.keys))

    def leave(self) -> None:
        """Walk no further now; where it was is kept."""
        self.at = None
        self.desk.query(TourBar).remove()

    def saw(self, *, kinds: Collection[str] = (), command: str = "") -> None:
        """Something was done: go on past each step in a row that it shows, since nobody is asked to do it twice."""
        while self.at is not None:
            if tour.is_done(self.at, kinds=kinds, command=command):
                self.go_on()
            elif tour.is_spared(self.at, kinds=kinds):
                self.go_on("导览第 {0} 步不用办了: 已经报出, 不再响")
            else:
                return

    def go_on(self, words: str = "导览第 {0} 步已办好") -> None:
        """Go to the next step; behind the last the tour is over."""
        if self.at is None:
            return
        if self.at + 1 < len(tour.STEPS):
            self.desk.tell(say(words, self.at + 1))
            self._go(self.at + 1)
            return
        self._keep(tour.DONE)
        self.leave()
        self.desk.tell(translate("导览走完了; ^p 导览 可再走一遍, F1 看手册"))

    async def ask(self) -> None:
        """Take it up; while it is walked: skip a step, begin anew, leave."""
        if self.at is None:
            self.begin()
            return
        choices = [
            (GO_ON, translate("接着走")),
            (SKIP, translate("跳过这一步")),
            (START, translate("从头走")),
            (LEAVE, translate("离开导览 (走到哪里记着)")),
        ]
        chosen = await self.desk.choose(say("导览 {0}/{1}", self.at + 1, len(tour.STEPS)), choices)
        if chosen == SKIP:
            self.go_on()
        elif chosen == START:
            self.begin(0)
        elif chosen == LEAVE:
            self.leave()
