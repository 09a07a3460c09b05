"""From a phone note to the first report sent: the keys beyond the facts are counted."""

from __future__ import annotations

from textual.events import Paste

from dutydesk.capabilities.intake.screen import MessageScreen
from dutydesk.tui.screens.dialogs import ChooseScreen, RedAlertScreen
from dutydesk.tui.screens.form import FormScreen
from tests.tui.test_desk import settled, until

KEYS_BEYOND_THE_FACTS = 40
"""The bound of the requirement on a first report."""

FACTS = {
    "sender": "巩义市应急局 刘科长",
    "text": "巩义市米河镇310国道客车侧翻, 3人死亡, 12人受伤, 正在救援",
    "occurred": "14:05",
    "place": "巩义市米河镇310国道",
    "subtype": "road",
    "deaths": "3",
    "injured": "12",
}


class Hands:
    """The officer's hands: every key is counted, but those of the facts, which are typed as a paste is."""

    def __init__(self, pilot) -> None:
        self.pilot = pilot
        self.app = pilot.app
        self.keys = 0

    async def press(self, *keys: str) -> None:
        self.keys += len(keys)
        await self.pilot.press(*keys)

    async def form(self, *fields: str) -> FormScreen:
        """Wait for a form that has these fields."""
        await until(
            self.pilot,
            lambda: isinstance(self.app.screen, FormScreen) and set(fields) <= set(self.app.screen.values()),
            f"no form with {fields}",
        )
        return self.app.screen

    async def fill(self, screen: FormScreen, **facts: str) -> None:
        """Go from field to field with the tab key and type each fact where the cursor is."""
        for name, fact in facts.items():
            for _ in screen.values():
                if self.app.focused is screen._widget(name):
                    break
                await self.press("tab")
            assert self.app.focused is screen._widget(name), name
            self.app.post_message(Paste(fact))
            await until(self.pilot, lambda fact=fact, name=name: screen.values()[name] == fact, f"no {name}")


async def test_a_first_report_from_a_phone_note_takes_few_keys(make_app, views) -> None:
    app = make_app()
    before = {matter.id for matter in views.matters()}
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        hands = Hands(pilot)
        await hands.press("p")
        screen = await hands.form("sender")
        await hands.fill(screen, sender=FACTS["sender"], text=FACTS["text"])
        await hands.press("f2")
        await until(pilot, lambda: isinstance(app.screen, RedAlertScreen), "no red alert")
        await until(pilot, lambda: app.screen.hears, "keys do not count")
        await hands.press("a")
        await until(pilot, lambda: not isinstance(app.screen, RedAlertScreen), "alert still there")
        await until(pilot, lambda: isinstance(app.screen, MessageScreen), "not asked what it is")
        await hands.press("enter")
        screen = await hands.form("subtype", "deaths")
        known = screen.values()
        assert (known["deaths"], known["injured"]) == (FACTS["deaths"], FACTS["injured"]), "what was said is typed once"
        asked = ("occurred", "place", "subtype", "deaths", "injured")
        await hands.fill(screen, **{name: FACTS[name] for name in asked if not known[name]})
        assert screen.values()["level"], "the level that the figures reach stands there from the opening"
        await hands.press("f2")
        await until(pilot, lambda: {matter.id for matter in views.matters()} - before, "not opened")
        (opened,) = {matter.id for matter in views.matters()} - before
        await until(pilot, lambda: not isinstance(app.screen, FormScreen), "form still there")
        await hands.press("r")
        await until(pilot, lambda: isinstance(app.screen, FormScreen | ChooseScreen), "nothing asked")
        screen = await hands.form("to", "kind")
        to = screen.values()["to"]
        assert to, "whom it goes to is proposed"
        await hands.press("f2")
        await until(pilot, lambda: views.reports(opened), "not sent")
    (report,) = views.reports(opened)
    assert list(report.recipients) == to.split("、")
    assert hands.keys <= KEYS_BEYOND_THE_FACTS, hands.keys
