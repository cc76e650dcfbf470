"""How the tests of linear time measure: on a machine that others use, whose speed changes within seconds."""

from __future__ import annotations

import gc
from collections.abc import Callable
from contextlib import suppress
from time import process_time
from typing import TypeVar

from pipeline.records import Refused

T = TypeVar("T")
LIMIT = 2.5  # times as long at most for twice the input
ENOUGH_S, SLOW_S = 0.05, 0.2  # less says nothing about growth; what takes longer is hardly ever held up for most of it
ROUNDS = 3, 20  # looks at least, before it counts as linear (one if it is slow), and at most, before it does not


def is_linear(rule: Callable[[T], object], whole: T, half: T) -> bool:
    """Whether a rule takes at most LIMIT times as long for the whole as for half of it. Both are measured in turn and
    the best of each counts; the garbage collector's own growth is not the rule's."""
    least, most = ROUNDS
    once = twice = float("inf")
    gc.disable()
    try:
        for number in range(most):
            once, twice = min(once, seconds(rule, half)), min(twice, seconds(rule, whole))
            if twice < ENOUGH_S or (twice <= LIMIT * once and (number + 1 >= least or once > SLOW_S)):
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
