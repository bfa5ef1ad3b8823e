"""``-`` in the place of files, and failures as JSON."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from desktop_unet.__main__ import main


@pytest.fixture
def piped(place, monkeypatch):
    """The photo, or other bytes, on stdin."""

    def put(content: bytes | None = None) -> None:
        content = (place / "photo.png").read_bytes() if content is None else content
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))

    put()
    return put


def run(capsysbinary, *words: object) -> tuple[int, bytes, str]:
    code = main([str(word) for word in words])
    said = capsysbinary.readouterr()
    return code, said.out, said.err.decode()


@pytest.mark.parametrize("name", ["png", ".JPG", "tif"])
def test_a_photo_comes_and_goes_through_pipes_and_stdout_has_nothing_else(place, piped, capsysbinary, name):
    code, out, err = run(capsysbinary, "upscale", "-", "-", "--scale", 2, "--format", name)
    assert code == 0
    assert Image.open(io.BytesIO(out)).size == (166, 120)
    assert err.startswith(f"stdout.{name.lower().lstrip('.')}: 166 × 120 pixels")
    assert not {path.name for path in place.iterdir()} - {"photo.png", "mask.png"}


def test_either_side_alone(place, piped, capsysbinary):
    words = ("--mask", place / "mask.png", "--json")
    code, out, _ = run(capsysbinary, "inpaint", "-", place / "out.png", *words)
    assert (code, json.loads(out)["output"]) == (0, str(place / "out.png"))
    code, out, err = run(capsysbinary, "inpaint", place / "photo.png", "-", "--format", "png", *words)
    assert (code, json.loads(err)["output"]) == (0, "stdout.png")
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(out))), np.asarray(Image.open(place / "out.png")))


def test_every_verb_that_makes_one_file_of_another_takes_pipes(place, piped, capsysbinary):
    code, out, _ = run(capsysbinary, "find-damage", "-", "-", "--format", "png", "--quiet")
    assert (code, Image.open(io.BytesIO(out)).size) == (0, (83, 60))


@pytest.mark.parametrize("content", [b"", b"no photo at all"])
def test_what_is_no_photo_costs_one_sentence_without_the_files_behind_the_pipe(piped, capsysbinary, content):
    piped(content)
    code, out, err = run(capsysbinary, "upscale", "-", "-", "--scale", 2, "--format", "png")
    assert (code, out, err.count("\n")) == (1, b"", 1)
    assert err.startswith("error: stdin: ")


def test_formats_that_are_not_written_cost_one_sentence(piped, capsysbinary):
    code, out, err = run(capsysbinary, "upscale", "-", "-", "--scale", 2, "--format", "heic")
    assert (code, out, err.count("\n")) == (1, b"", 1)


@pytest.mark.parametrize("words", [("-", "-"), ("photo.png", "out.png", "--format", "png")])
def test_a_format_is_asked_for_where_it_is_needed_and_only_there(place, piped, capsysbinary, words):
    code, out, err = run(capsysbinary, "upscale", *words, "--scale", 2)
    assert (code, out) == (2, b"")
    assert "--format" in err


@pytest.mark.parametrize("broken", ["missing.png", "nonsense.png"])
def test_with_json_a_failure_is_an_object_too(place, capsysbinary, broken):
    (place / "nonsense.png").write_bytes(b"nonsense")
    code, out, err = run(capsysbinary, "upscale", place / broken, place / "out.png", "--scale", 2, "--json")
    told = json.loads(out)
    assert code == 1
    assert told["kind"] == {"missing.png": "FileMissing", "nonsense.png": "NotAPhoto"}[broken]
    assert err == f"error: {told['error']}\n"


@pytest.mark.skipif(os.name == "nt", reason="pipes of a shell")
def test_a_pipe_that_nobody_reads_fails_in_one_sentence(place):
    """The result was not delivered, so that this is no success."""
    reading, writing = os.pipe()
    os.close(reading)
    words = ["-m", "desktop_unet", "upscale", "-", "-", "--scale", "2", "--format", "png", "--quiet"]
    with (place / "photo.png").open("rb") as photo:
        ended = subprocess.run(
            [sys.executable, *words], stdin=photo, stdout=writing, stderr=subprocess.PIPE, text=True, timeout=300
        )
    os.close(writing)
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert ended.stderr.startswith("error: -: ")
