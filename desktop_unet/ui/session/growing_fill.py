"""What holes look like while they are being filled, over the photo, until the job has ended one way or another.

Comes in: ``Growing`` pictures of the job that is waited for. Goes out: ``changed``, and pixels on a painter.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QPainter

from desktop_unet.engine.task import Step
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.studio.growing import Growing
from desktop_unet.ui.look.qimages import Picture
from desktop_unet.ui.session.foreground_job import ForegroundJob

HOLES_AT_MOST = 32
"""Of one job that are shown at a time, so that their pictures take little memory."""


class GrowingFill(QObject):
    """The newest picture of each hole of a job."""

    changed = Signal(object)  # Rect in photo pixels

    def __init__(self, awaited: ForegroundJob, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown: dict[Rect, tuple[Extent, Picture]] = {}
        awaited.grew.connect(self._take)
        awaited.progressed.connect(self._end_with_job)

    @property
    def boxes(self) -> tuple[Rect, ...]:
        """Where something grows."""
        return tuple(self._shown)

    def _take(self, growing: Growing) -> None:
        self._shown[growing.box] = growing.extent, Picture(growing.levels)
        self.changed.emit(growing.box)
        if len(self._shown) > HOLES_AT_MOST:
            oldest = next(iter(self._shown))
            del self._shown[oldest]
            self.changed.emit(oldest)

    def _end_with_job(self, step: Step | None) -> None:
        if step is None and self._shown:
            shown, self._shown = self._shown, {}
            for box in shown:
                self.changed.emit(box)

    def paint(self, painter: QPainter, frame: QRectF, clip: QRectF, extent: Extent) -> None:
        """Paint over a photo of this size that fills ``frame``; pictures of one of another size are left out."""
        for box, (whole, picture) in self._shown.items():
            if whole != extent:
                continue
            across, down = frame.width() / whole.width, frame.height() / whole.height
            left, top = frame.left() + box.left * across, frame.top() + box.top * down
            place = QRectF(left, top, box.width * across, box.height * down)
            picture.paint(painter, place, clip, crisp=False)
