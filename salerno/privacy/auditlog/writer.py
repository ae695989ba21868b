"""The writer: records wait a moment and reach the disk together, within 50 ms.

A request's thread only queues; one thread of the process writes. Who must not answer before
the record is on disk writes it himself. After a fork the child begins a chain of its own.
"""

from __future__ import annotations

import atexit
import fcntl
import logging
import os
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from salerno.privacy.auditlog.segments import GENESIS, SUFFIX, anchor_of, made

type Waiting = tuple[datetime, Callable[[Any], dict[str, Any]], Any]

GATHER = 0.03  # seconds in which records come together
MOST_WAITING = 50_000  # beyond it whoever comes writes, and waits
SIZE = 16_000_000  # bytes after which a segment is closed
DAY = 86_400.0  # seconds after which it is closed as well, so that terms can end it

_log = logging.getLogger(__name__)


class Writer:
    """One chain of one process."""

    _file = -1
    _size = 0

    def __init__(self, folder: Callable[[], Path]) -> None:
        self._folder = folder
        self._begin()
        atexit.register(self.flush)
        os.register_at_fork(after_in_child=self._begin)

    def _begin(self) -> None:
        """Nothing written yet. What waited at a fork is the parent's to write."""
        self._close()
        self._waiting: deque[Waiting] = deque()
        self._wake = threading.Event()
        self._turn = threading.Lock()
        self._thread: threading.Thread | None = None
        self._place: Path | None = None
        self._chain = ""
        self._segment = self._number = 0
        self._digest = GENESIS
        self._opened = 0.0

    def put(self, waiting: Waiting, *, durable: bool = False) -> None:
        """Queue a record; a durable one is on disk when this returns."""
        self._waiting.append(waiting)
        if durable or len(self._waiting) > MOST_WAITING:
            self.flush()
        elif not self._wake.is_set():
            self._wake.set()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="audit", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            self._wake.wait()
            time.sleep(GATHER)
            self._wake.clear()
            try:
                self.flush()
            except OSError as error:
                _log.error("The audit could not be written: %s", error.strerror)
                time.sleep(1)
                self._wake.set()

    def flush(self) -> None:
        """Write everything that waits. Raises OSError where the disk takes no more."""
        with self._turn:
            if not self._waiting:
                return
            place = self._open()
            number, digest = self._number, self._digest
            batch, texts = list(self._waiting), []
            for at, words, about in batch:
                number += 1
                text, digest = made(number, digest, at, words(about))
                texts.append(text)
            self._write(b"".join(texts))
            self._number, self._digest = number, digest
            for _ in batch:
                self._waiting.popleft()
            anchor_of(place).move(number, digest, durable=False)

    def _write(self, text: bytes) -> None:
        try:
            done = 0
            while done < len(text):
                done += os.write(self._file, text[done:])
            os.fsync(self._file)
        except OSError:
            os.ftruncate(self._file, self._size)  # no half line stays in the middle
            raise
        self._size += len(text)

    def _open(self) -> Path:
        """The segment to write to: the one at hand, or the next one."""
        folder = self._folder()
        if self._place is not None and self._place.parent != folder:
            self._close()
            self._chain, self._segment, self._number, self._digest = "", 0, 0, GENESIS
        if self._size >= SIZE or (self._file >= 0 and time.monotonic() - self._opened >= DAY):
            self._close()
        if self._file >= 0 and self._place is not None:
            return self._place
        folder.mkdir(parents=True, exist_ok=True)
        if not self._chain:
            self._chain = f"{int(time.time())}-{os.getpid()}-{secrets.token_hex(4)}"
        self._segment += 1
        self._place = folder / f"{self._chain}-{self._segment:06}{SUFFIX}"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND
        self._file = os.open(self._place, flags, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_SH)
        self._size, self._opened = 0, time.monotonic()
        return self._place

    def _close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
        self._file, self._size = -1, 0
