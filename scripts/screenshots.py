"""Make pictures of the program's views from the real program: its windows, its engine, its networks, its sample.

    python scripts/screenshots.py                                  what the docs show, into docs/images
    python scripts/screenshots.py FOLDER --all                     every view in every theme, scale, language
    python scripts/screenshots.py FOLDER --themes dark --scale 2   every view, in this theme and scale
    python scripts/screenshots.py FOLDER --turns                   the main window's views and what comes and goes in
                                                                   them, each in every theme and size, by turns

Comes in: the sample photo and the packed networks. Goes out: PNG files, those for the docs below 300 kB each;
``--all`` puts those of a theme, scale and language in a folder of their own. Nothing is shown on the screen.
"""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
DOCS_IMAGES = REPOSITORY / "docs" / "images"
LIMIT_BYTES = 300_000
ALIKE_DB = 40.0
"""From here on a picture of fewer colours is taken for the same."""
COLOURS = (128, 256)
PATIENCE_S, DIALOG_S, NOTE_S = 900, 3.0, 1.4
WIDTH, HEIGHT = 1024, 720
LAB_WIDTH, LAB_HEIGHT = 1280, 820
BRUSH_PX, FINDER_THRESHOLD = 12, 0.7
THEMES, SCALES, LANGUAGES = ("light", "dark", "contrast"), ("1", "2"), ("en", "vi")
SIZES = ("1024x700", "1280x720", "1920x1080", "960x540")
"""The last is a screen of 1920 x 1080 at 200 %, whose pixels are counted in pairs."""
TRAINING_STEPS, PHOTO_PX = 40, 320

IN_DOCS = (
    *(
        "empty",
        "restored",
        "restore",
        "painting",
        "areas",
        "dark",
        "before-after",
        "skip-vs-no-skip",
        "four-up",
        "exact-size",
        "finder",
    ),
    *("film-strip", "queue", "save", "lab-lesson", "lab-gates", "lab-inside", "lab-spectrum", "lab-upsampling"),
    *("lab-challenge", "lab-train"),
)
"""Views that the docs show; the others are for looking over."""

AREAS = (
    ("hole", 60, ((180.0, 430.0), (250.0, 470.0))),
    ("borrow", 80, ((110.0, 300.0), (110.0, 560.0))),
    ("never", 70, ((420.0, 80.0), (420.0, 560.0))),
)
"""What is marked, how wide, and along which points (y, x) of the sample."""

# Along the scratches of the sample: (y, x) from end to end.
SCRATCHES = (
    ((19, 70), (39, 100), (59, 130), (78, 160), (98, 190), (115, 218), (129, 245), (153, 280), (174, 308)),
    (
        (1, 404),
        (30, 399),
        (60, 394),
        (90, 389),
        (120, 385),
        (148, 379),
        (175, 375),
        (210, 370),
        (260, 364),
        (305, 358),
        (350, 350),
        (400, 346),
        (440, 342),
        (478, 338),
    ),
    (
        (182, 320),
        (202, 354),
        (222, 387),
        (242, 420),
        (259, 449),
        (279, 475),
        (296, 503),
        (313, 530),
        (331, 557),
        (348, 585),
        (365, 612),
    ),
    ((41, 559), (59, 534), (79, 508), (101, 488), (127, 471)),
    ((268, 18), (259, 51), (252, 84), (244, 117), (235, 150), (219, 199), (209, 231), (196, 262)),
    ((320, 328), (344, 307), (367, 287), (390, 265), (416, 237), (442, 209), (468, 182)),
)


def main() -> int:
    """Read the command line and make the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=DOCS_IMAGES)
    parser.add_argument("--all", action="store_true", help="every view in every theme, scale and language")
    parser.add_argument("--scale", help="every view, as on a screen of this scale: 2 for 200 %%")
    parser.add_argument("--themes", nargs="+", help="every view, in these themes")
    parser.add_argument("--language", choices=LANGUAGES, help="every view, in this language")
    parser.add_argument("--size", help="every view, in windows of this size in pixels: 1920x1080")
    parser.add_argument(
        "--turns", action="store_true", help="the main window's views, in every theme and size by turns"
    )
    parser.add_argument("--only", nargs="+", help="only these views, by name")
    choices = parser.parse_args()
    if choices.all:
        return make_all(choices.folder, choices.only or [])
    if choices.turns and not (choices.scale and choices.language):
        return make_turns(choices.folder, choices.only or [])
    os.environ.update(QT_QPA_PLATFORM="offscreen", QT_SCALE_FACTOR=choices.scale or "1")
    sys.path.insert(0, str(REPOSITORY))
    from window_states import STATES, take_states

    choices.folder.mkdir(parents=True, exist_ok=True)
    is_looked_over = choices.scale or choices.themes or choices.language or choices.size
    wanted = tuple(choices.only or (() if is_looked_over else IN_DOCS))
    with own_folders():
        for theme in choices.themes or ["light"]:
            studio = Studio(choices.folder, theme, wanted, choices.language or "en", choices.size)
            studio.takes_turns = choices.turns
            if not choices.turns or set(wanted or IN_DOCS) - set(STATES):
                studio.take_editor()
            if choices.turns:
                take_states(studio)
            else:
                studio.take_lab()
            studio.close()
    return 0


def make_all(folder: Path, only: list[str]) -> int:
    """Each theme and scale in a process of its own: Qt learns the scale when it starts."""
    if folder == DOCS_IMAGES:
        raise SystemExit("error: name a folder; docs/images has only what the docs show")
    for theme, scale, language in product(THEMES, SCALES, LANGUAGES):
        target = folder / f"{theme}-{100 * int(scale)}-{language}"
        command = [sys.executable, __file__, str(target), "--themes", theme, "--scale", scale, "--language", language]
        code = subprocess.run(command + (["--only", *only] if only else []), check=False).returncode
        if code:
            return code
    return 0


def make_turns(folder: Path, only: list[str]) -> int:
    """Themes and sizes change while the window is open; scales and languages need a process each."""
    for scale, language in product(SCALES, LANGUAGES):
        target = folder / f"{100 * int(scale)}-{language}"
        command = [sys.executable, __file__, str(target), "--turns", "--scale", scale, "--language", language]
        code = subprocess.run(command + (["--only", *only] if only else []), check=False).returncode
        if code:
            return code
    return 0


@contextmanager
def own_folders() -> Iterator[None]:
    """The user's own networks and lessons stay out of the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(XDG_DATA_HOME=folder, XDG_CONFIG_HOME=folder)
        yield


class Studio:
    """The program's windows, and a camera.

    Args:
        folder: of the pictures.
        theme: of the windows.
        wanted: names of views; empty takes every one.
        language: of the windows.
        size: of the windows, such as 1920x1080; None takes those of the docs.
    """

    def __init__(
        self, folder: Path, theme: str, wanted: tuple[str, ...], language: str = "en", size: str | None = None
    ) -> None:
        from desktop_unet.engine.device_env import prepare_environment
        from desktop_unet.settings import Settings
        from desktop_unet.ui.app import make_app
        from desktop_unet.ui.look.translation import install_language
        from desktop_unet.ui.session.session import Session
        from desktop_unet.ui.window.window import Window

        prepare_environment()
        self._folder, self._theme, self.wanted = folder, theme, wanted
        self._app = make_app()
        install_language(self._app, language)
        self._size = tuple(map(int, size.split("x"))) if size else None
        self.takes_turns, self.listens = False, True
        self.session = Session(Settings(theme=theme, brush_size_px=BRUSH_PX))
        self.session.told.connect(self._listen)
        self.window = Window(self.session)
        self.window.resize(*(self._size or (WIDTH, HEIGHT)))
        self.window.show()
        self.scratch = tempfile.TemporaryDirectory()

    # --- the editor, in the order in which a person would come by its views ----------------------

    def take_editor(self) -> None:
        session, verbs = self.session, self.window.commands
        session.network_files.list_installed()
        self.wait(lambda: bool(session.networks.cards))
        self.take("empty")
        verbs.open_sample()
        self.wait(lambda: session.document is not None and session.document.has_mask)
        self._take_pages()
        session.opener.close(session.open_photos.current)
        verbs.open_sample()
        self.wait(lambda: session.document is not None and session.document.has_mask)
        self.window.message.close_button.click()
        session.change(lambda document: document.clear_mask())  # it came marked; here somebody paints
        session.masking.take_tool("brush")
        self._paint(SCRATCHES)
        self.take("painting")
        self._take_dark("dark")
        self._take_areas()
        self._take_finder()
        session.restorer.start()
        self.wait(lambda: not session.is_busy)
        self._take_modes({"slider": "before-after", "flip": "flip", "difference": "fill-difference"})
        session.undo()
        self._take_enlarging()
        self._take_dialogs()
        self._take_strip()
        self._take_queue()

    def _take_pages(self) -> None:
        """Each task's page, then the sample restored with the marks that it came with."""
        from desktop_unet.engine.task_table import INPAINT, UPSCALE
        from desktop_unet.studio.options import CLEANING, IN_STEPS

        session, panel = self.session, self.window.panel
        self.window.message.close_button.click()
        for name, task in (("enlarge", UPSCALE.name), ("clean", CLEANING), ("restore", IN_STEPS)):
            session.choose_task(task)
            self.wait(
                lambda: not session.is_busy and (session.options.task != IN_STEPS or session.state.plan is not None)
            )
            self.take(name)
        for row in panel.restore.rows.values():
            row.fold.setChecked(True)
        self.take("restore-unfolded")
        for row in panel.restore.rows.values():
            row.fold.setChecked(False)
        if not self.wanted or "restored" in self.wanted:
            session.restorer.start()
            self.wait(lambda: not session.is_busy)
            session.set_options(mode="slider")
            self.take("restored")
            session.undo()
        session.choose_task(UPSCALE.name)
        panel.more.switch.setChecked(True)
        self.take("more")
        panel.more.switch.setChecked(False)
        session.choose_task(INPAINT.name)

    def _take_areas(self) -> None:
        """A hole before the bricks, which may borrow from them and never from the table."""
        session = self.session
        session.change(lambda document: document.clear_mask())
        for what, size_px, points in AREAS:
            session.set_options(brush_marks=what)
            session.masking.set_brush_size(size_px)
            session.masking.begin_stroke(points[0], erase=False)
            for point in points[1:]:
                session.masking.extend_stroke(point)
            session.masking.end_stroke()
        self.window.panel.area.reveal(self.window.panel.fill.sampling)
        self.rest(NOTE_S)
        self.take("areas")
        self.window.panel.area.verticalScrollBar().setValue(0)
        for _ in (*AREAS, "clear"):
            session.undo()
        session.set_options(brush_marks="hole")
        session.masking.set_brush_size(BRUSH_PX)

    def _take_finder(self) -> None:
        session = self.session
        session.change(lambda document: document.clear_mask())
        session.finder.open()
        session.finder.set_threshold(FINDER_THRESHOLD)
        self.wait(lambda: session.finder.preview is not None and not session.finder.is_looking)
        self.take("finder")
        session.finder.close()
        session.undo()

    def _take_enlarging(self) -> None:
        """Exact size, then with and without skips at 400 %."""
        session, box = self.session, self.window.panel.enlarge.target
        session.set_options(task="upscale", scale=4, mode="edit")
        box.switch.click()
        box.width_px.setValue(1800)
        self.take("exact-size", self.window.panel)
        box.switch.click()
        session.set_options(scale=4)
        session.restorer.compare_variants()
        self.wait(lambda: not session.is_busy)
        session.view.show_actual_size()
        session.view.pan(*self._to_middle(340, 440))
        self._take_modes({"side": "skip-vs-no-skip", "four": "four-up", "difference": "difference"})

    def _take_modes(self, names: dict[str, str]) -> None:
        for mode, name in names.items():
            self.session.set_options(mode=mode)
            self.take(name)

    def _take_dialogs(self) -> None:
        from PySide6.QtWidgets import QApplication, QDialog

        from desktop_unet.ui.window.manual_window import ManualWindow

        verbs = self.window.commands
        asked = {
            "save": verbs.save_as,
            "shortcuts": verbs.show_shortcuts,
            "crop": verbs.crop,
            "about": verbs.verbs["about"],
        }
        for name, ask in asked.items():
            ask()
            dialog = next(widget for widget in QApplication.topLevelWidgets() if _is_open(widget, QDialog))
            self.rest(DIALOG_S)
            if name == "save":
                dialog.folder.blockSignals(True)  # only for what it shows: the folder is not there
                dialog.folder.setText("/home/anna/Pictures")
            self.take(name, dialog)
            dialog.reject()
            self.rest(0.1)
        verbs.show_manual()
        manual = self.window.findChild(ManualWindow)
        self.rest(1.0)
        self.take("manual", manual)
        manual.close()

    def _take_strip(self) -> None:
        """Several photos: the sample's halves beside it."""
        from PIL import Image

        from desktop_unet.paths import sample_photo

        photos = [Path(self.scratch.name) / f"{name}.jpg" for name in ("vase", "books", "letter")]
        boxes = ((0, 60, 320, 400), (280, 160, 640, 430), (320, 330, 640, 480))
        with Image.open(sample_photo()) as sample:
            for path, box in zip(photos, boxes, strict=True):
                sample.crop(box).save(path, quality=95)
        self.window.commands.open_paths(photos)
        self.wait(lambda: len(self.session.open_photos.photos) == len(photos) + 1 and not self.session.is_busy)
        self.rest(1.0)
        self.take("film-strip")

    def _take_queue(self) -> None:
        """A folder of pieces of the sample: what is asked of it, then half of it done."""
        from PIL import Image
        from PySide6.QtWidgets import QApplication

        from desktop_unet.paths import sample_photo
        from desktop_unet.ui.queue.many_dialog import ManyDialog

        scans = Path(self.scratch.name) / "scans"
        scans.mkdir()
        with Image.open(sample_photo()) as sample:
            for number, name in enumerate(("attic", "bridge", "garden", "harbour", "school", "wedding")):
                left, top = 60 * number, 30 * number
                sample.crop((left, top, left + 320, top + 240)).save(scans / f"{name}-1931.jpg", quality=95)
        many = self.window.commands.many
        many.take([scans], "enlarge")
        asks = lambda: [each for each in QApplication.topLevelWidgets() if _is_open(each, ManyDialog)]  # noqa: E731
        self.wait(lambda: bool(asks()))
        dialog = asks()[0]
        self.wait(dialog.start.isEnabled)
        self.take("many-photos", dialog)
        dialog.accept()
        self.wait(lambda: many.queue.figures.done >= 3 or not many.queue.is_running)
        self.take("queue", many.view)
        self.wait(lambda: not many.queue.is_running)
        many.view.close()

    # --- the lab, page by page -------------------------------------------------------------------

    def take_lab(self) -> None:
        if self.wanted and not any(name.startswith("lab-") for name in self.wanted):
            return
        from desktop_unet.ui.lab.lab_window import LabWindow

        lab = LabWindow()
        lab.session.told.connect(self._listen)
        lab.resize(*(self._size or (LAB_WIDTH, LAB_HEIGHT)))
        lab.show()
        self.wait(lambda: bool(lab.session.ablation))
        lab.lessons.begin(lab.lessons.lessons[0])
        self._settle(lab)
        self.take("lab-lesson", lab)
        lab.lessons.choices[0].click()
        lab.lessons.reveal_button.click()
        lab.session.set_options(page="inside")
        self._settle(lab)
        self.take("lab-inside", lab)
        lab.lessons.leave()
        lab.session.set_options(page="gates", gates=(0.4, 1.0, 1.0))
        self._settle(lab)
        self.take("lab-gates", lab)
        for page in ("spectrum", "upsampling"):
            lab.session.set_options(page=page)
            self._settle(lab)
            if page == "upsampling":
                lab.pages[page].switch.setChecked(True)
            self.take(f"lab-{page}", lab)
        self._take_challenge(lab)
        self._take_finding(lab)
        self._take_training(lab)
        lab.close()

    def _take_challenge(self, lab) -> None:
        lab.session.choose_task("inpaint")
        lab.session.set_options(page="challenge")
        self._settle(lab)
        lab.pages["challenge"].button.click()
        self.wait(lambda: lab.session.outcome is not None)
        self._settle(lab)
        self.take("lab-challenge", lab)
        lab.session.set_options(page="gates")
        self._settle(lab)
        self.take("lab-fill", lab)

    def _take_finding(self, lab) -> None:
        """Where the finders are installed."""
        if "find-damage" not in lab.session.cards.tasks:
            return
        lab.session.choose_task("find-damage")
        lab.session.set_options(page="gates", damage="scratches", seed=8)
        self._settle(lab)
        self.take("lab-find", lab)

    def _take_training(self, lab) -> None:
        """A real training, of a few steps on parts of the sample."""
        if self.wanted and "lab-train" not in self.wanted:
            return
        from PIL import Image

        from desktop_unet.paths import sample_photo
        from desktop_unet.ui.lab.train_dialog import TrainDialog

        photos = Path(self.scratch.name) / "photos"
        photos.mkdir()
        with Image.open(sample_photo()) as sample:
            for number, (left, top) in enumerate(((0, 0), (160, 0), (320, 0), (0, 160), (160, 160), (320, 160))):
                sample.crop((left, top, left + PHOTO_PX, top + PHOTO_PX)).save(photos / f"{number}.png")
        lab.ask_train()
        dialog = lab.findChild(TrainDialog)
        dialog.folder.setText(str(photos))
        dialog.steps.setValue(TRAINING_STEPS)
        dialog.start()
        self.wait(lambda: dialog.run.state in ("done", "failed"))
        dialog.folder.setText("photos")
        self.take("lab-train", dialog)
        dialog.close()

    def _settle(self, lab) -> None:
        self.wait(lambda: not lab.session.is_busy)

    # --- the mouse -------------------------------------------------------------------------------

    def _to_middle(self, row: int, column: int) -> tuple[float, float]:
        """How far to move the view, so that this pixel of the sample comes to the middle."""
        view = self.session.view
        return (view.centre[0] - row * 4) * view.zoom, (view.centre[1] - column * 4) * view.zoom

    def _paint(self, strokes: tuple[tuple[tuple[int, int], ...], ...]) -> None:
        """With the mouse; the last stroke stops half-way, the brush still on the photo."""
        from PySide6.QtCore import QPoint, Qt
        from PySide6.QtTest import QTest

        canvas, view = self.window.canvas, self.session.view
        frame, ratio = view.frame(canvas.pane_extent), canvas.devicePixelRatioF()
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier

        def place(point: tuple[int, int]) -> QPoint:
            x, y = frame.left() + point[1] * view.zoom, frame.top() + point[0] * view.zoom
            return QPoint(round(x / ratio), round(y / ratio))

        for stroke in strokes:
            QTest.mouseMove(canvas, place(stroke[0]))
            QTest.mousePress(canvas, left, none, place(stroke[0]))
            for point in stroke[1:]:
                QTest.mouseMove(canvas, place(point))
                self._app.processEvents()
            QTest.mouseRelease(canvas, left, none, place(stroke[-1]))

    # --- the camera --------------------------------------------------------------------------

    def take(self, name: str, widget: object = None) -> None:
        """Write what a window shows, the main one unless another is named."""
        if self.wanted and name not in self.wanted:
            return
        if self.takes_turns:
            self._take_by_turns(name, widget)
            return
        self.rest(0.2)
        self.wait(lambda: not self.session.run_estimate.is_due)
        path = self._folder / f"{name}.png"
        picture = (widget or self.window).grab().toImage()
        if self._folder == DOCS_IMAGES:
            path.write_bytes(small_png(picture))
        else:
            picture.save(str(path))
        print(f"{path}: {path.stat().st_size / 1000:.0f} kB", flush=True)

    def _take_by_turns(self, name: str, widget: object = None) -> None:
        """In every theme, and the main window in every size; then back."""
        window, size = self.window, self.window.size()
        for theme, measure in product(THEMES, SIZES if widget is None else ("",)):
            window.actions_by_name[f"theme:{theme}"].trigger()
            if measure:
                window.resize(*map(int, measure.split("x")))
            self.rest(0.15)
            path = self._folder / ("-".join(filter(None, (name, theme, measure))) + ".jpg")
            (widget or window).grab().toImage().save(str(path), quality=92)
        window.actions_by_name[f"theme:{self._theme}"].trigger()
        window.resize(size)
        self.rest(0.1)
        print(f"{name}, by turns", flush=True)

    def _take_dark(self, name: str) -> None:
        """The docs show one view in dark; then back."""
        if self._theme == "light":
            self.window.actions_by_name["theme:dark"].trigger()
            self.take(name)
            self.window.actions_by_name["theme:light"].trigger()

    def rest(self, seconds: float) -> None:
        """Let the window paint and what is under way come to its end."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._app.processEvents()
            time.sleep(0.01)

    def wait(self, happens: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE_S
        while not happens():
            if time.monotonic() > end:
                raise SystemExit("error: the program did not answer in time")
            self._app.processEvents()
            time.sleep(0.01)

    def _listen(self, kind: str, sentence: str) -> None:
        if kind == "error" and self.listens:
            raise SystemExit(f"error: {sentence}")

    def close(self) -> None:
        """End the windows and their workers."""
        for photo in self.session.open_photos.unsaved:
            photo.document.mark_saved(photo.document.photo)
        self.window.close()
        self.scratch.cleanup()


def _is_open(widget: object, kind: type) -> bool:
    return isinstance(widget, kind) and widget.isVisible()


def small_png(image: object) -> bytes:
    """PNG of a QImage: of few colours where that looks the same, or where all of them need too many bytes."""
    from PIL import Image
    from PySide6.QtGui import QImage

    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    photo = Image.frombytes("RGBA", (image.width(), image.height()), bytes(image.constBits())).convert("RGB")
    found = {colours: photo.quantize(colours, Image.Quantize.MAXCOVERAGE, kmeans=1) for colours in COLOURS}
    alike = [made for made in found.values() if likeness_db(photo, made.convert("RGB")) >= ALIKE_DB]
    candidates = (*alike, photo, *reversed(found.values()))
    return next((png for png in map(_png, candidates) if len(png) < LIMIT_BYTES), _png(found[COLOURS[0]]))


def _png(picture: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()


def likeness_db(one: object, other: object) -> float:
    """PSNR of two RGB pictures of one size; inf for equal ones."""
    import numpy as np

    from desktop_unet.imaging.metrics import psnr
    from desktop_unet.imaging.ranges import code_to_unit

    return psnr(code_to_unit(np.asarray(one)), code_to_unit(np.asarray(other)))


if __name__ == "__main__":
    sys.exit(main())
