"""How cases are told."""

from __future__ import annotations

from dataclasses import replace

from dutydesk.capabilities.cases import events as ev
from dutydesk.capabilities.cases.rules import EXAMPLE, Case
from dutydesk.capabilities.log.lines import TELL
from dutydesk.i18n import say, translate, when
from dutydesk.kernel.text import clauses

LABELS = (("happened", "发生了什么"), ("worked", "什么有用"), ("next", "下次怎么做"), ("call", "找谁"))


def said(case: Case) -> Case:
    """Return a case in the language in use: an example is the desk's own text, what an office wrote stays as it is."""
    if not case.example:
        return case
    texts = {name: translate(getattr(case, name)) for name in ("title", "happened", "worked", "next", "call")}
    return replace(case, **texts, steps=tuple(map(translate, case.steps)))


def of_case(number: str, text: str) -> str:
    """Return what was taken over from a case: of an example in the language in use, of the office's own as it was written."""
    return translate(text) if EXAMPLE.fullmatch(number) else text


def headline(case: Case) -> str:
    """Return a case in one line: number, whether it is an example or typical, what it was."""
    return " ".join(part for part in (case.id, marked_title(case), when(case.at)) if part)


def marked_title(case: Case) -> str:
    """Return what it was, and before that whether it is an example or typical."""
    mark = translate("示例") if case.example else translate("典型") if case.typical else ""
    return " ".join(part for part in (f"[{mark}]" if mark else "", said(case).title) if part)


def page(case: Case) -> str:
    """Return a case as a text to read."""
    case = said(case)
    parts = [headline(case)]
    parts += [f"{translate(name)}: {text}" for field, name in LABELS if (text := getattr(case, field))]
    parts += [f"  {number}. {step}" for number, step in enumerate(case.steps, 1)]
    return "\n".join(parts)


def brief(case: Case) -> str:
    """Return what stands of a case beside a form: what to do this time, whom to call."""
    case = said(case)
    call = say("找谁: {0}", case.call) if case.call else ""
    return clauses((say("近似案例 {0}: {1}", headline(case), case.next), call))


def _saved(event: ev.CaseSaved) -> str:
    head = translate("复盘入案例库 (典型)") if event.typical else translate("复盘入案例库")
    parts = [f"{translate(name)}: {text}" for field, name in LABELS if (text := getattr(event, field))]
    return "\n".join([head, *parts, *(f"  {number}. {step}" for number, step in enumerate(event.steps, 1))])


TELL.update(
    {
        ev.CaseSaved.KIND: lambda v, _n: _saved(v),
        ev.CaseTaken.KIND: lambda v, _n: say(
            "参照案例 {0} {1}, {2} 步", v.case, of_case(v.case, v.title), len(v.steps)
        ),
    }
)
