"""What a pane beside the log is: its words, its rows, and what its row is, says and opens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from dutydesk.i18n import say, translate
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.tui.state import DeskState
from dutydesk.tui.targets import Pointed
from dutydesk.tui.widgets.paint import COLOUR_WORDS, Part
from dutydesk.tui.widgets.rows import Row

if TYPE_CHECKING:
    from dutydesk.tui.screens.desk import DeskScreen
    from dutydesk.tui.widgets.preview import Told

Item = TypeVar("Item")


@dataclass(frozen=True)
class Pane:
    """One pane. What it shows comes from the picture that the screen holds; nothing is read for it.

    Words are Chinese and translated where they are shown. ``key`` is the row's under the cursor, empty without rows.
    """

    name: str
    """Its widget's id, and what its order and filter are kept by (``preferences``)."""

    title: str
    short: str
    """How a narrow screen calls it while it stands behind another."""

    empty: str
    """What it says while nothing stands in it."""

    help: str
    """What it is for, and the keys that one needs in it."""

    rows: Callable[[DeskState, Instant], list[Row]]
    count: Callable[[DeskState], str]
    """What stands behind its title."""

    item: Callable[[DeskState, str], Any]
    """What a row was made of, None where it is gone."""

    is_what: Callable[[DeskState, Any], Pointed]
    """What commands act on, of an item."""

    says: Callable[[DeskState, Any, Instant], Told]
    """What the preview says, of an item."""

    chosen: Callable[[DeskScreen, str], None]
    """What Enter does."""

    of_matters: bool = False
    """Whether its rows belong to matters: a command about a matter looks nowhere else while one is in it."""

    counts_down: bool = False
    """Whether its rows say how much time is left."""

    markable: bool = False
    """Whether several rows may be marked for one act."""

    stands_for: str = ""
    """The pane whose place it takes on a wide screen while anything stands in it, or while one is in it; empty: it has its own."""

    def pointed(self, state: DeskState, key: str) -> Pointed:
        """Return what the row is; nothing where it is gone."""
        item = self.item(state, key)
        return self.is_what(state, item) if item is not None else Pointed()

    def told(self, state: DeskState, key: str, now: Instant) -> Told:
        """Return what the preview says of the row; nothing where it is gone."""
        item = self.item(state, key)
        return self.says(state, item, now) if item is not None else ()


def each(items: Iterable[Item], key: Callable[[Item], str], make: Callable[[Item], Row]) -> list[Row]:
    """Make a row of each; one that cannot be shown (a word of a newer version) is a row that says so."""
    rows: list[Row] = []
    for item in items:
        try:
            rows.append(make(item))
        except Exception:  # noqa: BLE001 - one bad row stays one bad row, whatever is wrong with it
            rows.append(Row(key(item), (Part(say("无法显示: {0}", key(item)[-8:]), "red", -1),)))
    return rows


def found(items: Sequence[Item], key: str, of: Callable[[Item], str]) -> Item | None:
    """Return the item that a row was made of, None where it is gone."""
    return next((one for one in items if of(one) == key), None)


def colour_words(colour: str) -> str:
    """Return a colour's sign and word, as rows begin with it."""
    word = COLOUR_WORDS.get(colour, "  ")
    return word[0] + translate(word[1:])
