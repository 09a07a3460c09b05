"""Order and filter of the panes belong to the account; a file of preferences that is wrong says in which line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.widgets import Input

from dutydesk import preferences
from dutydesk.i18n import explain
from dutydesk.tui.screens.filtering import FilterScreen
from tests.tui.test_desk import settled, until

SIZE = (120, 36)


async def test_order_and_filter_are_there_at_the_next_start_for_this_person_alone(make_app, store_path) -> None:
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot, app)
        await pilot.press("2", "O")
        order = app.desk_screen.rows("matters").order
        assert order
        await pilot.press("3", "ampersand")
        await until(pilot, lambda: isinstance(app.screen, FilterScreen), "no filter")
        app.screen.query_one(Input).value = "诉求"
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is app.desk_screen, "not left")
        await until(pilot, lambda: "filter.clocks" in preferences.load(store_path, "zhang"), "not kept")
    again = make_app()
    async with again.run_test(size=SIZE) as pilot:
        await settled(pilot, again)
        matters, clocks = again.desk_screen.rows("matters"), again.desk_screen.rows("clocks")
        assert matters.order == order
        labels = [dict(row.sorts)[order] for row in matters.rows]
        assert labels == sorted(labels)
        assert 0 < clocks.count < len(clocks.every)
        assert any("诉求" in one.message and "Esc" in one.message for one in again._notifications), (
            "what is hidden is said"
        )
        await again.change_person("li")
        assert not matters.order
        assert clocks.count == len(clocks.every)
        await again.change_person("zhang")
        await pilot.press("3", "escape")
        await until(pilot, lambda: "filter.clocks" not in preferences.load(store_path, "zhang"), "still kept")


WRONG = [
    ('{"theme": "dark",\n "lang": "fr"}', 2, "lang"),
    ('{\n "theme": "calm"\n "lang": "zh"}', 3, ""),
    ('{\n\n "order.matter": "按编号"\n}', 3, "order.matters"),
    ('{"tour": "9"}', 1, "tour"),
    ('{\n "filter.clocks": "a\\nb"}', 2, "filter.clocks"),
    ("[]", 1, ""),
    ('{"tour": 3}', 1, "tour"),
]


@pytest.mark.parametrize(("text", "line", "named"), WRONG)
def test_what_is_wrong_is_said_with_its_line_and_the_rest_counts(
    tmp_path: Path, text: str, line: int, named: str
) -> None:
    store = tmp_path / "desk.db"
    path = preferences.path_of(store, "zhang")
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    values, faults = preferences.read(store, "zhang")
    said = " ".join(explain(fault) for fault in faults)
    assert f"第 {line} 行" in said
    assert named in said
    assert all(preferences.VALID[name](value) for name, value in values.items())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=200)
    | st.dictionaries(st.text(max_size=8), st.text(max_size=8)).map(lambda d: json.dumps(d).encode())
)
def test_any_file_is_read_and_kept_over(tmp_path: Path, data: bytes) -> None:
    store = tmp_path / "desk.db"
    path = preferences.path_of(store, "zhang")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    values, faults = preferences.read(store, "zhang")
    assert all(explain(fault) for fault in faults)
    preferences.keep(store, "zhang", "lang", "en")
    assert preferences.read(store, "zhang") == ({**values, "lang": "en"}, ())
