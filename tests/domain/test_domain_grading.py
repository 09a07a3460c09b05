"""Grading: every number of the tables at its edge, the two-table rules, hints, and what a broken table is told."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutydesk.capabilities.grading.rules.levels import (
    CRITERION_NAMES,
    DENSE,
    POISONED,
    VERIFIED_NAMES,
    Proposal,
    Reason,
    propose,
)
from dutydesk.capabilities.grading.rules.standards import CRITERIA, VERIFIED, Gradings
from dutydesk.capabilities.grading.rules.taxonomy import read_taxonomy
from dutydesk.kernel.figures import FIELDS, MEASURES
from dutydesk.kernel.reading import RulebookError
from dutydesk.resources import data_folder

DOCUMENT = tomllib.loads((data_folder() / "rulebook" / "taxonomy.toml").read_text(encoding="utf-8"))
TABLES: list[dict[str, Any]] = DOCUMENT["grading"]
LEVELS = ("I", "II", "III", "IV")
RANK = {"": 0, "IV": 1, "III": 2, "II": 3, "I": 4}
GRADINGS = read_taxonomy("taxonomy.toml", DOCUMENT).gradings
PLACES = [f"{c['id']}.{s['id']}" for c in DOCUMENT["category"] for s in c["subtype"]]


def level(place: str, **figures: float) -> str:
    return graded(place, figures).level


def graded(place: str, figures: Mapping[str, float], **more: Any) -> Proposal:
    category, _, subtype = place.partition(".")
    return propose(GRADINGS, category, subtype, figures, **more)


# ---------------------------------------------------------------- an oracle of its own, over the raw file

SOURCES = DOCUMENT["sources"]
HARM = ("deaths", "missing", "serious_injuries", "injured", "loss_yuan")
GENERAL = {
    "ill": "injured",
    "magnitude_populated": "magnitude",
    "other_line_cut_hours": "line_cut_hours",
    "metro_stop_hours": "line_cut_hours",
    "grass_area_ha": "area_ha",
    "acute_deaths": "deaths",
}
SUMS = {
    "deaths_or_missing": ("deaths", "missing"),
    "dead_or_serious": ("deaths", "serious_injuries"),
    "casualties": ("deaths", "injured"),
}


def tables_of(place: str) -> list[dict[str, Any]]:
    own = [t for t in TABLES if place in t["applies_to"]]
    names = {t["id"] for t in own} | {also for t in own for also in t.get("also", [])}
    return [t for t in TABLES if t["id"] in names]


def read_how(table: Mapping[str, Any], one: str, *keys: str) -> str:
    """How a number was read: said of it, of its own source, of its level, or of its table."""
    verified_of, source_of = table.get("verified_of", {}), table.get("source_of", {})
    for key in keys:
        for name in (f"{one}.{key}", key):
            if name in verified_of:
                return verified_of[name]
            if name in source_of:
                return SOURCES[source_of[name]]["verified"]
    if f"verified_{one}" in table:
        return table[f"verified_{one}"]
    if f"source_{one}" in table:
        return SOURCES[table[f"source_{one}"]]["verified"]
    return table.get("verified") or SOURCES[table["source"]]["verified"]


def measured(key: str, figures: Mapping[str, float], poisoned: bool) -> float | None:
    if key in SUMS:
        known = [figures[part] for part in SUMS[key] if part in figures]
        return sum(known) if known else None
    if key == "magnitude_dense":
        return None
    if key == "ill_with_death":
        return figures.get("injured") if figures.get("deaths") else None
    if key in {"serious_injuries", "poisoned_or_serious"}:
        known = [figures[x] for x in ("serious_injuries", *(("injured",) if poisoned else ())) if x in figures]
        return max(known, default=None)
    if key == "deaths" and figures.get("missing"):
        return figures.get("deaths", 0) + figures["missing"]
    return figures.get(key, figures.get(GENERAL.get(key, "")))


def oracle(place: str, figures: Mapping[str, float]) -> str:
    """The level by the file alone, written the other way round: collect all reached levels, take the best."""
    tables = tables_of(place)
    poisoned = any(t.get("injured_are_poisoned") for t in tables)
    harmed = any(figures.get(x, 0) > 0 for x in HARM)
    best = ""
    for table in tables:
        for one in LEVELS:
            if f"{one}_if" in table:
                continue  # nobody has said that the premise holds
            for key, number in table.get(one, {}).items():
                value = measured(key, figures, poisoned)
                reached = value is not None and (value > number if key == "ill_with_death" else value >= number)
                reached = reached or (number == 0 and harmed)
                if reached and read_how(table, one, key) != "memory" and RANK[one] > RANK[best]:
                    best = one
            for group in table.get(f"{one}_all", []):
                values = [(measured(key, figures, poisoned), number) for key, number in group.items()]
                reached = all(value is not None and value >= number for value, number in values)
                if reached and read_how(table, one, *group) != "memory" and RANK[one] > RANK[best]:
                    best = one
    return best


def spelled(key: str, value: float) -> dict[str, float]:
    """Figures that make a criterion measure a value."""
    if key in SUMS:
        left, right = SUMS[key]
        return {left: value // 2, right: value - value // 2}
    if key == "ill_with_death":
        return {"injured": value, "deaths": 1}
    if key in {"poisoned_or_serious", "magnitude_populated", "magnitude_dense", "ill"}:
        return {{"poisoned_or_serious": "serious_injuries", "ill": "injured"}.get(key, "magnitude"): value}
    return {key: value}


def edges() -> Iterator[tuple[str, dict[str, float]]]:
    """Every threshold of the file at n-1, n and n+1, for each subtype that its table serves."""
    for table in TABLES:
        places = [p for p in PLACES if table in tables_of(p)]
        for one in LEVELS:
            for key, number in table.get(one, {}).items():
                step = 0.1 if key.startswith("magnitude") or number < 1 else 1
                for value in (number - step, number, number + step):
                    if value >= 0:
                        yield from ((place, spelled(key, value)) for place in places)
            for group in table.get(f"{one}_all", []):
                for key in group:
                    for step in (-1, 0, 1):
                        yield from ((place, {**group, key: group[key] + step}) for place in places)


@pytest.mark.parametrize(("place", "figures"), edges())
def test_every_number_at_its_edge(place: str, figures: dict[str, float]) -> None:
    assert level(place, **figures) == oracle(place, figures)


def test_the_edges_are_edges() -> None:
    """The generated figures reach each level and no level, so the comparison above is no tautology of one kind."""
    reached = [oracle(place, figures) for place, figures in edges()]
    assert len(reached) > 1500
    assert set(reached) == set(RANK)


def test_every_source_key_resolves() -> None:
    named = {t["source"] for t in TABLES} | {
        t[f"source_{one}"] for t in TABLES for one in LEVELS if f"source_{one}" in t
    }
    named |= {key for t in TABLES for key in t.get("source_of", {}).values()}
    assert named <= set(SOURCES)
    for table in GRADINGS.tables.values():
        for one in LEVELS:
            for keys in ((key,) for key in (*table.steps[one], *(["text"] if table.texts[one] else []))):
                assert table.source(one, *keys).title
                assert table.source(one, *keys).verified == read_how(
                    next(t for t in TABLES if t["id"] == table.id), one, *keys
                ), (table.id, one, keys)


def test_every_subtype_has_its_own_word() -> None:
    """No subtype is graded by a table that was written for something else without naming it."""
    for place in PLACES:
        category, _, subtype = place.partition(".")
        own = [table for table in GRADINGS.apply(category, subtype) if place in table.applies_to]
        assert own, place
    assert len(PLACES) >= 62


FIGURES = st.dictionaries(
    st.sampled_from(FIELDS),
    st.one_of(st.integers(0, 40), st.integers(0, 1200), st.integers(0, 200_000_000)),
)


@given(st.sampled_from(PLACES), FIGURES)
def test_any_figures_agree_with_the_oracle(place: str, figures: dict[str, float]) -> None:
    assert level(place, **figures) == oracle(place, figures)


@given(st.sampled_from(PLACES), FIGURES.filter(bool), st.data(), st.integers(1, 1000))
def test_raising_a_known_figure_never_lowers_the_proposal(
    place: str, figures: dict[str, float], data: st.DataObject, more: int
) -> None:
    field = data.draw(st.sampled_from(sorted(figures)))
    higher = {**figures, field: figures[field] + more}
    assert RANK[level(place, **higher)] >= RANK[level(place, **figures)]


@given(st.sampled_from(PLACES), FIGURES)
def test_the_decisive_reason_stands_first_and_can_be_said(place: str, figures: dict[str, float]) -> None:
    proposal = graded(place, figures)
    assert (proposal.decided is None) == (proposal.level == "")
    if proposal.decided is not None:
        assert proposal.decided.level == proposal.level
    ranks = [RANK[reason.level] for reason in proposal.reasons]
    assert ranks == sorted(ranks, reverse=True)
    for sentence in (*proposal.hints, *(r.worded() for r in proposal.reasons), *(r.origin() for r in proposal.reasons)):
        assert str(sentence).strip()


# ---------------------------------------------------------------- the rules


def decided(place: str, figures: Mapping[str, float], **more: Any) -> Reason:
    found = graded(place, figures, **more).decided
    assert found is not None
    return found


def test_the_same_numbers_are_two_levels() -> None:
    """Two deaths and 3.5 million yuan: a landslide is Ⅲ by its own table, a bus crash Ⅳ (rules.md 2.2)."""
    slide = decided("natural.landslide", {"deaths": 2, "loss_yuan": 3_500_000})
    crash = decided("accident.road", {"deaths": 2, "loss_yuan": 3_500_000})
    assert (slide.level, crash.level) == ("III", "IV")
    assert (slide.table, slide.key, slide.verified) == ("natural.landslide", "loss_yuan", "text")
    assert "493号" in crash.source
    assert crash.verified == "text"


def test_the_day_at_the_desk() -> None:
    """Lines 11, 17 and 32 of the acceptance day."""
    crash = decided("accident.road", {"deaths": 2, "injured": 8})
    assert str(crash.worded()) == "死亡 2 < 3, Ⅳ级"
    worse = decided("accident.road", {"deaths": 4, "injured": 6})
    assert str(worse.worded()) == "死亡 4 ≥ 3, Ⅲ级"
    assert str(worse.origin()) == "生产安全事故报告和调查处理条例 (国务院令第493号, 2007) (已读原文)"
    crowd = graded("security.petition", {"participants": 60})
    assert crowd.level == "IV"
    assert crowd.hints == ()
    assert crowd.decided is not None
    assert str(crowd.decided.origin()) == "值班室自定 (自定)"


ERRATA: list[tuple[int, str, dict[str, float], str, str]] = [
    # item of rulebook_errata.md, subtype, figures, level, words of the source that decides
    (1, "natural.wildfire", {"serious_injuries": 100}, "I", "森林防火条例"),
    (1, "natural.wildfire", {"serious_injuries": 60}, "II", "森林防火条例"),
    (1, "natural.wildfire", {"area_ha": 1000}, "I", "森林防火条例"),
    (1, "natural.wildfire", {"area_ha": 999.9}, "II", "森林防火条例"),
    (1, "natural.wildfire", {"area_ha": 1}, "III", "森林防火条例"),
    (1, "natural.wildfire", {"area_ha": 0.9}, "IV", "森林防火条例"),
    (1, "natural.wildfire", {"uncontrolled_hours": 72}, "II", "分级标准(试行)"),
    (2, "natural.grassland_fire", {"grass_area_ha": 8000}, "I", "草原火灾"),
    (2, "natural.grassland_fire", {"grass_area_ha": 9.9}, "", ""),
    (2, "natural.grassland_fire", {"deaths": 8, "serious_injuries": 12}, "I", "草原火灾"),
    (3, "accident.water_transport", {"missing": 29}, "II", "水上交通"),
    (3, "accident.aviation", {"deaths": 12, "missing": 18}, "I", "493"),
    (3, "accident.tourism", {"missing": 3}, "III", "旅游"),
    (3, "accident.crowd", {"deaths": 20, "missing": 10}, "I", "大型群众性活动"),
    (3, "accident.mine", {"missing": 12}, "II", "493"),
    (4, "accident.mine", {"lives_in_danger": 10}, "II", "分级标准(试行)"),
    (4, "accident.mine", {"lives_in_danger": 9}, "", ""),
    (5, "accident.hazchem", {"injured": 120}, "I", "493"),
    (5, "accident.gas", {"injured": 50}, "II", "493"),
    (5, "accident.pipeline", {"injured": 10}, "III", "493"),
    (5, "accident.mine", {"injured": 100}, "I", "493"),
    (6, "health.drug_vaccine", {"deaths": 1}, "II", "公共卫生"),
    (6, "natural.drought", {"loss_yuan": 60_000_000}, "", ""),
    (6, "security.terror", {"deaths": 1, "injured": 10}, "", ""),
    (6, "security.opinion", {"participants": 3000}, "", ""),
    (6, "security.self_harm", {"deaths": 1}, "", ""),
    (7, "accident.nuclear", {"acute_deaths": 3}, "I", "放射性同位素"),
    (7, "accident.nuclear", {"acute_deaths": 1}, "II", "放射性同位素"),
    (7, "accident.nuclear", {"deaths": 3}, "I", "放射性同位素"),
    (8, "accident.rail", {"line_cut_hours": 30}, "III", "铁路交通事故"),
    (8, "accident.rail", {"busy_line_cut_hours": 6}, "III", "铁路交通事故"),
    (8, "accident.rail", {"derailed_passenger_cars": 2, "busy_line_cut_hours": 24}, "II", "铁路交通事故"),
    (8, "accident.rail", {"derailed_passenger_cars": 18, "busy_line_cut_hours": 48}, "I", "铁路交通事故"),
    (8, "accident.rail", {"derailed_passenger_cars": 18, "busy_line_cut_hours": 47}, "II", "铁路交通事故"),
    (9, "accident.special_equipment", {"evacuated": 60_000}, "II", "特种设备"),
    (9, "accident.special_equipment", {"lift_trapped_hours": 2}, "IV", "特种设备"),
    (9, "accident.special_equipment", {"stranded_aloft_people": 100, "stranded_aloft_hours": 24}, "II", "特种设备"),
    (11, "natural.rainstorm", {"loss_yuan": 60_000_000}, "III", "自定"),
    (12, "accident.network", {"data_persons": 1_000_000}, "III", "报告管理办法"),
    (12, "accident.network", {"deaths": 30}, "", ""),
    (13, "accident.gas", {"households": 50_000, "outage_hours": 48}, "I", "分级标准(试行)"),
    (13, "accident.gas", {"households": 50_000, "outage_hours": 47}, "II", "燃气"),
    (13, "accident.utilities", {"households": 50_000, "outage_hours": 48}, "I", "分级标准(试行)"),
    (14, "natural.flood", {"deaths": 3}, "III", "自定"),
    (14, "natural.flood", {"line_cut_hours": 24}, "II", "分级标准(试行)"),
    (15, "health.occupational", {"injured": 100}, "I", "493"),
    (16, "health.water_illness", {"injured": 30}, "IV", "自定"),
    (17, "security.mass", {"prison_riot_people": 10}, "I", "分级标准(试行)"),
    (17, "security.mass", {"traffic_block_hours": 8}, "I", "分级标准(试行)"),
    (17, "security.campus", {"deaths": 12}, "", ""),
    (17, "security.campus", {"participants": 200}, "III", "自定"),
    (18, "accident.fire", {"deaths": 3}, "III", "火灾等级"),
    (20, "natural.landslide", {"deaths": 3}, "III", "地质灾害防治条例"),
    (20, "natural.landslide", {"threatened_people": 100}, "III", "应急预案"),
    (22, "accident.oil_spill", {"oil_tonnes": 500}, "II", "水上交通"),
]


@pytest.mark.parametrize(("item", "place", "figures", "wanted", "source"), ERRATA)
def test_the_errata(item: int, place: str, figures: dict[str, float], wanted: str, source: str) -> None:
    proposal = graded(place, figures)
    assert proposal.level == wanted, item
    assert source in (proposal.decided.source if proposal.decided else "")


def test_what_is_remembered_never_proposes() -> None:
    for place, figures, level_shown in (
        ("security.criminal", {"deaths": 12}, "I"),
        ("accident.metro", {"metro_stop_hours": 6}, "III"),
        ("natural.marine", {"deaths": 30}, "I"),
        ("accident.crowd", {"serious_injuries": 10}, "III"),
    ):
        proposal = graded(place, figures)
        assert proposal.level == ""
        assert [one.level for one in proposal.remembered][:1] == [level_shown]
        assert any("仅凭记忆, 未核实, 不作建议" in str(hint) for hint in proposal.hints)


def test_a_subtype_without_numbers_is_graded_by_a_person_and_its_text_is_shown() -> None:
    proposal = graded("natural.dam", {"deaths": 40, "loss_yuan": 9e9})
    assert (proposal.level, proposal.ungraded) == ("", True)
    hints = [str(hint) for hint in proposal.hints]
    assert hints[0] == "无分级标准, 请人工定级"
    assert "Ⅰ级: 重点大型水库垮坝" in hints
    assert "Ⅲ级: 小型水库垮坝或出现重大险情 (各省预案通行) (未核实)" in hints


def test_the_officer_answers_what_no_number_says() -> None:
    lost = "Ⅰ类、Ⅱ类放射源丢失、被盗、失控"
    assert [q.answer for q in graded("accident.nuclear", {}).questions if q.text == lost] == [None]
    said = graded("accident.nuclear", {}, answers={lost: True})
    assert said.level == "II"
    assert said.decided is not None
    assert str(said.decided.worded()) == f"符合 “{lost}”, Ⅱ级"
    assert graded("accident.nuclear", {}, answers={lost: False}).level == ""
    assert level("health.strain_loss") == ""
    assert graded("health.strain_loss", {}, answers={"烈性病菌株、毒株、致病因子等丢失: 一件即Ⅰ级": True}).level == "I"


def test_a_premise_lets_the_numbers_of_a_level_count() -> None:
    premise = "影响重要城市和 50 平方公里以上较大区域"
    storm = {"loss_yuan": 60_000_000}
    assert graded("natural.rainstorm", storm, answers={premise: True}).level == "I"
    assert graded("natural.rainstorm", storm, answers={premise: False}).level == "III"
    asked = [str(hint) for hint in graded("natural.rainstorm", storm).hints]
    assert f"直接损失 60,000,000 ≥ 50,000,000, Ⅰ级: 须先由人确认 “{premise}”" in asked


def test_poisoned_or_burnt_is_asked() -> None:
    gas = decided("accident.hazchem", {"injured": 120})
    assert str(gas.worded()) == "中毒和重伤 120 ≥ 100, Ⅰ级 (是否急性中毒待核实)"
    assert decided("accident.hazchem", {"injured": 120}, answers={POISONED: True}).pending == ""
    assert graded("accident.hazchem", {"injured": 120}, answers={POISONED: False}).level == "IV"
    assert level("accident.hazchem", injured=5, serious_injuries=100) == "I"
    assert level("accident.construction", injured=120) == "IV", "nobody is poisoned there"


def test_the_missing_raise_the_proposal_marked() -> None:
    reason = decided("accident.road", {"deaths": 2, "missing": 1})
    assert str(reason.worded()) == "死亡和失联 3 ≥ 3, Ⅲ级 (失联待核实)"
    assert decided("accident.road", {"deaths": 3, "missing": 1}).pending == "", "they change nothing"
    counted = decided("natural.earthquake", {"deaths": 9, "missing": 1})
    assert (counted.level, counted.pending) == ("III", ""), "its own standard counts them"


def test_both_tables_of_an_accident_count() -> None:
    assert level("accident.road", evacuated=100_000) == "I"
    assert level("accident.road", evacuated=99_999) == "", "the second row is remembered only"
    assert level("accident.road", deaths=10, missing=20) == "I"
    assert level("accident.pollution", evacuated=50_000) == "I"


def test_own_table_beats_the_whole_category() -> None:
    assert [table.id for table in GRADINGS.apply("accident", "pollution")] == ["accident.pollution"]
    assert [t.id for t in GRADINGS.apply("accident", "")] == ["base.r493", "base.g2006_accident"]
    assert level("accident.", deaths=3) == "III"


@pytest.mark.parametrize("place", ["natural.nothing", "weird.thing", "health.", ".", "accident.nothing"])
def test_a_subtype_without_a_table_borrows_none(place: str) -> None:
    proposal = graded(place, {"deaths": 30, "participants": 9_000})
    assert (proposal.level, proposal.ungraded) == ("", True)
    assert [str(hint) for hint in proposal.hints] == ["无分级标准, 请人工定级"]


def test_no_figures_no_level() -> None:
    for place in PLACES:
        assert graded(place, {}).level == ""
        assert graded(place, {}).reasons == ()


def test_a_warning_alone_has_no_level() -> None:
    assert graded("natural.rainstorm", {"deaths": 0}).level == "IV"
    assert graded("natural.rainstorm", {"deaths": 0}, warning_only=True).level == ""
    assert graded("natural.rainstorm", {"deaths": 3}, warning_only=True).level == "III"


def test_harm_without_a_criterion_of_its_own_is_the_lowest_level() -> None:
    assert str(decided("accident.road", {"injured": 8}).worded()) == "受伤 8, 已有后果, Ⅳ级"
    assert level("health.food_poisoning", injured=8) == ""


def test_few_ill_are_reportable_but_no_level() -> None:
    for ill, reportable in ((4, False), (5, True), (29, True), (30, False)):
        proposal = graded("health.food_poisoning", {"injured": ill})
        assert (proposal.level, proposal.reportable) == ("IV" if ill == 30 else "", reportable)
        assert any("集体单位" in str(hint) for hint in proposal.hints) == reportable
    assert graded("health.food_poisoning", {"injured": 9}, collective=True).reportable
    assert not graded("health.food_poisoning", {"injured": 9}, collective=False).reportable


def test_more_than_a_hundred_ill_and_a_death() -> None:
    assert level("health.food_poisoning", injured=100, deaths=1) == "III"
    assert level("health.food_poisoning", injured=101, deaths=1) == "II"
    assert level("health.food_poisoning", injured=101) == "III"
    found = decided("health.food_poisoning", {"injured": 101, "deaths": 1})
    assert str(found.worded()) == "患病 (且有死亡) 101 > 100, Ⅱ级"


def test_a_group_is_said_whole() -> None:
    found = decided("accident.gas", {"households": 50_000, "outage_hours": 48})
    assert str(found.worded()) == "受影响户数 50,000 ≥ 50,000 且 停供小时 48 ≥ 48, Ⅰ级"


def test_the_capital_only_hints() -> None:
    proposal = graded("security.petition", {"participants": 150})
    assert proposal.level == "IV"
    assert [str(hint) for hint in proposal.hints] == [
        "首都敏感部位: 有的地方预案以参与人数 100 以上为Ⅱ级, 是否适用由人定"
    ]
    crowd = [str(hint) for hint in graded("security.mass", {"participants": 1000}).hints]
    assert [hint for hint in crowd if "首都" in hint] == [
        "首都敏感部位: 有的地方预案以参与人数 200 以上为Ⅰ级, 是否适用由人定"
    ]


def test_a_scale_that_is_no_event_level_only_hints() -> None:
    river = graded("natural.flood", {"flood_return_years": 60})
    assert river.level == ""
    assert "洪水重现期 50 以上可作Ⅰ级的参考, 不等于事件级别, 由人定" in map(str, river.hints)


def test_a_dense_place_and_a_fight_are_asked_about() -> None:
    shaken = graded("natural.earthquake", {"magnitude": 5.2})
    assert shaken.level == "III"
    assert "震级 (人口密集区) 5 以上为Ⅱ级, 请核对是否属于" in map(str, shaken.hints)
    dense = graded("natural.earthquake", {"magnitude": 5.2}, answers={DENSE: True})
    assert dense.level == "II"
    assert "械斗人数 200 以上为Ⅱ级, 请核对是否属于" in map(str, graded("security.mass", {"participants": 200}).hints)
    fight = graded("security.mass", {"participants": 200, "fight_participants": 200})
    assert fight.level == "II"
    assert not any("械斗" in str(hint) for hint in fight.hints)


def test_an_epidemic_is_graded_by_a_person() -> None:
    proposal = graded("health.infectious", {"injured": 500, "deaths": 12})
    assert proposal.level == ""
    assert any("人工定级" in str(hint) for hint in proposal.hints)


def test_every_criterion_has_a_name() -> None:
    assert set(CRITERIA) == set(CRITERION_NAMES)
    assert set(VERIFIED) == set(VERIFIED_NAMES)
    assert "magnitude" in MEASURES


def test_every_figure_of_the_newer_kinds_is_asked_by_some_table() -> None:
    """A figure that no table measures would be typed for nothing."""
    general = {"deaths", "missing", "injured", "magnitude"}
    asked = {key for table in GRADINGS.tables.values() for key in table.criteria()}
    assert set(FIELDS) - general - asked == set()


def test_a_book_without_tables_proposes_nothing() -> None:
    proposal = propose(Gradings({}), "accident", "road", {"deaths": 40})
    assert proposal.level == ""
    assert [str(hint) for hint in proposal.hints] == ["无分级标准, 请人工定级"]


def test_words_of_before_still_name_their_subtype() -> None:
    taxonomy = read_taxonomy("taxonomy.toml", DOCUMENT)
    for word, subtype in (
        ("森林草原火灾", "wildfire"),
        ("铁路和轨道交通事故", "rail"),
        ("供水供电供热事故", "utilities"),
        ("核与辐射事故", "nuclear"),
        ("雪灾冰冻", "snow_ice"),
        ("草原火灾", "grassland_fire"),
        ("oil_spill", "oil_spill"),
        ("?", "?"),
    ):
        assert taxonomy.subtype_of(word) == subtype


def test_an_office_s_book_of_before_is_read_and_its_own_numbers_propose() -> None:
    document = copy.deepcopy(DOCUMENT)
    document["sources"] = {"R493": DOCUMENT["sources"]["R493"], "OURS": {"name": "dutydesk 自定", "verified": "memory"}}
    document["grading"] = [
        {"id": "default", "applies_to": ["accident.*"], "source": "R493", "IV": {"deaths": 0}},
        {"id": "ours", "applies_to": ["natural.flood"], "also": ["default"], "source": "OURS", "III": {"deaths": 3}},
    ]
    gradings = read_taxonomy("taxonomy.toml", document).gradings
    assert propose(gradings, "natural", "flood", {"deaths": 3}).level == "III"
    assert propose(gradings, "accident", "road", {"deaths": 3}).level == "IV"
    assert propose(gradings, "health", "animal", {"deaths": 3}).level == "", "the old table is no default any more"


# ---------------------------------------------------------------- broken tables


def problems(change: Mapping[str, Any], number: int = 0) -> list[str]:
    document = copy.deepcopy(DOCUMENT)
    document["grading"][number] = {**document["grading"][number], **change}
    with pytest.raises(RulebookError) as caught:
        read_taxonomy("taxonomy.toml", document)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("change", "key", "words"),
    [
        ({"III": {"deths": 3}}, "III.deths", "“deaths”"),
        ({"III": {"deaths": -1}}, "III.deaths", "非负数"),
        ({"III": {"deaths": True}}, "III.deaths", "非负数"),
        ({"III": {"deaths": "3"}}, "III.deaths", "非负数"),
        ({"III": {"deaths": float("nan")}}, "III.deaths", "非负数"),
        ({"III": {"deaths": 0}}, "III.deaths", "只有 IV"),
        ({"III": {"deaths": 10}}, "deaths", "依次变小"),
        ({"III": 3}, "III", "标准 = 数字"),
        ({"applies_to": ["natural.floood"]}, "applies_to", "“natural.flood”"),
        ({"applies_to": "natural.flood"}, "applies_to", "文字列表"),
        ({"also": ["natural.landslid"]}, "also", "“natural.landslide”"),
        ({"I_all": 3}, "I_all", "标准 = 数字"),
        ({"I_all": [{"deaths": 3}]}, "I_all[1]", "只有一个标准"),
        ({"I_all": [{"deths": 3, "injured": 4}]}, "I_all[1].deths", "“deaths”"),
        ({"I_text": "x"}, "I_text", "文字列表"),
        ({"I_if": ""}, "I_if", "缺少文字"),
        ({"missing": "maybe"}, "missing", "“yes”"),
        ({"source_of": {"deaths": "R494"}}, "source_of.deaths", "“R493”"),
        ({"verified_of": {"II.deths": "text"}}, "verified_of.II.deths", "“deaths”"),
        ({"advice_I": {"deaths": 0}}, "advice_I.deaths", "只有 IV"),
        ({"source": "R494"}, "source", "“R493”"),
        ({"source_II": "R494"}, "source_II", "“R493”"),
        ({"verified_II": "excerp"}, "verified_II", "“excerpt”"),
        ({"reportable_in_collective": "5"}, "reportable_in_collective", "非负整数"),
        ({"injured_are_poisoned": 1}, "injured_are_poisoned", "true"),
        ({"capital_I": {"participants": 0}}, "capital_I.participants", "只有 IV"),
        ({"nota": "x"}, "nota", "“note”"),
    ],
)
def test_a_problem_names_file_entry_key_and_nearest_word(change: dict[str, Any], key: str, words: str) -> None:
    (problem,) = problems(change)
    assert problem.startswith(f"taxonomy.toml [base.r493] {key}: ")
    assert words in problem


def test_ids_differ() -> None:
    assert "taxonomy.toml [base.r493] id: 重复的编号" in problems({"id": "base.r493", "also": []}, 1)


def test_a_source_says_how_it_was_read() -> None:
    document = copy.deepcopy(DOCUMENT)
    document["sources"]["R493"] = {"name": "x", "verified": "txt"}
    with pytest.raises(RulebookError, match=r"\[sources\.R493\] verified: .*“text”"):
        read_taxonomy("taxonomy.toml", document)
    document["sources"] = {"R493": "x"}
    with pytest.raises(RulebookError, match=r"\[sources\.R493\] name: "):
        read_taxonomy("taxonomy.toml", document)
