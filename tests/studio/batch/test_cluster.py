"""What goes to workers and comes back, who is refused, and what is done about photos that do not come back.

Dask is stood in for by a client that asks ``make_one`` at once; real clusters are in ``tests/test_cluster_cli.py``.
"""

from __future__ import annotations

import errno
import importlib.util
import os
import pickle
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import distributed
import numpy as np
import pytest
from PIL import Image

import desktop_unet
from desktop_unet import errors
from desktop_unet.engine.task import Choices, Report
from desktop_unet.imaging.mask import Wishes
from desktop_unet.studio.batch.cluster import address, admission, dispatch, wire, worker, workers
from desktop_unet.studio.batch.cluster.connection import Connection
from desktop_unet.studio.batch.jobs import Enlarge, FillMarked, Made, Read, digest_of
from desktop_unet.studio.batch.journal import DONE, WRITING, mark_of
from desktop_unet.studio.batch.plan import Existing, sort_out
from desktop_unet.studio.batch.recording import Books, Event, Tally
from desktop_unet.studio.batch.results import Writing
from tests.engine.networks import UPSCALE, mask_with, save_product, save_random
from tests.studio.batch.jobs import Invert, opened, planned, save, value


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("tcp://scheduler:8786", address.Scheduler("tcp://scheduler:8786")),
        ("tls://10.0.0.1:8786", address.Scheduler("tls://10.0.0.1:8786")),
        ("scheduler.json", address.SchedulerFile(Path("scheduler.json"))),
        ("/shared/my scheduler", address.SchedulerFile(Path("/shared/my scheduler"))),
        ("local:3", address.LocalWorkers(3)),
    ],
)
def test_a_cluster_is_an_address_a_file_or_workers_here(text: str, meant: object) -> None:
    assert address.parse_cluster(text) == meant


@pytest.mark.parametrize("text", ["local:", "local:0", "local:x", "local:-1", "scheduler:8786"])
def test_what_is_none_of_them_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="'"):
        address.parse_cluster(text)


@pytest.mark.parametrize("packed", [False, True])
def test_the_extra_that_is_missing_is_one_sentence(monkeypatch: pytest.MonkeyPatch, packed: bool) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(address, "is_packed", lambda: packed)
    with pytest.raises(errors.ClusterMissing, match=r"pip install ..\[cluster\]") as met:
        address.check_dask()
    assert ("the packed program cannot have them" in str(met.value)) == packed


# --- workers -----------------------------------------------------------------------------------


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    for number in range(4):
        save(tmp_path / "in" / ("sub" if number % 2 else "") / f"{number}.png", 50 + number)
    return tmp_path / "in"


def terms(out: Path, job: Any = None, **more: Any) -> wire.Terms:
    out.mkdir(parents=True, exist_ok=True)
    facts = {
        "run": "run",
        "job": job or Invert(),
        "writing": Writing(out),
        "transfers": False,
        "version": desktop_unet.__version__,
        "dask": distributed.__version__,
        "weights": {},
    }
    return wire.Terms(**(facts | more))


def test_a_worker_that_is_alike_is_not_refused(scans: Path, tmp_path: Path) -> None:
    seen = {str(path): wire.identity(str(path)) for path in (tmp_path / "in", scans / "0.png", scans / "none.png")}
    assert worker.refusal(terms(tmp_path / "out", seen=seen)) is None


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"version": "0.0.1"}, "it has Desktop UNet .*, and not 0.0.1"),
        ({"dask": "2020.1"}, "it has Dask .*, and not 2020.1"),
        ({"seen": {"/no/such/folder": "7"}}, "it does not see /no/such/folder .* --transfer"),
        ({"weights": {"more.safetensors": "a" * 64}}, "its more.safetensors is another one .*none, and not aaaa"),
        ({"job": Enlarge(2, None, Choices(card="none"))}, "there is no network of that name"),
    ],
)
def test_a_worker_that_differs_says_in_what(tmp_path: Path, more: dict[str, Any], reason: str) -> None:
    said = worker.refusal(terms(tmp_path / "out", **more))
    assert said is not None
    assert re.search(reason, said)


def test_other_weights_of_the_same_name_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKTOP_UNET_WEIGHTS", str(save_product(tmp_path / "weights")))
    job = Enlarge(2, 0.0, Choices())
    known = dispatch.sums_of(job.networks())
    assert worker.refusal(terms(tmp_path / "out", job, weights=known)) is None
    save_random(tmp_path / "weights", "upscale-skip", UPSCALE, seed=3)
    refusal = worker.refusal(terms(tmp_path / "out", job, weights=known))
    assert refusal is not None
    assert refusal.startswith("its upscale-skip.safetensors is another one (SHA-256 ")


@pytest.mark.parametrize(
    ("is_local", "asked", "name", "device"),
    [(True, "auto", 0, "cuda:0"), (True, "auto", 3, "cuda:1"), (True, "cpu", 1, "cpu"),
     (True, "auto", "tcp://one", "auto"), (False, "auto", 1, "auto")],
)  # fmt: skip
def test_workers_of_one_machine_take_its_gpus_in_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_local: bool, asked: str, name: object, device: str
) -> None:
    from desktop_unet.engine import device as devices

    monkeypatch.setattr(devices, "list_devices", lambda: [("cuda:0", "GPU"), ("cuda:1", "GPU"), ("cpu", "CPU")])
    job = Invert(choices=Choices(device=asked))
    told = terms(tmp_path / "out", job, weights={"a": "b"}, is_local=is_local)
    assert worker.with_own_device(told, name).job.choices.device == device


def assignment(scans: Path, out: Path, name: str = "0.png", **more: Any) -> wire.Assignment:
    plan = planned(scans, out)
    with opened(out) as journal:
        items = sort_out(plan, journal, Existing.skip, "digest")
        item = next(item for item in items if item.planned.source.path.name == name)
    return wire.Assignment(wire.absolute_item(item), **more)


def test_a_result_that_is_there_already_is_not_made_again(scans: Path, tmp_path: Path) -> None:
    """As when a worker was killed between giving a result its name and saying so."""
    asked = assignment(scans, tmp_path / "out")
    first = worker.make_one(terms(tmp_path / "out"), asked)
    again = worker.make_one(terms(tmp_path / "out", Invert(level=200)), asked)
    assert (first.state, again.state) == (wire.MADE, wire.MADE)
    assert first.mark == again.mark == mark_of(tmp_path / "out" / "0.png")
    assert value(tmp_path / "out" / "0.png") == 205


@dataclass(frozen=True)
class Beaten(Invert):
    """Meanwhile another worker writes the same result."""

    rival: Path = Path()

    def make(self, read: Read, report: Report) -> Made:
        save(self.rival, 1)
        return super().make(read, report)


def test_a_result_that_another_worker_wrote_meanwhile_stays(scans: Path, tmp_path: Path) -> None:
    asked = assignment(scans, tmp_path / "out")
    answer = worker.make_one(terms(tmp_path / "out", Beaten(rival=tmp_path / "out" / "0.png")), asked)
    assert (answer.state, value(tmp_path / "out" / "0.png")) == (wire.MADE, 1)


@dataclass(frozen=True)
class Short(Invert):
    def make(self, read: Read, report: Report) -> Made:
        raise errors.MemoryShort


def test_answers_say_who_is_to_blame(scans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (scans / "bad.png").write_bytes(b"no photo")
    bad = worker.make_one(terms(tmp_path / "out"), assignment(scans, tmp_path / "out", "bad.png"))
    assert (bad.state, f"{scans / 'bad.png'}: this is not a photo" in bad.message) == (wire.FAILED, True)
    asked = assignment(scans, tmp_path / "out")
    assert worker.make_one(terms(tmp_path / "out", Short()), asked).state == wire.SHORT

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(worker, "write_result", full)
    ends = worker.make_one(terms(tmp_path / "out"), asked)
    assert (ends.state, type(ends.mishap)) == (wire.ENDS, errors.DiskFull)
    sent = replace(asked, files=wire.pack(asked.item, Invert()))
    assert worker.make_one(terms(tmp_path / "out", transfers=True), sent).state == wire.SHORT


def test_files_that_are_sent_give_the_same_bytes(scans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKTOP_UNET_WEIGHTS", str(save_product(tmp_path / "weights")))
    for folder, box in (("masks", (1, 1, 4, 5)), ("borrow", (0, 4, 6, 9))):
        (tmp_path / folder / "sub").mkdir(parents=True)
        Image.fromarray(mask_with(6, 9, box)).save(tmp_path / folder / "sub" / "1.png")
    job = FillMarked(tmp_path / "masks", Wishes(), "texture", Choices(), borrow_from=tmp_path / "borrow")
    asked = assignment(scans, tmp_path / "out", "1.png")
    sent = replace(asked, files=wire.pack(asked.item, job))
    assert set(sent.files) == {wire.PHOTO, "masks", "borrow_from"}
    at_a_distance = replace(job, masks=Path("/nowhere/masks"), borrow_from=Path("/nowhere/borrow"))
    far = worker.make_one(terms(tmp_path / "out", at_a_distance, transfers=True), pickle.loads(pickle.dumps(sent)))
    assert far.state == wire.MADE, far.message
    assert not (tmp_path / "out" / "sub").exists()
    assert worker.make_one(terms(tmp_path / "out", job), asked).state == wire.MADE
    assert far.content == (tmp_path / "out" / "sub" / "1.png").read_bytes()


def test_failures_of_sent_photos_name_the_persons_own_file(scans: Path, tmp_path: Path) -> None:
    (scans / "bad.png").write_bytes(b"no photo")
    asked = assignment(scans, tmp_path / "out", "bad.png")
    sent = replace(asked, files=wire.pack(asked.item, Invert()))
    answer = worker.make_one(terms(tmp_path / "out", transfers=True), sent)
    assert (answer.state, answer.message.startswith(f"{scans / 'bad.png'}: ")) == (wire.FAILED, True)


def test_paths_and_mishaps_mean_the_same_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("card.safetensors").write_bytes(b"")
    job = wire.absolute_job(FillMarked(Path("masks"), Wishes(), "auto", Choices(card="card.safetensors")))
    assert (job.masks, job.choices.card) == (tmp_path / "masks", str(tmp_path / "card.safetensors"))
    mishap = pickle.loads(pickle.dumps(errors.DeviceMissing(device="cuda:7", devices=("auto", "cpu"))))
    assert (type(mishap), "cuda:7: this device is not available" in str(mishap)) == (errors.DeviceMissing, True)


# --- the books ---------------------------------------------------------------------------------


Behaviour = Callable[[wire.Terms, wire.Assignment], wire.Answer]


class Client:
    """A cluster of two workers as far as ``dispatch`` can see, which makes photos when they are given out.

    Args:
        make: what the workers do; raises what Dask would tell of a photo.
    """

    def __init__(self, make: Behaviour = worker.make_one) -> None:
        self.make = make
        self.status = "running"
        self.begun: list[tuple[str, tuple[str, ...]]] = []
        self.most = 0
        self.photos = {"tcp://one": 1, "tcp://two": 1}
        self.run: Any = None
        self.scheduler = "first"
        self.registered = 0
        self.told_early: tuple[tuple[float, dict[str, str]], ...] = ()

    def subscribe_topic(self, topic: str, handler: Callable[[Any], None]) -> None:
        self.tell = handler

    def get_events(self, topic: str) -> tuple[tuple[float, dict[str, str]], ...]:
        """What was told before anybody listened."""
        return self.told_early

    def register_plugin(self, plugin: admission.Admission, name: str) -> None:
        self.terms = pickle.loads(plugin.pickled)
        self.registered += 1

    def unregister_worker_plugin(self, name: str) -> None: ...

    def cancel(self, futures: list[Any]) -> None: ...

    def scheduler_info(self, n_workers: int) -> dict[str, Any]:
        workers = {name: {"resources": {admission.RESOURCE: count}} for name, count in self.photos.items()}
        return {"id": self.scheduler, "workers": workers}

    def submit(self, make: object, run: str, asked: wire.Assignment, *, key: str, **how: Any) -> Future:
        assert how["resources"] == {admission.RESOURCE: 1}
        self.begun.append((asked.item.planned.source.path.name, tuple(how.get("workers", ()))))
        self.tell((0.0, {"run": run, "begun": key}))
        try:
            return Future(key, "finished", self.make(self.terms, asked))
        except distributed.KilledWorker as error:
            return Future(key, "error", error)
        except ConnectionError as error:
            return Future(key, "cancelled", error)


@dataclass
class Future:
    key: str
    status: str
    content: Any

    def result(self) -> Any:
        if isinstance(self.content, Exception):
            raise self.content
        return self.content

    def exception(self) -> Any:
        return self.content

    def release(self) -> None: ...

    def add_done_callback(self, call: Callable[[Future], None]) -> None:
        call(self)


def go(
    scans: Path, out: Path, client: Client, monkeypatch: pytest.MonkeyPatch, *, job: Any = None, **more: Any
) -> tuple[Tally, list[Event]]:
    """A run over a folder by a cluster that is stood in for."""

    @contextmanager
    def connected(where: object) -> Iterator[Connection]:
        yield Connection(client, "tcp://here:1")

    monkeypatch.setattr(dispatch, "opened_cluster", connected)
    events: list[Event] = []
    job = job or Invert()
    cluster = dispatch.Cluster(address.LocalWorkers(2), more.pop("transfers", False))
    with opened(out) as journal:
        digest = digest_of(job)
        items = tuple(sort_out(planned(scans, out), journal, Existing.skip, digest))
        writing = Writing(out, keeps_date=more.pop("keeps_date", False))
        client.run = dispatch.ClusterRun(
            Books(job, writing, journal, digest, events.append, more.pop("fails_fast", False)), cluster=cluster, **more
        )
        return client.run(items), events


def results(out: Path) -> dict[str, int]:
    return {path.relative_to(out).as_posix(): value(path) for path in sorted(out.rglob("*.png"))}


ALL = {"0.png": 205, "2.png": 203, "sub/1.png": 204, "sub/3.png": 202}


@pytest.mark.parametrize("transfers", [False, True])
def test_photos_are_made_once_and_put_down(scans: Path, tmp_path: Path, monkeypatch, transfers: bool) -> None:
    os.utime(scans / "0.png", ns=(10**18, 10**18))
    out = tmp_path / "out"
    tally, _ = go(scans, out, Client(), monkeypatch, transfers=transfers, keeps_date=True)
    assert (tally.done, tally.failed, results(out)) == (4, 0, ALL)
    assert (out / "0.png").stat().st_mtime_ns == 10**18
    client = Client()
    assert (go(scans, out, client, monkeypatch)[0].before, client.begun) == (4, [])


def test_the_journal_knows_before_a_photo_is_given_out(scans: Path, tmp_path: Path, monkeypatch) -> None:
    states = []

    def make(terms: wire.Terms, asked: wire.Assignment) -> wire.Answer:
        entry = client.run._books.journal.entry(asked.item.planned.place)
        states.append((entry.state, entry.mark))
        return worker.make_one(terms, asked)

    client = Client(make)
    go(scans, tmp_path / "out", client, monkeypatch)
    assert states == [(WRITING, None)] * 4


def killed() -> distributed.KilledWorker:
    return distributed.KilledWorker("photo", SimpleNamespace(address="tcp://one"), 3)


@pytest.mark.parametrize("times", [3, 99])
def test_a_photo_whose_workers_end_is_tried_again_three_times_then_told(
    scans: Path, tmp_path: Path, monkeypatch, times: int
) -> None:
    left = [times]

    def make(terms: wire.Terms, asked: wire.Assignment) -> wire.Answer:
        if asked.item.planned.source.path.name == "1.png" and left[0] > 0:
            left[0] -= 1
            raise killed()
        return worker.make_one(terms, asked)

    client = Client(make)
    tally, events = go(scans, tmp_path / "out", client, monkeypatch)
    assert [name for name, _ in client.begun].count("1.png") == 4
    assert (tally.done, tally.failed) == ((4, 0) if times == 3 else (3, 1))
    if times > 3:
        message = next(event.message for event in events if event.message)
        assert message.startswith(f"{scans / 'sub' / '1.png'}: 4 workers ended while they had this photo")


def test_a_worker_without_memory_is_avoided_then_the_photo_is_told(scans: Path, tmp_path: Path, monkeypatch) -> None:
    def make(terms: wire.Terms, asked: wire.Assignment) -> wire.Answer:
        if asked.item.planned.source.path.name == "1.png":
            return wire.Answer(wire.SHORT, "tcp://one", message=str(errors.MemoryShort()))
        return worker.make_one(terms, asked)

    client = Client(make)
    tally, events = go(scans, tmp_path / "out", client, monkeypatch)
    assert [where for name, where in client.begun if name == "1.png"] == [(), *[("tcp://two",)] * 3]
    assert (tally.done, tally.failed) == (3, 1)
    assert "not enough memory" in next(event.message for event in events if event.message)


def test_photos_are_given_out_again_when_the_scheduler_was_away(scans: Path, tmp_path: Path, monkeypatch) -> None:
    lost = iter([True, True])

    def make(terms: wire.Terms, asked: wire.Assignment) -> wire.Answer:
        answer = worker.make_one(terms, asked)
        if next(lost, False):  # it was made, but nobody heard of it
            raise ConnectionError
        return answer

    client = Client(make)
    tally, _ = go(scans, tmp_path / "out", client, monkeypatch)
    assert (tally.done, tally.failed, len(client.begun), results(tmp_path / "out")) == (4, 0, 6, ALL)


def test_a_scheduler_that_stays_away_ends_the_run_and_the_next_one_goes_on(
    scans: Path, tmp_path: Path, monkeypatch
) -> None:
    count = [0]

    def make(terms: wire.Terms, asked: wire.Assignment) -> wire.Answer:
        count[0] += 1
        if count[0] > 2:
            client.status = "closed"
            raise ConnectionError
        return worker.make_one(terms, asked)

    client = Client(make)
    with pytest.raises(errors.SchedulerLost, match="tcp://here:1: the scheduler does not answer any more"):
        go(scans, tmp_path / "out", client, monkeypatch)
    assert len(results(tmp_path / "out")) == 2
    marks = {name: mark_of(tmp_path / "out" / name) for name in results(tmp_path / "out")}
    tally, _ = go(scans, tmp_path / "out", Client(), monkeypatch)
    assert (tally.done, tally.before, results(tmp_path / "out")) == (2, 2, ALL)
    assert {name: mark_of(tmp_path / "out" / name) for name in marks} == marks


def test_another_scheduler_in_the_same_place_is_told_the_terms(scans: Path, tmp_path: Path, monkeypatch) -> None:
    def make(terms: wire.Terms, asked: wire.Assignment) -> wire.Answer:
        if client.scheduler == "first":
            client.scheduler = "second"
            raise ConnectionError
        return worker.make_one(terms, asked) if client.registered == 2 else wire.Answer(wire.REFUSED, "tcp://one")

    monkeypatch.setattr(workers, "LOOK_EVERY_S", 0.0)
    client = Client(make)
    tally, _ = go(scans, tmp_path / "out", client, monkeypatch)
    assert (tally.done, tally.failed, client.registered) == (4, 0, 2)


def test_what_concerns_all_ends_the_run(scans: Path, tmp_path: Path, monkeypatch) -> None:
    full = wire.Answer(wire.ENDS, mishap=errors.DiskFull(path=tmp_path / "out"))
    with pytest.raises(errors.DiskFull):
        go(scans, tmp_path / "out", Client(lambda terms, asked: full), monkeypatch)
    assert results(tmp_path / "out") == {}


def test_refused_workers_are_told_by_name_and_none_is_no_cluster(scans: Path, tmp_path: Path, monkeypatch) -> None:
    class Refusing(Client):
        def register_plugin(self, plugin: admission.Admission, name: str) -> None:
            for who in ("a (tcp://one)", "b (tcp://two)", "a (tcp://one)"):
                self.tell((0.0, {"run": name, "who": who, "refusal": "it has another version"}))
            self.tell((0.0, {"run": "another", "who": "c", "refusal": "not asked"}))
            self.photos = dict.fromkeys(self.photos, 0)

    heard: list[str] = []
    with pytest.raises(errors.WorkersMissing, match="there is no worker that takes photos"):
        go(scans, tmp_path / "out", Refusing(), monkeypatch, warn=heard.append)
    said = "this worker gets no photos: it has another version."
    assert heard == [f"a (tcp://one): {said}", f"b (tcp://two): {said}"]


def test_a_worker_that_told_before_anybody_listened_is_heard_at_the_end(
    scans: Path, tmp_path: Path, monkeypatch
) -> None:
    class Early(Client):
        def register_plugin(self, plugin: admission.Admission, name: str) -> None:
            super().register_plugin(plugin, name)
            self.told_early = (
                (0.0, {"run": name, "who": "b", "refusal": "it is old"}),
                (0.0, {"run": name, "begun": "x"}),
            )

    heard: list[str] = []
    go(scans, tmp_path / "out", Early(), monkeypatch, warn=heard.append)
    assert heard == ["b: this worker gets no photos: it is old."]


def test_a_cluster_without_workers_is_waited_for_in_vain(scans: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(workers, "_PATIENCE_S", 0.0)
    monkeypatch.setattr(workers, "LOOK_EVERY_S", 0.0)
    client = Client()
    client.photos = {}
    with pytest.raises(errors.WorkersMissing, match="dask worker tcp://here:1"):
        go(scans, tmp_path / "out", client, monkeypatch)


def test_no_more_are_on_their_way_than_two_a_worker(tmp_path: Path, monkeypatch) -> None:
    for number in range(20):
        save(tmp_path / "in" / f"{number:02}.png", 50)

    class Lazy(Client):
        """Gives results only when it is asked again and again."""

        waiting: ClassVar[list[tuple[Future, Callable[[Future], None]]]] = []

        def submit(self, *words: Any, **how: Any) -> Future:
            future = super().submit(*words, **how)
            monkeypatch.setattr(future, "add_done_callback", lambda call: self.waiting.append((future, call)))
            self.most = max(self.most, len(self.waiting) + 1)
            return future

        def scheduler_info(self, n_workers: int) -> dict[str, Any]:
            while self.waiting:
                future, call = self.waiting.pop(0)
                call(future)
            return super().scheduler_info(n_workers)

    monkeypatch.setattr(workers, "LOOK_EVERY_S", 0.0)
    monkeypatch.setattr(dispatch, "WAKE_EVERY_S", 0.001)
    client = Lazy()
    assert go(tmp_path / "in", tmp_path / "out", client, monkeypatch)[0].done == 20
    assert 1 <= client.most <= 4


def test_stop_lets_those_on_their_way_come_back(tmp_path: Path, monkeypatch) -> None:
    for number in range(20):
        save(tmp_path / "in" / f"{number:02}.png", 50)

    def make(terms: wire.Terms, asked: wire.Assignment) -> wire.Answer:
        client.run.stop()
        return worker.make_one(terms, asked)

    client = Client(make)
    tally, _ = go(tmp_path / "in", tmp_path / "out", client, monkeypatch)
    assert tally.done == len(client.begun) == len(results(tmp_path / "out"))
    with opened(tmp_path / "out") as journal:
        entries = [journal.entry(each.place) for each in planned(tmp_path / "in", tmp_path / "out").planned]
    assert [entry.state for entry in entries if entry is not None] == [DONE] * tally.done


def test_answers_from_a_shared_folder_are_small(scans: Path, tmp_path: Path) -> None:
    answer = worker.make_one(terms(tmp_path / "out"), assignment(scans, tmp_path / "out"))
    assert np.isclose(answer.megapixels, 54e-6)
    assert len(pickle.dumps(answer)) < 1000
