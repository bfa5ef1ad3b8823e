"""Make the README's pictures from the real program: its window, its engine, its networks, its sample.

    python scripts/screenshots.py [FOLDER] [--scale 2]

Comes in: the sample photo and the packed networks. Goes out: PNG files in docs/images,
each below 300 kB. Nothing is shown on the screen.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
LIMIT_BYTES = 300_000
PATIENCE_S = 300
WIDTH, HEIGHT = 960, 660
BRUSH_PX = 12

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
    """Read the command line and make every picture."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=REPOSITORY / "docs" / "images")
    parser.add_argument("--scale", default="1", help="as on a screen of this scale, 2 for 200 %%")
    parser.add_argument("--themes", nargs="+", default=["light"], help="also make every picture in these themes")
    choices = parser.parse_args()
    os.environ.update(QT_QPA_PLATFORM="offscreen", QT_SCALE_FACTOR=choices.scale)
    sys.path.insert(0, str(REPOSITORY))
    choices.folder.mkdir(parents=True, exist_ok=True)
    for theme in choices.themes:
        studio = Studio(choices.folder, theme, "" if theme == "light" else f"-{theme}")
        studio.take_all()
        studio.close()
    return 0


class Studio:
    """A window of the program, and a camera."""

    def __init__(self, folder: Path, theme: str, suffix: str) -> None:
        from desktop_unet.engine.device_env import prepare_environment
        from desktop_unet.settings import Settings
        from desktop_unet.ui.app import make_app
        from desktop_unet.ui.session import Session
        from desktop_unet.ui.window import Window

        prepare_environment()
        self._folder, self._suffix = folder, suffix
        self._app = make_app()
        self.session = Session(Settings(theme=theme, brush_size_px=BRUSH_PX))
        self.session.told.connect(self._listen)
        self._window = Window(self.session)
        self._window.resize(WIDTH, HEIGHT)
        self._window.show()

    def take_all(self) -> None:
        """Every picture, in the order in which a person would come by it."""
        session = self.session
        session.list_networks()
        self._wait(lambda: bool(session.networks.cards))
        self.take("empty")
        self._window.verbs.open_sample()
        self._wait(lambda: session.document is not None)
        session.take_tool("brush")
        self._paint(SCRATCHES)
        self.take("painting")
        self.take_dark("dark")
        session.run()
        self._wait(lambda: not session.is_busy)
        session.set_options(mode="slider")
        self.take("before-after")
        session.undo()
        session.set_options(task="upscale", scale=4)
        session.compare_variants()
        self._wait(lambda: not session.is_busy)
        session.view.show_actual_size()
        session.view.pan(*self._to_middle(340, 440))
        self.take("skip-vs-no-skip")

    def _to_middle(self, row: int, column: int) -> tuple[float, float]:
        """How far to move the view, so that this pixel of the sample comes to the middle."""
        view = self.session.view
        return (view.centre[0] - row * 4) * view.zoom, (view.centre[1] - column * 4) * view.zoom

    def _paint(self, strokes: tuple[tuple[tuple[int, int], ...], ...]) -> None:
        """With the mouse; the last stroke stops half-way, the brush still on the photo."""
        from PySide6.QtCore import QPoint, Qt
        from PySide6.QtTest import QTest

        canvas, view = self._window.canvas, self.session.view
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

    def take(self, name: str) -> None:
        """Write what the window shows."""
        for _ in range(5):
            self._app.processEvents()
        path = self._folder / f"{name}{self._suffix}.png"
        path.write_bytes(small_png(self._window.grab().toImage()))
        print(f"{path}: {path.stat().st_size / 1000:.0f} kB")

    def take_dark(self, name: str) -> None:
        """The same in dark, then back."""
        if not self._suffix:
            self._window.verbs.theme("dark")
            self.take(name)
            self._window.verbs.theme("light")

    def _wait(self, happens: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE_S
        while not happens():
            if time.monotonic() > end:
                raise SystemExit("error: the program did not answer in time")
            self._app.processEvents()
            time.sleep(0.01)

    def _listen(self, kind: str, sentence: str) -> None:
        if kind == "error":
            raise SystemExit(f"error: {sentence}")

    def close(self) -> None:
        """End the window and its worker."""
        document = self.session.document
        document.mark_saved(document.photo)
        self._window.close()


def small_png(image: object) -> bytes:
    """PNG of a QImage with as many colours as fit below ``LIMIT_BYTES``."""
    from PIL import Image
    from PySide6.QtGui import QImage

    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    photo = Image.frombytes("RGBA", (image.width(), image.height()), bytes(image.constBits())).convert("RGB")
    for colours in (None, 256, 160, 96, 64, 32):
        made = photo if colours is None else photo.quantize(colours, Image.Quantize.MAXCOVERAGE, kmeans=1)
        file = io.BytesIO()
        made.save(file, "PNG", optimize=True)
        if file.tell() < LIMIT_BYTES:
            break
    return file.getvalue()


if __name__ == "__main__":
    sys.exit(main())
