"""The engine: rings the bell, and runs the threads that hear it and the one that sweeps after them."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import threading
from collections.abc import Callable
from functools import cached_property

from flask import Flask
from huey import Huey
from huey.consumer import Consumer

from evalsys.work import doing, queue

SWEEP_SECONDS = 2
RENEW_EVERY = 2
GRACE_SECONDS = 10
log = logging.getLogger(__name__)


class Inside(Consumer):
    """Threads beside a server: signals are the server's own business."""

    def _set_signal_handlers(self) -> None:
        """None."""


class Outside(Consumer):
    """A process of its own: it ends what it has begun, whichever way it is asked to stop."""

    def _set_signal_handlers(self) -> None:
        """Both signals stop it gracefully; a second one at once."""
        self._signal_actions = dict.fromkeys((signal.SIGINT, signal.SIGTERM), (False, True))
        super()._set_signal_handlers()


class Engine:
    """The doorbell of one app, and its workers where they run."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"
        self.busy: dict[int, str] = {}
        self.over = threading.Event()
        self.is_home = False

    @cached_property
    def huey(self) -> Huey:
        """The queue, opened at the first use."""
        made = queue.make(self.app)
        made.on_shutdown("close")(made.storage.close)  # each thread that listened has a connection of its own
        return made

    @cached_property
    def task(self) -> Callable[..., object]:
        """The one message. Its name is fixed, so that every process knows it."""
        return self.huey.task(name="ring")(self.answer)

    def ring(self, item_id: int, is_urgent: bool = False) -> None:
        """Tell one worker of one item; an urgent one is heard before all others."""
        self.task(item_id, priority=int(is_urgent))

    def waiting(self) -> int:
        """How many rings nobody has heard yet."""
        return self.huey.storage.queue_size()

    def answer(self, item_id: int) -> None:
        """What a worker does when it hears a ring."""
        worker = f"{self.name}:{threading.current_thread().name}"
        doing.do(self.app, item_id, worker, self.busy, self.is_home)

    def consumer(self, manner: type[Consumer], threads: int) -> Consumer:
        """The threads that hear the bell; a second is the longest that one of them sleeps."""
        _known = self.task
        patience = {"max_delay": 1, "scheduler_interval": 60, "shutdown_timeout": GRACE_SECONDS}
        return manner(self.huey, workers=threads, periodic=False, **patience)

    def start(self, threads: int, is_only_worker: bool) -> Callable[[], None]:
        """Work beside a server; the answer stops it."""
        self.is_home = True
        self.over.clear()
        if is_only_worker:
            self.close()
            queue.clear(self.app)
            doing.begin_again(self.app)
        consumer = self.consumer(Inside, threads)
        consumer.start()
        sweeper = self.sweep_beside()

        def stop() -> None:
            self.over.set()
            consumer.stop(graceful=True)
            sweeper.join(GRACE_SECONDS)
            self.close()

        return stop

    def run(self, threads: int) -> None:
        """Work in this process until it is told to stop. Beside a SQLite file it is on the server's own machine."""
        self.is_home = not queue.is_on_postgresql(self.app)
        self.sweep_beside()
        self.consumer(Outside, threads).run()
        self.over.set()

    def close(self) -> None:
        """Let go of the queue, if it was opened; the next ring opens it anew."""
        if "huey" in self.__dict__:
            self.huey.storage.close()
        for name in ("huey", "task"):
            self.__dict__.pop(name, None)

    def sweep_beside(self) -> threading.Thread:
        """A thread that renews what this process holds, and sweeps, every other second."""
        thread = threading.Thread(target=self.keep_sweeping, name="sweeper", daemon=True)
        thread.start()
        return thread

    def mind_the_house(self) -> None:
        """Begin what no other machine can do: a ring for it may have gone to one of those."""
        for item_id in doing.waiting_at_home(self.app):
            threading.Thread(target=self.answer, args=(item_id,), name="home", daemon=True).start()

    def keep_sweeping(self) -> None:
        """Until the end; no failure stops it."""
        rounds = 0
        while True:
            try:
                doing.look_after(self.app, self.busy, is_time_to_renew=rounds % RENEW_EVERY == 0)
                if self.is_home:
                    self.mind_the_house()
            except Exception:
                log.exception("the sweeper will try again")
            rounds += 1
            if self.over.wait(SWEEP_SECONDS):
                return
