"""The opening form asks a subtype's own figures and its criteria in words once the subtype is chosen."""

from __future__ import annotations

from dutydesk.tui.screens.form import FormScreen
from tests.tui.test_desk import until
from tests.tui.test_tui_keystrokes import Hands


async def opening(pilot) -> tuple[Hands, FormScreen]:
    hands = Hands(pilot)
    await hands.press("n")
    return hands, await hands.form("title", "subtype")


async def test_a_forest_fire_asks_hectares_and_its_criteria(make_app, views) -> None:
    app = make_app()
    async with app.run_test(size=(120, 40)) as pilot:
        hands, screen = await opening(pilot)
        assert "area_ha" not in screen.values()
        await hands.fill(screen, title="南召山火", subtype="wildfire")
        await hands.press("tab")
        await until(pilot, lambda: {"area_ha", "applies"} <= set(screen.values()), "no hectares asked")
        assert "derailed_passenger_cars" not in screen.values()
        await hands.fill(screen, area_ha="120")
        await hands.press("f2")
        await until(pilot, lambda: screen.values().get("level") != "" or app.screen is not screen, "nothing proposed")
        assert "Ⅱ" in screen.values()["level"]
        await hands.press("f2")
        await until(pilot, lambda: app.screen is not screen, "not saved")
    (matter,) = [one for one in views.matters() if one.title == "南召山火"]
    assert views.figures(matter.id)["area_ha"].value == 120


async def test_a_landslide_has_no_criteria_in_words(make_app) -> None:
    app = make_app()
    async with app.run_test(size=(120, 40)) as pilot:
        hands, screen = await opening(pilot)
        await hands.fill(screen, subtype="landslide")
        await hands.press("tab")
        await until(pilot, lambda: "potential_loss_yuan" in screen.values(), "no loss asked")
        assert "applies" not in screen.values()
