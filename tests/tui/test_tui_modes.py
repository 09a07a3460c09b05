"""Files of the store that others can read or change are named on the desk once it has looked at its store, and by nobody guessed away."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_desk import settled

from dutydesk.store.modes import open_to_others


@pytest.mark.parametrize(("side", "mode"), [("", 0o644), (".key", 0o640), ("", 0o600)])
async def test_what_others_can_read_is_named_on_the_desk(make_app, store_path: Path, side: str, mode: int) -> None:
    file = store_path.with_name(store_path.name + side)
    file.touch(mode=0o600)
    file.chmod(mode)
    app = make_app()
    async with app.run_test(size=(140, 36)) as pilot:
        await settled(pilot, app)
        await app._check()
        app.show_trouble()
        assert (file.name in app.banner) == (mode != 0o600), app.banner
    assert [path.name for path, _ in open_to_others(store_path)] == ([file.name] if mode != 0o600 else [])
