"""A store of every earlier version of the schema, written by that version itself: each becomes one of today's.

``versions.tar.xz`` holds them: version 1 a demo, the others the drill ``day``, played to its end by the last state of the
program that wrote that version; of 17 once more with every matter sealed (``tests/drill/all_sealed``), which then left colour, level,
flags and the names of figures open.
"""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from shelf import make

from dutydesk.capabilities.log.lines import told
from dutydesk.kernel.events import decoded
from dutydesk.kernel.instants import parse_instant
from dutydesk.kernel.sealed import is_closed
from dutydesk.store import audit, connect, migrations, sealed
from dutydesk.store.integrity import verify_chain
from dutydesk.store.search import VERSION_KEY
from dutydesk.store.tables import PRIVATE
from dutydesk.store.views import Views
from dutydesk.store.views.seen import opened

NOW = parse_instant("2026-11-26T18:00:00+08:00", 0)
STORES = Path(__file__).with_name("versions.tar.xz")
SEAL_KEY = "f6e13d4f32f26c05a1bba607a8ac2cad4d1b0047589682a6617278e1f0738b85"
"""With this ``sealed17.db`` is sealed."""
KEPT = [str(table.__tablename__) for table in PRIVATE if table.__tablename__ != "meta"]
"""Tables that no upgrade may touch: the journal, and what is nobody else's business."""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("versions")
    with tarfile.open(STORES) as tar:
        tar.extractall(folder, filter="data")
    return folder


def old(shelf: Path, version: int, tmp_path: Path) -> Path:
    path = tmp_path / "desk.db"
    path.write_bytes((shelf / f"version{version}.db").read_bytes())
    return path


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    views = Views.open(path)
    try:
        return views.rows(sql)
    finally:
        views.close()


def shape(path: Path) -> dict[str, object]:
    """Tables with their columns, indexes and triggers, by name."""
    made = rows(path, "SELECT name, type FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name")
    return {
        str(name): rows(path, f"SELECT name, type, \"notnull\", pk FROM pragma_table_info('{name}')")
        if kind == "table"
        else kind
        for name, kind in made
    }


def facts(path: Path) -> dict[object, object]:
    """What a store says of itself, but for the version of its index."""
    return dict(rows(path, f"SELECT key, value FROM meta WHERE key <> '{VERSION_KEY}'"))


def test_there_is_a_store_of_every_earlier_version(shelf: Path) -> None:
    """Before ``SCHEMA_VERSION`` is raised, keep a store of the version that was: ``drill play day --db``."""
    found = {migrations.version_of(one) for one in shelf.iterdir()}
    assert found == set(range(1, connect.SCHEMA_VERSION))


@pytest.mark.parametrize("version", range(1, connect.SCHEMA_VERSION))
def test_it_becomes_one_of_today_s(shelf: Path, tmp_path: Path, version: int) -> None:
    path = old(shelf, version, tmp_path)
    kept = {name: rows(path, f"SELECT * FROM {name}") for name in KEPT if name in shape(path)}
    meta = facts(path)
    open_before = rows(path, "SELECT id, rule, due_at FROM obligation WHERE state = 'open' ORDER BY id")
    matters = rows(path, "SELECT label, title, state FROM matter ORDER BY label")
    assert len(kept["journal"]) > 30

    copy = migrations.bring_up(path, NOW)

    assert copy is not None
    assert migrations.version_of(copy) == version
    assert migrations.version_of(path) == connect.SCHEMA_VERSION
    assert {name: rows(path, f"SELECT * FROM {name}") for name in kept} == kept
    assert meta.items() <= facts(path).items()
    assert rows(path, "SELECT id, rule, due_at FROM obligation WHERE state = 'open' ORDER BY id") == open_before
    assert rows(path, "SELECT label, title, state FROM matter ORDER BY label") == matters
    assert verify_chain(path).ok
    journal = rows(path, "SELECT kind, payload FROM journal ORDER BY seq")
    unread = [kind for kind, payload in journal if decoded(str(kind), str(payload)) is None]
    assert unread == []
    assert all(told(str(kind), str(payload), {}).strip() for kind, payload in journal)


@pytest.mark.parametrize("version", range(1, connect.SCHEMA_VERSION))
def test_it_has_the_tables_of_a_new_one(shelf: Path, tmp_path: Path, version: int) -> None:
    path = old(shelf, version, tmp_path)
    migrations.bring_up(path, NOW)

    make(tmp_path / "new.db").close()

    assert shape(path) == shape(tmp_path / "new.db")
    assert audit.schema_differs(path) is None
    assert audit.facts_differ(path) is None
    assert audit.replay_differs(path, NOW) is None


def test_a_sealed_store_of_when_colours_stood_open_is_read_and_computed_again(shelf: Path, tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    path.write_bytes((shelf / "sealed17.db").read_bytes())
    before = rows(path, "SELECT label, title, colour, level, danger_to_life FROM matter ORDER BY label")
    assert migrations.bring_up(path, NOW) is not None
    assert rows(path, "SELECT label, title, colour, level, danger_to_life FROM matter ORDER BY label") == before
    assert verify_chain(path).ok
    assert audit.tables_differ(path, 0) is None, "without the key"
    sealed.key_path(path).write_text(f"{SEAL_KEY}\n", encoding="ascii")
    views = opened(Views.open(path))
    matters = views.matters(ended=True)
    assert {one.colour for one in matters} == {"red", "yellow", "blue"}
    assert not [one for one in matters if is_closed(one.title) or is_closed(one.category)]
    figures = [views.figures(one.id) for one in matters]
    assert {type(one.value) for some in figures for one in some.values()} <= {int, float}
    assert {"deaths"} <= {field for some in figures for field in some}
    views.close()
