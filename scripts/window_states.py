"""What comes and goes in the main window: runs, previews, notes, errors and tools, for ``screenshots.py --turns``.

Comes in: the studio of ``screenshots.py``, with its window. Goes out: one call of ``studio.take`` for each state.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

LONG_NAME = "Grandmother's garden behind the old school in the summer of 1931, second print, retouched"
SMALL = (200, 140, 440, 320)
"""What is run on: a part of the sample, left, top, right and bottom."""

_MARKS = (
    *("sample", "tool-colour", "tool-polygon", "fill-nothing-marked", "finder-nothing", "restore-marks"),
    "more-no-skip",
)
_FILLS = ("filled", "other-fills", "other-fills-four")
_LOOKS = (
    *("mix-edit", "mix-slider", "mix-flip", "compared-with-file", "exact-size-paper", "exact-size-refused"),
    "preview",
)
_RUNS = ("running", "running-elsewhere")
_MESSAGES = ("saved-edit", "saved-slider", "saved-side", "saved-four", "error")
STATES = (*_MARKS, *_FILLS, *_LOOKS, *_RUNS, *_MESSAGES)


def take_states(studio: Any) -> None:
    """Take those that are wanted; photos that are open are closed first."""
    session = studio.session
    session.network_files.list_installed()
    studio.wait(lambda: bool(session.networks.cards))
    takers = ((_MARKS, take_marks), (_FILLS, take_fills), (_LOOKS, take_looks), (_RUNS, take_runs))
    for names, take in (*takers, (_MESSAGES, take_messages)):
        if not studio.wanted or set(names) & set(studio.wanted):
            take(studio)


def take_marks(studio: Any) -> None:
    """The sample as a person first sees it, then with nothing marked, and with other tools."""
    session, window = studio.session, studio.window
    close_all(studio)
    window.commands.open_sample()
    studio.wait(lambda: session.document is not None and session.document.has_mask)
    studio.take("sample")
    window.message.close_button.click()
    for tool in ("colour", "polygon"):
        session.masking.take_tool(tool)
        studio.take(f"tool-{tool}")
    session.masking.take_tool("brush")
    session.change(lambda document: document.clear_mask())
    studio.take("fill-nothing-marked")
    session.finder.open()
    session.finder.set_threshold(1.0)
    studio.wait(lambda: not session.finder.is_looking)
    studio.take("finder-nothing")
    session.finder.close()
    session.undo()
    session.choose_task("restore")
    studio.wait(lambda: session.state.plan is not None and not session.is_busy)
    session.steps.edit_marks(True)
    studio.wait(lambda: not session.is_busy)
    studio.take("restore-marks")
    session.steps.edit_marks(False)
    session.choose_task("upscale")
    window.panel.more.switch.setChecked(True)
    session.set_options(variant="no-skip", only_mask=True)
    studio.take("more-no-skip")
    session.set_options(variant="skip", only_mask=False)
    window.panel.more.switch.setChecked(False)


def take_fills(studio: Any) -> None:
    """A hole that is filled, and filled in other ways."""
    session = studio.session
    open_part(studio, LONG_NAME)
    session.choose_task("inpaint")
    session.masking.take_tool("brush")
    session.masking.set_brush_size(36)
    session.masking.begin_stroke((60.0, 60.0), erase=False)
    session.masking.extend_stroke((90.0, 180.0))
    session.masking.end_stroke()
    session.restorer.start()
    studio.wait(lambda: not session.is_busy)
    studio.take("filled")
    session.other_fills.start()
    studio.wait(lambda: not session.is_busy)
    studio.take("other-fills")
    session.set_options(mode="four")
    studio.take("other-fills-four")
    session.set_options(mode="edit")


def take_looks(studio: Any) -> None:
    """A sharp enlargement with its slider, compared by scores; an exact size; a preview."""
    session, window = studio.session, studio.window
    open_part(studio, "garden")
    session.choose_task("upscale")
    session.set_options(scale=2, look="sharp")
    session.restorer.start()
    studio.wait(lambda: not session.is_busy)
    session.mixer.move(60)
    session.mixer.settle()
    studio.wait(lambda: not session.is_busy)
    for mode in ("edit", "slider", "flip"):
        session.set_options(mode=mode)
        studio.take(f"mix-{mode}")
    session.opener.compare_with(Path(session.document.original.source))
    studio.wait(lambda: not session.is_busy)
    studio.rest(0.5)
    session.set_options(mode="side")
    studio.take("compared-with-file")
    session.set_options(mode="edit")
    box = window.panel.enlarge.target
    box.switch.click()
    box.units.buttons["cm"].click()
    studio.take("exact-size-paper")
    box.units.buttons["px"].click()
    box.width_px.setValue(20_000)
    studio.take("exact-size-refused")
    box.switch.click()
    session.view.show_actual_size()
    session.restorer.preview()
    studio.wait(lambda: not session.is_busy)
    studio.take("preview")


def take_runs(studio: Any) -> None:
    """A long run, stopped again; meanwhile another photo is shown."""
    session, window = studio.session, studio.window
    close_all(studio)
    window.commands.open_sample()
    studio.wait(lambda: session.document is not None and session.document.has_mask)
    window.message.close_button.click()
    session.choose_task("upscale")
    session.set_options(scale=8, look="natural", quality="best", mode="edit")
    session.restorer.start()
    studio.wait(lambda: window.panel.run_box.bar.value() > 0)
    studio.take("running")
    open_part(studio, "bridge", alone=False)
    studio.take("running-elsewhere")
    session.opener.step(-1)
    window.actions_by_name["cancel"].trigger()
    studio.wait(lambda: not session.is_busy)
    session.set_options(quality="good", scale=2)


def take_messages(studio: Any) -> None:
    """Notes and errors, over the photo and over names."""
    from desktop_unet.studio.saving import SaveChoice

    session = studio.session
    open_part(studio, LONG_NAME)
    session.choose_task("upscale")
    session.set_options(scale=2, look="natural")
    session.restorer.compare_variants()
    studio.wait(lambda: not session.is_busy)
    for mode in ("edit", "slider", "side", "four"):
        session.set_options(mode=mode)
        session.saver.save(SaveChoice(Path(studio.scratch.name) / f"{LONG_NAME} {mode}.jpg", 90, 6))
        studio.wait(lambda: not session.is_busy)
        studio.take(f"saved-{mode}")
    broken = Path(studio.scratch.name) / "broken.jpg"
    broken.write_bytes(b"not a photo")
    studio.listens = False
    session.set_options(mode="slider")
    session.opener.open(broken)
    studio.wait(lambda: not session.is_busy)
    studio.rest(0.3)
    studio.take("error")
    studio.listens = True


def open_part(studio: Any, name: str, *, alone: bool = True) -> None:
    """A small photo, and no other beside it where it is to be alone."""
    from PIL import Image

    from desktop_unet.paths import sample_photo

    path = Path(studio.scratch.name) / f"{name}.png"
    with Image.open(sample_photo()) as sample:
        sample.crop(SMALL).save(path)
    if alone:
        close_all(studio)
    studio.session.opener.open(path)
    studio.wait(lambda: studio.session.document is not None and studio.session.document.original.source == path)


def close_all(studio: Any) -> None:
    """No photo is open afterwards, and no message is left."""
    session = studio.session
    session.set_options(mode="edit")
    studio.wait(lambda: not session.is_busy)
    while session.open_photos.photos:
        session.opener.close(session.open_photos.photos[-1])
    studio.wait(lambda: session.document is None)
