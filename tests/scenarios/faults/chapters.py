"""Play a sale once and keep the state before each moment; then play any moment otherwise."""

import os
import random
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any, Protocol

from tests.scenarios.faults.sale import Moment, live_on, repeat
from tests.scenarios.faults.stage import Stage, State
from tests.scenarios.faults.verdict import failings
from tests.scenarios.faults.wire import DIE_AFTER, DIE_BEFORE, Disturbance

# After these the other stories go on like the first one.
_SETTLING_STEPS = 4
_EVERY = 1 if os.environ.get("FAULTS") == "all" else 18

Story = Callable[[Stage], Iterator[Moment]]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One moment of the story: the state before it, what happens, and the steps it takes."""

    name: str
    act: Callable[[Stage], object]
    before: State
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of one chapter, in the same place on every stage."""

    story: int
    chapter: int
    number: int
    label: str
    chapter_name: str

    def __str__(self) -> str:
        return f"step {self.number} of “{self.chapter_name}”: {self.label}"


class Recorded:
    """A stage on which the stories were played once, without trouble."""

    def __init__(self, stage: Stage, stories: Iterable[Story]) -> None:
        self.stage = stage
        start = stage.keep()
        self.stories: list[list[Chapter]] = []
        for story in stories:
            stage.bring_back(start)
            self.stories.append(list(self._chapters(story)))
            if len(self.stories) == 1:
                stage.start()
                wrong = failings(stage)
                assert not wrong, f"the sale without trouble ends wrong: {wrong}"
                stage.end()

    def _chapters(self, story: Story) -> Iterator[Chapter]:
        for name, act in story(self.stage):
            before = self.stage.keep()
            self.stage.start()
            act(self.stage)
            yield Chapter(name, act, before, tuple(self.stage.end()))

    def steps(self) -> list[Step]:
        """Return every step of every story."""
        return [
            Step(story, position, number, label, chapter.name)
            for story, chapters in enumerate(self.stories)
            for position, chapter in enumerate(chapters)
            for number, label in enumerate(chapter.labels)
        ]

    def named(self, name: str) -> Chapter:
        """Return the first story's chapter of that name."""
        return next(each for each in self.stories[0] if each.name == name)

    def chapter(self, step: Step) -> Chapter:
        """Return the chapter of a step."""
        return self.stories[step.story][step.chapter]


def without_repetition(steps: list[Step]) -> list[Step]:
    """Return the steps of the whole sale, and of the other stories how they settle."""
    return [step for step in steps if step.story == 0 or step.number < _SETTLING_STEPS]


class Trial(Protocol):
    """Lets something go wrong at a step, lets life go on, and returns what is wrong then."""

    def __call__(self, recorded: Recorded, step: Step, way: Any) -> list[str]:
        """Run on one stage."""
        ...


def dies(recorded: Recorded, step: Step, way: str) -> list[str]:
    """Have the process die at the step, and start another."""
    stage, chapter = recorded.stage, recorded.chapter(step)
    stage.bring_back(chapter.before)
    stage.start(Disturbance(way, step.number, step.label))
    with stage.until_it_ends():
        chapter.act(stage)
    if stage.is_alive or stage.died_at != step.label:
        return [f"did not die at that step, but at {stage.died_at}"]
    stage.start()
    wrong = live_on(stage)
    is_last = step.number == len(chapter.labels) - 1
    return wrong or (repeat(stage) if is_last else [])


def has_trouble(recorded: Recorded, step: Step, way: str) -> list[str]:
    """Have the database or the queue misbehave at the step; the process lives on."""
    stage, chapter = recorded.stage, recorded.chapter(step)
    stage.bring_back(chapter.before)
    stage.start(Disturbance(way, step.number, step.label))
    chapter.act(stage)
    wrong = live_on(stage)
    taken = stage.end()
    return wrong or ([] if taken[step.number] == step.label else ["another step was disturbed"])


def deaths(steps: list[Step]) -> list[tuple[Step, str]]:
    """Return every moment at which a process can die and leave something that is its own.

    After each step, and before the first one of each chapter. Dying before any other step is
    dying after the one before it: only reads of the database lie in between.
    """
    return [
        (step, way)
        for step in steps
        for way in (DIE_BEFORE, DIE_AFTER)
        if way == DIE_AFTER or step.number == 0
    ]


def try_all(stages: list[Recorded], trial: Trial, cases: Iterable[tuple[Step, Any]]) -> list[str]:
    """Run the cases, on as many stages at once as there are; return what went wrong in each.

    A usual run takes every eighteenth case, beginning with another one each time; `make faults`
    takes them all.
    """
    first = 0 if _EVERY == 1 else random.randrange(_EVERY)
    free: SimpleQueue[Recorded] = SimpleQueue()
    for recorded in stages:
        free.put(recorded)

    def run(case: tuple[Step, Any]) -> str:
        step, way = case
        recorded = free.get()
        try:
            wrong = trial(recorded, step, way)
        except Exception as error:  # noqa: BLE001 - one broken case must not hide the others
            wrong = [f"{type(error).__name__}: {error}"]
        finally:
            free.put(recorded)
        return f"{step}, {way}: {'; '.join(wrong)}" if wrong else ""

    with ThreadPoolExecutor(len(stages)) as pool:
        return [each for each in pool.map(run, list(cases)[first::_EVERY]) if each]
