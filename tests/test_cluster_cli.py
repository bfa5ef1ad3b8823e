"""``batch --cluster`` with Dask's own schedulers and workers, as processes: what scripts depend on."""

from __future__ import annotations

import os
import random
import signal
import socketserver
import subprocess
import sys
import threading
from pathlib import Path

import batch_soak
import cluster_soak
import pytest
from made_photos import make_noise
from PIL import Image

from tests.conftest import REPOSITORY
from tests.dask_processes import Scheduler, run_program, running_scheduler
from tests.engine.networks import UPSCALE, mask_with, save_product, save_random
from tests.test_cli import contents

UPSCALE_BY_2 = ("--scale", "2", "--strength", "0", "--threads", "1")


@pytest.fixture(scope="module")
def weights(tmp_path_factory) -> Path:
    return save_product(tmp_path_factory.mktemp("cluster") / "weights")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory, weights):
    """A scheduler with a worker that is as it should be."""
    with running_scheduler(tmp_path_factory.mktemp("cluster") / "scheduler") as scheduler:
        scheduler.add_worker("good", weights=weights)
        yield scheduler


@pytest.fixture
def photos(tmp_path) -> Path:
    make_noise(tmp_path / "in", 6)
    return tmp_path / "in"


@pytest.fixture(scope="module")
def alone(tmp_path_factory, weights) -> dict[str, bytes]:
    """The results of one process."""
    folder = tmp_path_factory.mktemp("alone")
    make_noise(folder / "in", 6)
    assert (
        run_program("batch", "upscale", folder / "in", folder / "out", *UPSCALE_BY_2, weights=weights).returncode == 0
    )
    return pictures(folder / "out")


def pictures(out: Path) -> dict[str, bytes]:
    return {name: content for name, content in contents(out).items() if name.endswith(".png")}


def test_workers_of_this_machine_make_what_one_process_makes(photos, tmp_path, weights, alone) -> None:
    words = ("batch", "upscale", photos, tmp_path / "out", *UPSCALE_BY_2, "--cluster", "local:2")
    answer = run_program(*words, weights=weights)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "6 made, 0 failed" in answer.stdout
    assert pictures(tmp_path / "out") == alone
    assert set(contents(tmp_path / "out")) - set(alone) <= batch_soak.LEFT_BY_A_RUN
    again = run_program(*words[:-2], weights=weights)
    assert "0 made, 0 failed, 6 done before" in again.stdout, "whether there is a cluster is no setting"


@pytest.mark.parametrize("way", ["address", "file", "transfer"])
def test_workers_of_a_scheduler_make_what_one_process_makes(
    cluster: Scheduler, photos, tmp_path, weights, alone, way: str
) -> None:
    where = cluster.address if way == "address" else cluster.file
    more = ("--transfer",) if way == "transfer" else ()
    words = ("batch", "upscale", photos, tmp_path / "out", *UPSCALE_BY_2, "--cluster", where, *more)
    answer = run_program(*words, weights=weights)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert pictures(tmp_path / "out") == alone


def test_masks_are_sent_along(cluster: Scheduler, photos, tmp_path, weights) -> None:
    (tmp_path / "masks").mkdir()
    Image.fromarray(mask_with(24, 31, (5, 9, 12, 20))).save(tmp_path / "masks" / "000.png")
    words = ("batch", "inpaint", photos / "000.png", photos / "002.png")
    how = ("--masks", tmp_path / "masks", "--threads", "1")
    run_program(*words, tmp_path / "alone", *how, weights=weights)
    answer = run_program(*words, tmp_path / "out", *how, "--cluster", cluster.file, "--transfer", weights=weights)
    assert (answer.returncode, answer.stderr.count("\n")) == (3, 1)
    assert f"{photos / '002.png'}: there is no mask of this name in {tmp_path / 'masks'}" in answer.stderr
    assert pictures(tmp_path / "out") == pictures(tmp_path / "alone")


def test_workers_that_differ_are_refused_by_name_and_the_others_go_on(
    cluster: Scheduler, photos, tmp_path, weights, alone
) -> None:
    other = save_product(tmp_path / "weights")
    save_random(other, "upscale-skip", UPSCALE, seed=9)
    strangers = [
        cluster.add_worker("old", first="import desktop_unet; desktop_unet.__version__ = '0.0.1'", weights=weights),
        cluster.add_worker("other", weights=other),
        cluster.add_worker("unready", resources="", weights=weights),
        cluster.add_worker("without", first="import sys; sys.modules['desktop_unet'] = None", weights=weights),
    ]
    try:
        words = ("batch", "upscale", photos, tmp_path / "out", *UPSCALE_BY_2, "--cluster", cluster.file)
        answer = run_program(*words, weights=weights)
    finally:
        for process in strangers:
            process.kill()
            process.wait()
    said = sorted(line.removeprefix("error: ") for line in answer.stderr.splitlines())
    assert (answer.returncode, [line.partition(" (")[0] for line in said]) == (
        0,
        ["old", "other", "unready", "without"],
    )
    assert "it has Desktop UNet 0.0.1, and not" in said[0]
    assert "its upscale-skip.safetensors is another one" in said[1]
    assert "it was started without --resources photo=1" in said[2]
    assert "it has no Desktop UNet, or another version" in said[3]
    assert pictures(tmp_path / "out") == alone


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no such signal")
def test_killed_workers_cost_no_photo(tmp_path) -> None:
    """Two kills; ``make soak-batch`` goes on for a minute."""
    kills, faults = cluster_soak.soak(tmp_path, 6, 4.0, 2.5, random.Random(3), (260, 340))
    assert (kills >= 1, faults) == (True, [])


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no such signal")
def test_a_scheduler_that_is_killed_is_one_sentence_and_the_next_start_goes_on(tmp_path, weights) -> None:
    make_noise(tmp_path / "in", 300)
    out = tmp_path / "out"
    with running_scheduler(tmp_path / "scheduler") as scheduler:
        scheduler.add_worker("good", weights=weights)
        words = ("batch", "upscale", str(tmp_path / "in"), str(out), *UPSCALE_BY_2)
        command = [sys.executable, "-W", "error", "-m", "desktop_unet", *words, "--cluster", scheduler.address]
        environment = {**os.environ, "DESKTOP_UNET_WEIGHTS": str(weights)}
        run = subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=-1, stderr=-1, text=True)
        batch_soak.wait_for(run, out, 3)  # type: ignore[arg-type]
        scheduler.process.kill()
        stdout, stderr = run.communicate(timeout=120)
        assert (run.returncode, stdout) == (1, "")
        assert stderr == (
            f"error: {scheduler.address}: the scheduler does not answer any more; what is done is kept, and the same "
            "command goes on once there is a scheduler again.\n"
        )
    before = batch_soak.inodes(out)
    assert 3 <= len(before) < 300
    answer = run_program(*words, weights=weights)
    assert answer.returncode == 0
    after = batch_soak.inodes(out)
    assert (len(after), {name: after[name] for name in before}) == (300, before)


def test_a_scheduler_of_another_dask_is_one_sentence(photos, tmp_path, weights) -> None:
    first = (
        "import distributed.versions as v; real = v.get_package_info\n"
        "v.get_package_info = lambda pkgs: {**real(pkgs), 'distributed': '2020.1.0'}"
    )
    with running_scheduler(tmp_path / "scheduler", first) as scheduler:
        words = ("batch", "upscale", photos, tmp_path / "out", *UPSCALE_BY_2, "--cluster", scheduler.address)
        answer = run_program(*words, weights=weights)
    assert (answer.returncode, answer.stdout, answer.stderr.count("\n")) == (1, "", 1)
    assert "the scheduler has Dask 2020.1.0, this machine" in answer.stderr


class Web(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        self.request.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


@pytest.mark.parametrize("what", ["nothing", "another program", "no file", "no address in it"])
def test_a_scheduler_that_is_not_there_is_one_sentence(photos, tmp_path, weights, what: str) -> None:
    (tmp_path / "photo.json").write_text("{}")
    with socketserver.TCPServer(("127.0.0.1", 0), Web) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        where, sentence = {
            "nothing": ("tcp://127.0.0.1:9", "there is no scheduler to be reached"),
            "another program": (f"tcp://127.0.0.1:{server.server_address[1]}", "there is no scheduler to be reached"),
            "no file": (tmp_path / "none.json", "no file of a scheduler (No such file or directory)"),
            "no address in it": (tmp_path / "photo.json", "no file of a scheduler (it holds no address)"),
        }[what]
        answer = run_program(
            "batch", "upscale", photos, tmp_path / "out", "--scale", 2, "--cluster", where, weights=weights
        )
        server.shutdown()
    assert (answer.returncode, answer.stdout, answer.stderr.count("\n")) == (1, "", 1)
    assert sentence in answer.stderr


@pytest.mark.parametrize(
    ("words", "sentence"),
    [(("--cluster", "local:0"), "says no number of"), (("--transfer",), "--transfer needs --cluster")],
)
def test_wrong_usage(photos, tmp_path, weights, words, sentence: str) -> None:
    answer = run_program("batch", "upscale", photos, tmp_path / "out", "--scale", 2, *words, weights=weights)
    assert (answer.returncode, sentence in answer.stderr) == (2, True)


@pytest.mark.skipif(os.name == "nt", reason="there Ctrl-C goes to all processes of a console")
def test_ctrl_c_finishes_what_is_on_its_way(tmp_path, weights) -> None:
    """To all processes of the terminal, as Ctrl-C goes: local workers do not mind it."""
    make_noise(tmp_path / "in", 300)
    words = ("batch", "upscale", str(tmp_path / "in"), str(tmp_path / "out"), *UPSCALE_BY_2, "--cluster", "local:1")
    environment = {**os.environ, "DESKTOP_UNET_WEIGHTS": str(weights)}
    command = [sys.executable, "-W", "error", "-m", "desktop_unet", *words]
    run = subprocess.Popen(
        command, cwd=REPOSITORY, env=environment, stdout=-1, stderr=-1, text=True, start_new_session=True
    )
    batch_soak.wait_for(run, tmp_path / "out", 3)  # type: ignore[arg-type]
    os.killpg(run.pid, signal.SIGINT)
    out, err = run.communicate(timeout=120)
    assert (run.returncode, err.strip()) == (130, "stopping after the photo in work; Ctrl-C again stops at once")
    made = len(batch_soak.inodes(tmp_path / "out"))
    assert f"{made} made, 0 failed" in out
    assert f"{300 - made} photos are left; the same command goes on with them." in out
