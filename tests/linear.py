"""How the tests of linear time measure: on a machine that others use, whose speed changes within seconds."""

from __future__ import annotations

import gc
from collections.abc import Callable
from contextlib import suppress
from statistics import median
from time import process_time
from typing import TypeVar

from pipeline.records import Refused

T = TypeVar("T")
LIMIT = 2.5  # times as long at most for twice the input
ENOUGH_S, SLOW_S = 0.05, 0.2  # less says nothing about growth; what takes longer is hardly ever held up for most of it
ROUNDS = 3, 20  # looks at least, before it counts as linear (one if it is slow), and at most, before it does not


def is_linear(rule: Callable[[T], object], whole: T, half: T) -> bool:
    """Whether a rule takes at most LIMIT times as long for the whole as for half of it. Both are measured in turn; the
    best of each counts, or the median of what each turn says: a machine that is fast for a moment only speeds up the
    half more often than the whole. The garbage collector's own growth is not the rule's."""
    least, most = ROUNDS
    once = twice = float("inf")
    turns: list[float] = []
    gc.disable()
    try:
        for number in range(most):
            first, second = seconds(rule, half), seconds(rule, whole)
            once, twice = min(once, first), min(twice, second)
            turns.append(second / first if first else LIMIT)
            fits = twice <= LIMIT * once or (number >= least and median(turns) <= LIMIT)
            if twice < ENOUGH_S or (fits and (number + 1 >= least or once > SLOW_S)):
                return True
        return False
    finally:
        gc.enable()


def seconds(rule: Callable[[T], object], given: T) -> float:
    """The processor time of a rule."""
    start = process_time()
    with suppress(Refused):
        rule(given)
    return process_time() - start
