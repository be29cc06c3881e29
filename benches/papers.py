"""How fast, how heavy: a scorecard by our press and by other engines, in one process and in two, many in one PDF."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time

from benches.cards import deck, uneven
from benches.engines import Lacking, Printer, fast_press, plain_press, printers
from evalsys.pdf import plain as canvas
from evalsys.pdf.cardform import card_form
from evalsys.pdf.press import PRESSES
from evalsys.pdf.scorecard import laid_out

_ROUNDS, _SLICE = 8, 0.25  # every engine prints for about so many seconds in each round, one after the other
_WARM, _PART, _RUN, _TRIES = 20, 100, 500, 12
_TOGETHER, _UNEVEN = 200, 300
GOALS = {"Typst": 7, "platypus": 20}


def papers() -> Iterator[str]:
    """The whole table; the engines take turns, so that a busy moment of the machine hits all of them."""
    yield from engines()
    yield from forms()
    yield from processes()
    yield from together()


def engines() -> Iterator[str]:
    """One card at a time, warm: middle time on the clock and on the processor, weight."""
    found = dict(printers())
    for name, lacking in found.items():
        if isinstance(lacking, Lacking):
            yield f"!! {name}: {lacking}"
    runs = {name: Run(printer) for name, printer in found.items() if not isinstance(printer, Lacking)}
    for _ in range(_ROUNDS):
        for run in runs.values():
            run.turn()
    yield f"{'one card, warm':22}   p50 ms   p95 ms   CPU ms  cards/s     kB  slower  cards"
    fastest = median(runs["fast press"].clock)
    for name, run in runs.items():
        p50, p95 = median(run.clock) * 1000, quantiles(run.clock, n=20)[-1] * 1000
        yield (
            f"{name:22} {p50:8.2f} {p95:8.2f} {median(run.processor) * 1000:8.2f} {1000 / p50:8.0f} "
            f"{run.bytes / len(run.clock) / 1000:6.0f} {median(run.clock) / fastest:6.1f}x {len(run.clock):6}"
        )
    for name, goal in GOALS.items():
        if name in runs:
            times = median(runs[name].clock) / fastest
            busy = median(runs[name].processor) / median(runs["fast press"].processor)
            yield f"against {name}: {times:.1f}x on the clock, {busy:.1f}x on the processor (to reach: {goal}x)"


class Run:
    """What one engine needed for cards that are all different."""

    def __init__(self, printer: Printer):
        self.printer, self.bytes = printer, 0
        self.clock: list[float] = []
        self.processor: list[float] = []
        first, *others = deck(4, seed=99)
        printer(first)
        started = perf_counter()
        for card in others:
            printer(card)
        each = (perf_counter() - started) / len(others)
        self.share = max(2, min(80, int(_SLICE / each)))
        self.cards = iter(deck(self.share * _ROUNDS))

    def turn(self) -> None:
        """Print this round's cards."""
        for _ in range(self.share):
            card = next(self.cards)
            busy, started = process_time(), perf_counter()
            content = self.printer(card)
            self.clock.append(perf_counter() - started)
            self.processor.append(process_time() - busy)
            self.bytes += len(content)


def forms() -> Iterator[str]:
    """Cards of which few share a form: nothing can be made ready for them but the fonts."""
    cards, times = uneven(_UNEVEN), {}
    card_form.cache_clear()
    for name, printer in (("fast press", fast_press()), ("plain press", plain_press())):
        times[name] = []
        for card in cards:
            started = perf_counter()
            printer(card)
            times[name].append(perf_counter() - started)
        if name == "fast press":
            made = card_form.cache_info().misses
    said = ", ".join(f"{name} p50 {median(kept) * 1000:.2f} ms" for name, kept in times.items())
    yield f"{_UNEVEN} cards of {made} forms: {said}"


def processes() -> Iterator[str]:
    """Fresh processes that print as fast as they can: one alone, then two at once, in turns."""
    alone, pairs, sizes = [], [], []
    for number in range(_TRIES):
        for count, kept in ((1, alone), (2, pairs)):
            rates, peaks = side_by_side(count, number)
            kept.append(sum(rates))
            sizes += peaks
    ratios = [pair / one for one, pair in zip(alone, pairs, strict=True)]
    yield (
        f"one process: {max(alone):.0f} cards/s at best, {median(alone):.0f} in the middle of {_TRIES} runs; "
        f"two: {max(pairs):.0f} and {median(pairs):.0f}, {max(pairs) / max(alone):.2f}x at best, "
        f"{median(ratios):.2f}x in the middle; peak of a process {max(sizes):.0f} MB"
    )


def side_by_side(count: int, number: int) -> tuple[list[float], list[float]]:
    """That many processes start together, each with cards of its own: cards a second, and peak memory in MB."""
    command = [sys.executable, "-m", "benches.papers"]
    started = [
        subprocess.Popen([*command, str(10 * number + n)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for n in range(count)
    ]
    for process in started:
        process.stdout.readline()
    for process in started:
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate()[0].split() for process in started]
    return [float(rate) for rate, _ in said], [float(peak) for _, peak in said]


def work(seed: int) -> None:
    """One of those processes. Cards are made up in between, off the clock, so that few of them are held."""
    printer = fast_press()
    for card in deck(_WARM, seed):
        printer(card)
    print("ready", flush=True)
    sys.stdin.readline()
    seconds = 0.0
    for part in range(_RUN // _PART):
        cards = deck(_PART, 1000 * (seed + 1) + part)
        started = perf_counter()
        for card in cards:
            printer(card)
        seconds += perf_counter() - started
    print(f"{_RUN / seconds} {peak()}", flush=True)


def peak() -> float:
    """The most memory that this process ever held, in MB."""
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def together() -> Iterator[str]:
    """Many cards in one PDF."""
    cards = deck(_TOGETHER)
    for name, press in PRESSES.items():
        seconds, content = best(lambda press=press: press([p for card in cards for p in laid_out(card).pages], "表"))
        weight = len(content) / _TOGETHER / 1000
        yield f"{_TOGETHER} cards in one PDF, {name} press: {_TOGETHER / seconds:.0f}/s, {weight:.1f} kB each"


def plain(count: int = 100) -> list[str]:
    """The plain press alone, warm, best of three: one PDF a card."""
    cards = deck(count)
    seconds, contents = best(lambda: [canvas.press(laid_out(card).pages, "表") for card in cards])
    weight = sum(map(len, contents)) / count / 1000
    return [f"one PDF a card: {count / seconds:.0f}/s, {seconds / count * 1000:.1f} ms, {weight:.0f} kB each"]


def best(work: Callable[[], object]) -> tuple[float, object]:
    """The shortest of three, and what came out."""
    times = []
    for _ in range(3):
        started = perf_counter()
        done = work()
        times.append(perf_counter() - started)
    return min(times), done


BENCHES = {"plain": plain, "papers": papers}

if __name__ == "__main__":
    work(int(sys.argv[1]))
