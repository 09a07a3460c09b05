"""What comes of a roster that somebody else wrote, and the reader that takes its rows in order."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace

from dutydesk.capabilities.roster.rules.roster import PlannedShift
from dutydesk.capabilities.roster.rules.sheets.cells import (
    DaySpan,
    Month,
    Office,
    RefusedFileError,
    day_of,
    moment_of,
    quoted,
)
from dutydesk.capabilities.roster.rules.sheets.heading import PEOPLE, taken_as
from dutydesk.capabilities.roster.rules.sheets.months import is_note, title_of
from dutydesk.capabilities.roster.rules.sheets.people import people_of
from dutydesk.capabilities.roster.rules.sheets.sheet import Layout, RawRow, plain
from dutydesk.capabilities.roster.rules.sheets.weeks import title_span
from dutydesk.capabilities.roster.rules.sheets.words import CHANGING
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.wording import Worded

MOST_ROWS = 20_000
"""Of a sheet; what stands further down is said not to have been read."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A line that was not taken, and why."""

    line: int
    reason: Worded
    column: int = 0
    """The column of the sheet instead, where its days stand across."""

    @property
    def sentence(self) -> Worded:
        """The reason with the line in front."""
        if self.column:
            return Worded("第 {0} 列: {1}", self.column, self.reason)
        return Worded("第 {0} 行: {1}", self.line, self.reason)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name (empty for a text file), its rows, the lines that could not be read, what is hidden in it."""

    name: str
    rows: tuple[RawRow, ...]
    problems: tuple[RowProblem, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    """Rows and columns with contents that the sheet does not show, and that are not read."""


@dataclass(frozen=True, slots=True)
class RosterFile:
    """The visible sheets of a file, the names of the hidden ones, and the encoding or format it was in."""

    sheets: tuple[Sheet, ...]
    encoding: str
    hidden: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[RawRow, ...]:
        """The rows of the first sheet."""
        return self.sheets[0].rows

    @property
    def problems(self) -> tuple[RowProblem, ...]:
        """The lines of the first sheet that could not be read."""
        return self.sheets[0].problems


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a sheet: the shifts with their lines, the lines that were not taken, how it was understood.

    ``notes`` are lines that are no rows of the table (remarks, who made it), shown as not used. ``month`` is the one
    that bare days were read in, with what says it.
    """

    shifts: tuple[tuple[int, PlannedShift], ...]
    problems: tuple[RowProblem, ...]
    layout: Layout = Layout(0, ())
    notes: tuple[tuple[int, str], ...] = ()
    month: tuple[str, Month] | None = None
    span: tuple[str, DaySpan] | None = None
    """The week that weekdays were read in, with what says it."""
    above: tuple[tuple[int, str], ...] = ()
    """What stands above the heading, by lines."""


def _is_heading(row: RawRow) -> bool:
    """Whether a line names the columns of days and people."""
    taken = {taken_as(text) for text in row.texts}
    return bool(taken & {"date", "begins"}) and len(taken & PEOPLE) > 1


class Reader:
    """Takes the rows of one sheet in order."""

    def __init__(self, layout: Layout, heading: RawRow, office: Office, month: Month | None) -> None:
        self.layout, self.heading, self.office = layout, heading, office
        self.month: Month | None = month
        self.last = 0
        self.doubtful: frozenset[int] = frozenset()
        """Lines on which something is drawn or noted that nobody can read: nothing is taken from them."""
        self.spoiled: set[Instant] = set()
        self.shifts: dict[tuple[Instant, Instant], tuple[int, PlannedShift]] = {}
        self.problems: list[RowProblem] = []
        self.notes: list[tuple[int, str]] = []

    def take(self, row: RawRow) -> None:
        """Take one row: a shift, a note, or a problem."""
        if self.layout.heading and [plain(one) for one in row.cells] == [plain(one) for one in self.heading.cells]:
            return  # the heading again, on every printed page
        if self.layout.heading and _is_heading(row):
            words = "第 {0} 行又是表头, 和第 {1} 行的不同: 分不清下面各栏; 没有导入, 请分成两个工作表"
            raise RefusedFileError(words, row.line, self.layout.heading)
        if self._is_note(row):
            if (month := title_of(row.texts, self.office.now)) is not None:
                self.month, self.last = month, 0
            if (span := title_span(row.texts, self.office.now)) is not None:
                self.office, self.month, self.last = replace(self.office, span=span), month, 0
            text = " ".join(map(quoted, row.texts))
            if any(word in text for word in CHANGING) and any(name in text for name in self.office.names.values()):
                words = Worded("备注写着 {0}: 可能改变班次, 请改好原表再导入", quoted(text))
                self.problems.append(RowProblem(row.line, words))
            self.notes.append((row.line, text))
            return
        try:
            self.row(row)
        except RefusedFileError:
            raise
        except Worded as error:
            self.problems.append(RowProblem(row.line, error, row.column))

    def row(self, row: RawRow) -> None:
        """Take a row of the table."""
        raise NotImplementedError

    def _is_note(self, row: RawRow) -> bool:
        if is_note(row.texts[0]):
            return True
        return len(row.texts) == 1 and not self._says_something(row.texts[0])

    def _says_something(self, text: str) -> bool:
        """Whether a line's only text is a day, a time or a person, and so a row that lacks the rest."""
        for reader in (
            lambda: day_of(text, self.office, self.month),
            lambda: moment_of(text, None, self.office, self.month),
            lambda: people_of(text, self.office.names),
        ):
            with suppress(Worded):
                reader()
                return True
        return False

    def reading(self) -> Reading:
        """Return what came of it."""
        shifts = (
            sorted(self.shifts.values(), key=lambda one: one[1].begins) if self.layout.days else self.shifts.values()
        )
        return Reading(tuple(shifts), tuple(self.problems), self.layout, tuple(self.notes))
