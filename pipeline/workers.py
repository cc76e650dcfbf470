"""The worker processes of one machine: who starts them, feeds them, counts what they do, and ends them.

Whole splits and shards are handed to them (`run_all`), so nothing but file names and counts goes between processes.
They are forked from the main thread before Beam is imported: they stay small, and they die with the thread that forked
them (PR_SET_PDEATHSIG), however it ends. Without `start`, as on a cluster's workers, the work is done inline.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from pipeline import allocator

T = TypeVar("T")
PR_SET_PDEATHSIG = 1
AHEAD = 2  # tasks in flight a worker: enough that none waits, few enough that results don't pile up

_pool: ProcessPoolExecutor | None = None
_size = 0
_done = multiprocessing.RawArray("q", 3)  # read, articles cleaned, rejects: shared with the workers
READ, CLEANED, REJECTED = range(3)


class WorkerLostError(RuntimeError):
    """A worker process was killed from outside (often: out of memory)."""


def start(count: int, warm: Callable[[], object] = os.getpid) -> None:
    """Fork `count` workers. Call it once, from the main thread, before anything starts a thread. `warm` is what each
    does first, while the launcher goes on; nobody waits for it."""
    global _pool, _size
    method = "fork" if sys.platform == "linux" else "spawn"
    context = multiprocessing.get_context(method)
    _pool = ProcessPoolExecutor(count, context, _begin, (os.getpid(), context.Lock(), _done))
    _size = count
    for future in [_pool.submit(os.getpid) for _ in range(count)]:
        future.result()
    for _ in range(count):
        _pool.submit(warm)


def _begin(parent: int, lock: Any, done: Any) -> None:
    """In a new worker: die with the parent, leave Ctrl-C and TERM (a group may get it) to it: a stream drains first."""
    global _done, _lock
    _done, _lock = done, lock
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    allocator.spend()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the line above
        os._exit(1)


_lock: Any = multiprocessing.Lock()


def tick(read: int, cleaned: int, rejected: int) -> None:
    """Add to the counts that the progress line shows. Called by the work itself, a few times a second."""
    with _lock:
        _done[READ] += read
        _done[CLEANED] += cleaned
        _done[REJECTED] += rejected


def done() -> tuple[int, int, int]:
    """Records read, articles cleaned, rejects, until now, in all workers."""
    return _done[READ], _done[CLEANED], _done[REJECTED]


class Queue:
    """Runs one function over many tasks, on the workers if there are any, a bounded number at once; results in order
    of the tasks."""

    def __init__(self, function: Callable[..., T]) -> None:
        self.function = function
        self.waiting: deque[Future[Any]] = deque()

    def put(self, *task: Any) -> Iterator[Any]:
        """Start one task; yields the results that have to be taken before it can."""
        if _pool is None:
            yield self.function(*task)
            return
        self.waiting.append(_submit(_pool, self.function, task))
        while len(self.waiting) > AHEAD * _size:
            yield _result(self.waiting.popleft())

    def rest(self) -> Iterator[Any]:
        """The results of all tasks that are still under way."""
        while self.waiting:
            yield _result(self.waiting.popleft())


def run_all(function: Callable[..., T], tasks: Iterable[tuple[Any, ...]]) -> Iterator[T]:
    """The results of one function over many tasks, in their order."""
    queue = Queue(function)
    for task in tasks:
        yield from queue.put(*task)
    yield from queue.rest()


def _submit(pool: ProcessPoolExecutor, function: Callable[..., T], task: tuple[Any, ...]) -> Future[T]:
    try:
        return pool.submit(function, *task)
    except BrokenProcessPool as error:
        raise _lost() from error


def _result(future: Future[T]) -> T:
    try:
        return future.result()
    except BrokenProcessPool as error:
        raise _lost() from error


def _lost() -> WorkerLostError:
    """What to raise when a worker is gone. The others have been sent TERM, which they leave to us."""
    kill()
    return WorkerLostError("a worker process was killed (out of memory? use --workers with a smaller number)")


def pids() -> list[int]:
    """The processes of the workers."""
    return list(_pool._processes or ()) if _pool else []


def kill() -> None:
    """End every worker at once."""
    for pid in pids():
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def stop() -> None:
    """End the workers when they have nothing to do any more."""
    global _pool
    if _pool is not None:
        _pool.shutdown(cancel_futures=True)
        _pool = None
