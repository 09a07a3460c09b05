"""What a message reads like: how much oftener its characters and pairs of characters stand in examples of one label.

The office's words (``triage.toml``) say what they were written for; a message that none of them was written for is not
left at the last kind for that. The examples are messages labelled by people, one a line (``data/examples``); a naive Bayes
count over them speaks beside the words, within bounds, and never decides a colour.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from math import log

from dutydesk.kernel.values import dataclass

SMALL = 0.3
"""What is added to every count, so that a pair never seen in a label is unlikely there and not impossible; ours."""


@dataclass(frozen=True)
class Likeness:
    """For each label, what each pair of characters that stands in a text says for it, and what a text says that has none."""

    weights: Mapping[str, Mapping[str, float]]
    bases: Mapping[str, float]

    def margins(self, line: str | AbstractSet[str]) -> dict[str, float]:
        """Return by how many natural logarithms a line reads more like each label than like the best other; empty where nothing was learnt."""
        if not self.weights:
            return {}
        pairs = _parts(line)
        if not any(pairs & known.keys() for known in self.weights.values()):
            return dict.fromkeys(self.weights, 0.0)
        told = {
            label: self.bases[label] + sum(known[pair] for pair in pairs & known.keys())
            for label, known in self.weights.items()
        }
        return {
            label: value - max((other for name, other in told.items() if name != label), default=value)
            for label, value in told.items()
        }

    def of(self, line: str, scale: float, most: float) -> dict[str, float]:
        """Return how much a line reads like each label: the best has 0 or more, as far as it stands off from the rest.

        Args:
            line: as it is read.
            scale: how much one natural logarithm of likelihood counts.
            most: the bound of what is returned.
        """
        return {label: max(min(margin * scale, most), 0.0) for label, margin in self.margins(line).items()}


def parts(line: str) -> set[str]:
    """Return the characters and pairs of characters of a line; digits are all alike, the beginning has a mark."""
    plain = "".join("#" if one.isdigit() else one for one in line)
    begun = "^" + plain
    return {*plain, *(begun[place : place + 2] for place in range(len(plain)))}


def _parts(line: str | AbstractSet[str]) -> AbstractSet[str]:
    return parts(line) if isinstance(line, str) else line


def learn(examples: Iterable[tuple[str | AbstractSet[str], str]], least: int = 1) -> Likeness:
    """Count examples: texts as they are read, each with its label.

    What a text lacks speaks too, and so does how often a label comes: without both, whatever has the longest examples wins.

    Args:
        examples: texts as they are read (or what stands in them, where that is not pairs of characters), each with its label.
        least: in how many of them a pair must stand to be counted.
    """
    counts: dict[str, Counter[str]] = {}
    texts: Counter[str] = Counter()
    for line, label in examples:
        texts[label] += 1
        counts.setdefault(label, Counter()).update(_parts(line))
    seen = sum(counts.values(), Counter[str]())
    known = {pair for pair, count in seen.items() if count >= least}
    weights: dict[str, dict[str, float]] = {}
    bases: dict[str, float] = {}
    for label, found in counts.items():
        many = texts[label] + 2 * SMALL
        never = log(1 - SMALL / many)
        lacks = {pair: log(1 - (count + SMALL) / many) for pair, count in found.items() if pair in known}
        unseen = log(SMALL / many) - never
        bases[label] = log(texts[label] / texts.total()) + sum(lacks.values()) + never * (len(known) - len(lacks))
        weights[label] = dict.fromkeys(known, unseen)
        weights[label] |= {pair: log((found[pair] + SMALL) / many) - lack for pair, lack in lacks.items()}
    return Likeness(weights, bases)
