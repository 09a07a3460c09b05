"""What the finder finds: one read for every group, through the views of whoever asks, so nothing hidden is counted.

The log is looked through by the search index; matters, people, units and registers, of which there are few, by reading
them and comparing folded text. Newest first; each count is exact.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from typing import Any

from dutydesk.capabilities.calls.reads import ContactView, contacts
from dutydesk.capabilities.cases.reads import library
from dutydesk.capabilities.cases.words import marked_title
from dutydesk.capabilities.finding import names as n
from dutydesk.capabilities.finding import rules as r
from dutydesk.capabilities.finding.affairs import affairs, is_so
from dutydesk.capabilities.finding.rules import Spelled, Wanted
from dutydesk.capabilities.finding.terms import ROW_STATE
from dutydesk.capabilities.matters import rules as m
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.text import folded
from dutydesk.kernel.values import dataclass
from dutydesk.store.search import match_expression, unsearchable
from dutydesk.store.views import EntryView, Views

ACTED = "EXISTS (SELECT 1 FROM journal j WHERE j.seq = e.seq AND j.actor IN (SELECT value FROM json_each(:people)))"
"""Whether one of some people wrote a line."""


def _among(column: str, name: str) -> str:
    """Return SQL for a column whose value is in the JSON list of a parameter."""
    return f"{column} IN (SELECT value FROM json_each(:{name}))"  # noqa: S608 - names of this module


def _beside(*tables: str) -> list[str]:
    """Return SQL for lines that stand in none of some tables."""
    return [f"{{seq}} NOT IN (SELECT seq FROM {table})" for table in tables]  # noqa: S608 - names of this module


@dataclass(frozen=True)
class Hit:
    """One thing that was found. ``key`` is its id (of a line its seq, of a row its number); ``words`` what is shown of it."""

    group: str
    key: str
    at: Instant | None = None
    label: str = ""
    words: str = ""
    entry: EntryView | None = None
    register: str = ""


@dataclass(frozen=True)
class Found:
    """What was found: by group the exact count and the newest ones."""

    counts: dict[str, int] = field(default_factory=dict[str, int])
    hits: dict[str, list[Hit]] = field(default_factory=dict[str, "list[Hit]"])

    @property
    def count(self) -> int:
        """How many things there are."""
        return sum(self.counts.values())


def look(views: Views, wanted: Wanted, limit: int, spelled: Spelled) -> Found:
    """Return what is wanted, at most so many of each group; nothing while a part of it is not understood.

    Args:
        views: the store as whoever asks may see it.
        wanted: what is looked for.
        limit: of hits shown of each group.
        spelled: how initials of names are found.
    """
    found = Found()
    if wanted.problems or wanted.empty or unsearchable(wanted.words):
        return found
    search = _Search(views, wanted, spelled)
    for group in r.GROUPS:
        if group in wanted.groups:
            hits, count = search.of(group, limit)
            if count:
                found.hits[group], found.counts[group] = hits, count
    return found


def lines(views: Views, wanted: Wanted, spelled: Spelled, after: int = 0) -> array[int]:
    """Return the seqs of all lines of the daily log that are wanted, oldest first, newer than ``after``; none while a part is not understood."""
    if wanted.problems or unsearchable(wanted.words):
        return array("q")
    return _Search(views, wanted, spelled).every_line(after)


class _Search:
    """One search: the conditions of its filters are made once for all groups."""

    def __init__(self, views: Views, wanted: Wanted, spelled: Spelled) -> None:
        self.views, self.wanted, self.spelled = views, wanted, spelled
        self.expression = match_expression(wanted.words, beginnings=True)
        self.words = [folded(word) for word in wanted.words.split()]
        self.affairs = affairs(views)
        self.wheres, self.parameters = self._conditions()

    def of(self, group: str, limit: int) -> tuple[list[Hit], int]:
        """Return the newest hits of a group, and how many there are."""
        if group in {r.MATTERS, r.CLOSED}:
            return self._matters(limit, closed=group == r.CLOSED)
        if group == r.CASES:
            return self._cases(limit)
        if group == r.PEOPLE:
            return self._people(limit)
        if group == r.UNITS:
            return self._units(limit)
        if group == r.REGISTERS:
            return self._rows(limit)
        return self._lines(group, limit)

    # ------------------------------------------------------------ lines of the log

    def _conditions(self) -> tuple[list[str], dict[str, Any]]:
        """Return what the filters ask of a line, as SQL about ``e``, and its parameters."""
        wheres: list[str] = []
        values: dict[str, Any] = {}
        for number, spans in enumerate(self.wanted.spans):
            parts: list[str] = []
            for index, (since, until) in enumerate(spans):
                values |= {f"since{number}_{index}": since, f"until{number}_{index}": until}
                parts.append(f"(e.at >= :since{number}_{index} AND e.at < :until{number}_{index})")
            wheres.append(f"({' OR '.join(parts)})")
        for name in (n.KIND, n.STATE, n.LEVEL, n.COLOUR):
            codes = self.wanted.codes.get(name)
            if codes is not None:
                values[f"{name}_m"] = json.dumps([one.id for one in self.affairs if is_so(one, name, codes)])
                values[f"{name}_s"] = json.dumps(self._messages(name, codes))
                wheres.append(f"({_among('e.matter_id', f'{name}_m')} OR {_among('e.seq', f'{name}_s')})")
        if self.wanted.people is not None:
            values["people"] = json.dumps(sorted(self.wanted.people))
            wheres.append(f"({ACTED}{self._named(self.wanted.names, values, 'name')})")
        if self.wanted.units:
            values["unit_m"] = json.dumps([one.id for one in self.affairs if self._of_unit(one.units)])
            values["unit_s"] = json.dumps(self._senders())
            named = self._named(self.wanted.units, values, "unit_t")
            wheres.append(f"({_among('e.matter_id', 'unit_m')} OR {_among('e.seq', 'unit_s')}{named})")
        return wheres, values

    def _named(self, texts: Iterable[str], values: dict[str, Any], name: str) -> str:
        """Return SQL for lines whose text names one of some things, to be put behind others."""
        found = ""
        for index, text in enumerate(texts):
            expression = "" if unsearchable(text) else match_expression(text)
            if expression:
                values[f"{name}{index}"] = expression
                found += f" OR e.seq IN (SELECT rowid FROM search WHERE search MATCH :{name}{index})"  # noqa: S608 - names of this module
        return found

    def _messages(self, name: str, codes: frozenset[str]) -> list[int]:
        """Return the seqs of messages that are so by themselves or by their matter."""
        mine = {one.id for one in self.affairs if is_so(one, name, codes)}
        sql = (
            "SELECT seq, matter_id, disposed, coalesce(json_extract(proposal, '$.kind'), ''), "
            "coalesce(json_extract(proposal, '$.category'), ''), coalesce(json_extract(proposal, '$.subtype'), ''), "
            "coalesce(json_extract(proposal, '$.colour'), '') FROM message"
        )
        found: list[int] = []
        for seq, matter_id, disposed, kind, category, subtype, colour in self.views.rows(sql):
            state = n.SETTLED if disposed else n.WAITING
            own = {
                n.KIND: {f"kind:{kind}", f"category:{category}", f"subtype:{subtype}"},
                n.STATE: {state},
                n.COLOUR: {colour},
            }
            by_itself = matter_id is None or name == n.STATE
            if matter_id in mine or (by_itself and own.get(name, set()) & codes):
                found.append(seq)
        return found

    def _senders(self) -> list[int]:
        """Return the seqs of messages from a unit, and of reports that went to one."""
        rows = self.views.rows("SELECT seq, sender FROM message UNION ALL SELECT seq, recipients FROM report")
        return [seq for seq, text in rows if self._of_unit((text,))]

    def _of_unit(self, texts: Iterable[str]) -> bool:
        """Whether one of some texts names a unit that is asked for."""
        return any(folded(unit) in folded(text) for unit in self.wanted.units for text in texts)

    def _lines(self, group: str, limit: int) -> tuple[list[Hit], int]:
        """Return lines of the log by the index, newest first."""
        if group == r.LOG:
            rows, count = self._read(_beside("message", "report", "matter"), limit, self._rest)
        else:
            table = {r.MESSAGES: "message", r.REPORTS: "report"}[group]
            rows, count = self._read([f"{{seq}} IN (SELECT seq FROM {table})"], limit)  # noqa: S608 - names of this module
        entries = reversed(self.views.entries(rows)) if rows else ()
        return [Hit(group, str(one.seq), one.at, one.label, entry=one) for one in entries], count

    def every_line(self, after: int) -> array[int]:
        """Return the seqs of all lines that fit."""
        source = "search s CROSS JOIN entry e ON e.seq = s.rowid" if self.expression else "entry e"
        first = ["s.search MATCH :words"] if self.expression else []
        where = " AND ".join([*first, "e.audit = 0", "e.seq > :after", *self.wheres])
        sql = f"SELECT e.seq FROM {source} WHERE {where} ORDER BY e.seq"  # noqa: S608 - names of this module
        return self.views.numbers(sql, {**self._values(), "after": after})

    def _read(
        self, where: Sequence[str], limit: int, counted: Callable[[], int] | None = None
    ) -> tuple[list[int], int]:
        """Return the newest seqs of lines under some conditions about ``{seq}``, and how many there are.

        Words alone are answered by the index alone; without words, quiet rows are left out.
        """
        if self.expression and not self.wheres:
            source, first, seq = "search", f"search MATCH :words {self.views.seen_rows()}", "rowid"
        elif self.expression:
            source, first, seq = "search s CROSS JOIN entry e ON e.seq = s.rowid", "s.search MATCH :words", "e.seq"
        else:
            source, first, seq = "entry e", "e.audit = 0", "e.seq"
        of = f"FROM {source} WHERE {' AND '.join([first, *self.wheres, *where])}".replace("{seq}", seq)
        if self.wheres or counted is None:
            count = int(self.views.rows(f"SELECT count(*) {of}", self._values())[0][0])
        else:
            count = counted()
        if not count:
            return [], 0
        sql = f"SELECT {seq} {of} ORDER BY {seq} DESC LIMIT :limit"
        return [int(one) for (one,) in self.views.rows(sql, {**self._values(), "limit": limit})], count

    def _rest(self) -> int:
        """Return how many lines of a search for words alone are no messages, reports or beginnings of matters: all but few."""
        total = f"SELECT count(*) FROM search WHERE search MATCH :words {self.views.seen_rows()}"  # noqa: S608
        begun = "SELECT seq FROM message UNION SELECT seq FROM report UNION SELECT seq FROM matter"
        few = f"{total} AND rowid IN ({begun})"
        return int(self.views.rows(total, self._values())[0][0]) - int(self.views.rows(few, self._values())[0][0])

    def _values(self) -> dict[str, Any]:
        return {**self.parameters, **({"words": self.expression} if self.expression else {})}

    # ------------------------------------------------------------ what there are few of

    def _matters(self, limit: int, *, closed: bool) -> tuple[list[Hit], int]:
        """Return matters by what they are called now, and by what they were opened with."""
        wanted = self.wanted
        opened: set[int] = set()
        if self.expression:
            sql = "SELECT s.rowid FROM search s WHERE s.search MATCH :words AND s.rowid IN (SELECT seq FROM matter)"
            opened = {seq for (seq,) in self.views.rows(sql, {"words": self.expression})}
        found = [
            one
            for one in self.affairs
            if (one.state in {m.CLOSED, m.MERGED, m.DROPPED}) == closed
            and (one.seq in opened or self._says(one.fields, one.label))
            and r.holds(one.received_at, wanted.spans)
            and all(is_so(one, name, codes) for name, codes in wanted.codes.items() if name != n.WHERE)
            and (not wanted.units or self._of_unit(one.units))
        ]
        if wanted.people is not None and found:
            values: dict[str, Any] = {"people": self.parameters["people"]}
            named = self._named(wanted.names, values, "name")
            sql = f"SELECT DISTINCT e.matter_id FROM entry e WHERE e.matter_id IS NOT NULL AND ({ACTED}{named})"  # noqa: S608
            with_them = {matter for (matter,) in self.views.rows(sql, values)}
            found = [one for one in found if one.id in with_them]
        found.sort(key=lambda one: -one.seq)
        shown = found[:limit]
        entries = {one.seq: one for one in self.views.entries([one.seq for one in shown])} if shown else {}
        group = r.CLOSED if closed else r.MATTERS
        return [Hit(group, one.id, one.received_at, one.label, one.title, entries.get(one.seq)) for one in shown], len(
            found
        )

    def _cases(self, limit: int) -> tuple[list[Hit], int]:
        """Return cases by what was learned, the office's own first, the newest of them first; examples have no time."""
        wanted = self.wanted
        if (
            wanted.units
            or wanted.people is not None
            or any(name in wanted.codes for name in (n.STATE, n.LEVEL, n.COLOUR))
        ):
            return [], 0
        kinds = wanted.codes.get(n.KIND)
        found = [
            one
            for one in library(self.views)
            if self._says((one.id, one.title, one.place, one.happened, one.worked, one.next, one.call, *one.steps))
            and (kinds is None or kinds & {f"category:{one.category}", f"subtype:{one.subtype}", "kind:incident"})
            and (not wanted.spans or (one.at is not None and r.holds(one.at, wanted.spans)))
        ]
        return [Hit(r.CASES, one.id, one.at, one.id, marked_title(one)) for one in found[:limit]], len(found)

    def _people(self, limit: int) -> tuple[list[Hit], int]:
        """Return accounts and whoever stands in the contact book."""
        if not self._unlimited(n.PERSON, n.UNIT):
            return [], 0
        book = contacts(self.views)
        with_account = {one.officer for one in book if one.officer}
        accounts = [one for one in self.views.officers().values() if one.id not in with_account]
        found = [
            *(
                (one.name, f"officer:{one.id}", f"{one.name} ({one.id})")
                for one in accounts
                if not self.wanted.units and self._is_person(one.name, one.id)
            ),
            *(
                (one.name, f"contact:{one.id}", spoken(one))
                for one in book
                if one.name and self._is_person(one.name, *_texts(one)) and self._of_units((one.unit,))
            ),
        ]
        return [Hit(r.PEOPLE, key, words=words) for _, key, words in sorted(found)[:limit]], len(found)

    def _is_person(self, name: str, *texts: str) -> bool:
        """Whether the words, and the person's filter, mean somebody."""
        asked = [folded(one) for one in self.wanted.names]
        return self._says((name, *texts), name) and (not asked or any(self._means(one, name) for one in asked))

    def _units(self, limit: int) -> tuple[list[Hit], int]:
        """Return units: of the contact book, of matters and messages; the words may be their initials."""
        if not self._unlimited(n.UNIT):
            return [], 0
        book: dict[str, list[ContactView]] = {}
        for line in contacts(self.views):
            if line.unit:
                book.setdefault(line.unit, []).append(line)
        units = {**book, **{unit: book.get(unit, []) for one in self.affairs for unit in one.units if unit}}
        found = [
            (unit, lines)
            for unit, lines in sorted(units.items())
            if (self._says((unit,), unit) or any(self._says((unit, *_texts(one))) for one in lines))
            and self._of_units((unit,))
        ]
        hits = [Hit(r.UNITS, unit, words="  ".join([unit, *(_reach(one) for one in lines)])) for unit, lines in found]
        return hits[:limit], len(hits)

    def _of_units(self, texts: Iterable[str]) -> bool:
        return not self.wanted.units or any(
            self._means(folded(one), text) for one in self.wanted.units for text in texts
        )

    def _rows(self, limit: int) -> tuple[list[Hit], int]:
        """Return rows of registers by number and values, the last changed first."""
        wanted = self.wanted
        if any(name in wanted.codes for name in (n.KIND, n.LEVEL, n.COLOUR)):
            return [], 0
        sql = "SELECT book, no, state, row_values, changed_at, added_by, changed_by FROM register_row ORDER BY changed_at DESC, book, number DESC"
        hits: list[Hit] = []
        for book, no, state, values, changed_at, added_by, changed_by in self.views.rows(sql):
            texts = (no, *(str(one) for one in json.loads(values).values()))
            if (
                self._says(texts)
                and r.holds(changed_at, wanted.spans)
                and (n.STATE not in wanted.codes or f"{ROW_STATE}{state}" in wanted.codes[n.STATE])
                and (
                    wanted.people is None
                    or {added_by, changed_by} & wanted.people
                    or any(folded(name) in folded(text) for name in wanted.names for text in texts)
                )
                and (not wanted.units or self._of_unit(texts))
            ):
                hits.append(Hit(r.REGISTERS, no, changed_at, register=book))
        return hits[:limit], len(hits)

    def _unlimited(self, *own: str) -> bool:
        """Whether a group that has no time, kind or state of its own is asked for: by words, by its own filter, or by name."""
        wanted = self.wanted
        asked = {name for name, given in ((n.PERSON, wanted.names), (n.UNIT, wanted.units)) if given}
        others = wanted.spans or set(wanted.codes) - {n.WHERE} or asked - set(own)
        return not others and bool(self.words or asked or n.WHERE in wanted.codes)

    def _says(self, texts: Sequence[str], name: str = "") -> bool:
        """Whether every word stands in one of some texts, or is the initials of a name."""
        told = [folded(text) for text in texts]
        return all(any(word in text for text in told) or (name and self._means(word, name)) for word in self.words)

    def _means(self, word: str, name: str) -> bool:
        """Whether a folded word is a part of a name, or its initials."""
        text = folded(name)
        return word in text or (len(word) > 1 and word.isascii() and self.spelled(word, text) is not None)


def _texts(line: ContactView) -> tuple[str, ...]:
    """Return what is looked through of a line of the contact book."""
    return (line.unit, line.post, line.name, line.note, *line.numbers)


def spoken(line: ContactView) -> str:
    """Return a line of the contact book: name, where, numbers."""
    return "  ".join(part for part in (line.name, f"{line.unit} {line.post}".strip(), "、".join(line.numbers)) if part)


def _reach(line: ContactView) -> str:
    """Return how a unit is reached through a line of the contact book."""
    return " ".join(part for part in (line.post, line.name, "、".join(line.numbers)) if part)
