"""What a message reads like: how much oftener its characters and pairs of characters stand in examples of one label.

The office's words (``triage.toml``) say what they were written for; a message that none of them was written for is not
left at the last kind for that. The examples are messages labelled by people, one a line (``data/examples``); a naive Bayes
count over them speaks beside the words, within bounds, and never decides a colour.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from math import log

from dutydesk.kernel.values import dataclass

SMALL = 0.3
"""What is added to every count, so that a pair never seen in a label is unlikely there and not impossible; ours."""


@dataclass(frozen=True)
class Likeness:
    """For each label, how likely each pair of characters stands in a text of it (logarithms), and for one never seen."""

    weights: Mapping[str, Mapping[str, float]]
    unseen: Mapping[str, float]

    def of(self, line: str, scale: float, most: float) -> dict[str, float]:
        """Return how much a line reads like each label: the best has 0 or more, as far as it stands off from the rest.

        Args:
            line: as it is read.
            scale: how much one natural logarithm of likelihood counts.
            most: the bound of what is returned.
        """
        if not self.weights:
            return {}
        pairs = [pair for pair in parts(line) if any(pair in known for known in self.weights.values())]
        told = {
            label: sum(known.get(pair, self.unseen[label]) for pair in pairs) for label, known in self.weights.items()
        }
        ordered = sorted(told.values(), reverse=True)
        second = ordered[1] if len(ordered) > 1 else ordered[0]
        return {label: max(min((value - second) * scale, most), 0.0) for label, value in told.items()}


def parts(line: str) -> set[str]:
    """Return the characters and pairs of characters of a line; digits are all alike, the beginning has a mark."""
    plain = "".join("#" if one.isdigit() else one for one in line)
    begun = "^" + plain
    return {*plain, *(begun[place : place + 2] for place in range(len(plain)))}


def learn(examples: Iterable[tuple[str, str]]) -> Likeness:
    """Count examples: texts as they are read, each with its label."""
    counts: dict[str, Counter[str]] = {}
    texts: Counter[str] = Counter()
    for line, label in examples:
        texts[label] += 1
        counts.setdefault(label, Counter()).update(parts(line))
    return Likeness(
        {
            label: {pair: log((count + SMALL) / (texts[label] + 2 * SMALL)) for pair, count in found.items()}
            for label, found in counts.items()
        },
        {label: log(SMALL / (texts[label] + 2 * SMALL)) for label in counts},
    )
