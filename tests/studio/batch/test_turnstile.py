"""One at a time at the engine, and who works by hand before the next photo of a batch."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from desktop_unet.engine.task import Cancelled
from desktop_unet.studio.batch.turnstile import Turnstile

PATIENCE_S = 10


def nothing() -> None:
    """Nobody looks while it waits."""


def in_thread(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def test_work_by_hand_goes_before_the_next_photo() -> None:
    turnstile, order = Turnstile(), []
    is_waiting, photo_may_end = threading.Event(), threading.Event()

    def by_hand() -> None:
        with turnstile.by_hand(is_waiting.set):
            order.append("hand")

    def batch() -> None:
        for number in (1, 2):
            with turnstile.for_batch(nothing, may_go=lambda: True):
                order.append(f"photo {number}")
                if number == 1:
                    assert photo_may_end.wait(PATIENCE_S)

    photos = in_thread(batch)
    while not order:
        photos.join(0.01)
    hand = in_thread(by_hand)
    assert is_waiting.wait(PATIENCE_S)
    photo_may_end.set()
    for thread in (photos, hand):
        thread.join(PATIENCE_S)
    assert order == ["photo 1", "hand", "photo 2"]


def test_never_two_at_once() -> None:
    turnstile, inside, most = Turnstile(), [], []

    def pass_through(enter: Callable[[], object]) -> None:
        for _ in range(50):
            with enter():
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [
        in_thread(lambda: pass_through(lambda: turnstile.by_hand(nothing))),
        in_thread(lambda: pass_through(lambda: turnstile.for_batch(nothing, may_go=lambda: True))),
    ]
    for thread in threads:
        thread.join(PATIENCE_S)
    assert (len(most), max(most)) == (100, 1)


@pytest.mark.parametrize("who", ["hand", "batch"])
def test_who_gives_up_waiting_takes_nothing_along(who: str) -> None:
    turnstile = Turnstile()

    def give_up() -> None:
        raise Cancelled

    def enter() -> object:
        if who == "hand":
            return turnstile.by_hand(give_up)
        return turnstile.for_batch(give_up, may_go=lambda: True)

    with turnstile.for_batch(nothing, may_go=lambda: True), pytest.raises(Cancelled), enter():
        pass
    with turnstile.for_batch(nothing, may_go=lambda: True):
        pass


def test_a_batch_that_pauses_leaves_the_engine_to_others() -> None:
    turnstile, pause = Turnstile(), threading.Event()
    entered = threading.Event()
    pause.set()

    def batch() -> None:
        with turnstile.for_batch(nothing, may_go=lambda: not pause.is_set()):
            entered.set()

    photos = in_thread(batch)
    with turnstile.by_hand(nothing):
        assert not entered.is_set()
    pause.clear()
    photos.join(PATIENCE_S)
    assert entered.is_set()


def test_an_error_within_leaves_the_way_free() -> None:
    turnstile = Turnstile()
    with pytest.raises(ZeroDivisionError), turnstile.by_hand(nothing):
        raise ZeroDivisionError
    with turnstile.by_hand(nothing):
        pass
