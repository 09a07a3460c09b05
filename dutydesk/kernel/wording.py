"""Sentences for people, kept apart from their values so that they can be said in another language.

The domain knows no language: it names a Chinese template and the values; whoever shows the sentence looks
the template up in the catalogue of the reader's language (``i18n.say``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Any


class Word(str):
    """A word of the desk's own: said in the reader's language. A plain ``str`` in a sentence is what a person typed, and stays."""

    __slots__ = ()


class Typed(str):
    """A person's own words where otherwise a word of the desk stands: never translated."""

    __slots__ = ()


def vocabulary(names: Mapping[str, str]) -> dict[str, str]:
    """Return names by code as words of the desk."""
    return {code: Word(name) for code, name in names.items()}


class Worded(ValueError):
    """An error with a sentence for the person in front of the screen.

    ``template`` has ``{0}``, ``{1}`` … for ``values`` (a ``Word``, a list of words, typed text, or a sentence of its own); ``str()`` gives the Chinese sentence.
    """

    def __init__(self, template: str, *values: Any) -> None:
        self.template = template
        self.values = values
        super().__init__(template.format(*map(_plain, values)))


def _plain(value: Any) -> Any:
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else value  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]


def together(sentences: Iterable[Worded]) -> Worded:
    """Return several sentences as one, in order (not raised); at least one must be given."""
    return reduce(lambda before, one: Worded("{0}; {1}", before, one), sentences)


def worded(error: BaseException) -> Worded:
    """Return an error as a sentence: its own where it has one, else what it says (not raised)."""
    return error if isinstance(error, Worded) else Worded("{0}", str(error))


def nearest(word: str, valid: Iterable[str]) -> Worded:
    """Return a hint naming the valid word closest to ``word``, or the list when none is close (not raised).

    Codes come with their names (a mapping of words): a person is told both, and the closest by either is found.
    """
    import difflib  # only where something was mistyped

    pairs: dict[str, Any] = dict(valid) if isinstance(valid, Mapping) else {}  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    named = {code: name for code, name in pairs.items() if isinstance(name, str)}
    if named:
        close = _begun(word, [*named, *named.values()]) or difflib.get_close_matches(
            word, [*named, *named.values()], n=1, cutoff=0.5
        )
        codes = [code for code, name in named.items() if {code, name} & set(close)]
        told = [Word(f"{named[code]} ({code})") for code in codes or named]
        return Worded("最接近的是 “{0}”", told[0]) if len(codes) == 1 else Worded("可用: {0}", told)
    known = sorted(pairs or valid)  # pyright: ignore[reportUnknownArgumentType]
    if not known:
        return Worded("现在一个也没有")
    close = _begun(word, known) or difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return Worded("最接近的是 “{0}”", close[0]) if len(close) == 1 else Worded("可用: {0}", ", ".join(close or known))


def _begun(word: str, known: Iterable[str]) -> list[str]:
    """Return the words that begin with what was typed: food is food_poisoning or food_safety, and no flood."""
    typed = word.strip().casefold()
    return [one for one in known if one.casefold().startswith(typed)] if len(typed) > 1 else []
