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
ENOUGH_S = 0.02  # less says nothing about growth
ROUNDS = 3, 12  # looks at least, before it counts as linear, and at most, before it does not


def is_linear(rule: Callable[[T], object], whole: T, half: T) -> bool:
    """Whether a rule takes at most LIMIT times as long for the whole as for half of it. Both are measured in turn and
    the best of each counts; the garbage collector's own growth is not the rule's."""
    least, most = ROUNDS
    once = twice = float("inf")
    gc.disable()
    try:
        for number in range(most):
            once, twice = min(once, seconds(rule, half)), min(twice, seconds(rule, whole))
            if number + 1 >= least and (twice < ENOUGH_S or twice <= LIMIT * once):
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
