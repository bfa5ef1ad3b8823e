"""Compare and gates: five pictures in step, A beside B, a slider per skip connection, and the ablation strip."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_unet.studio.lab.crops import Code, code8
from desktop_unet.studio.lab.lab_options import apart
from desktop_unet.studio.lab.scene import Pictures
from desktop_unet.ui.lab.lab_session import LabSession
from desktop_unet.ui.lab.pictures import PictureBox, Zoom, add_thumb, to_icon
from desktop_unet.ui.lab.score_words import change_lines, score_lines, truth_lines
from desktop_unet.ui.look.labels import narrow_label

if TYPE_CHECKING:
    from desktop_unet.engine.lab.ablation import Ablated

NAMES = ("input", "skip", "no-skip", "difference", "truth")
VEILED = ("skip", "no-skip", "difference")
THUMB_PX = 88
STRIP_PX = THUMB_PX + 82
SIDE_WIDTH_PX = 28


class GatesPage(QWidget):
    """The lab's first page."""

    def __init__(self, session: LabSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.zoom = Zoom(self)
        self.boxes = {name: PictureBox(self.title(name), self.zoom, self) for name in NAMES}
        self.heads = {name: narrow_label("", "heading", self) for name in (*NAMES, "ab")}
        self.captions = {name: narrow_label("", "muted", self) for name in (*NAMES, "ab")}
        self.ab = PictureBox(self.tr("A beside B"), self.zoom, self)
        self.rows: dict[str, str] = {"A": "", "B": ""}  # of the strip, by name; empty: one of the five pictures
        self._names = {"A": "skip", "B": "no-skip"}
        self.gates = GateBar(session, self)
        self.strip = AblationStrip(self)
        self._lay_out()
        session.pictures_changed.connect(self._show_pictures)
        session.options_changed.connect(self._show_veil)
        session.photo_changed.connect(self.zoom.reset)
        session.ablation_changed.connect(self._show_ablation)
        self.strip.sent.connect(self._take_row)

    def title(self, name: str) -> str:
        """What a picture is called: by its role, or by its network where the two are no twins."""
        options = self.session.options
        is_pair = options.skip_card.removesuffix("-skip") == options.blind_card.removesuffix("-no-skip")
        if name in ("skip", "no-skip") and not is_pair:
            return apart(options.skip_card, options.blind_card)[name == "no-skip"]
        return {
            "input": self.tr("Input"),
            "skip": self.tr("With skips"),
            "no-skip": self.tr("Without skips"),
            "difference": self.tr("Difference"),
            "truth": self.tr("Truth"),
        }[name]

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, name in enumerate((*NAMES[:3], "difference", "truth", "ab")):
            grid.addLayout(self._cell(name), place // 3, place % 3)
        for column in range(3):
            grid.setColumnStretch(column, 1)
        for row in range(2):
            grid.setRowStretch(row, 1)
        upper = QHBoxLayout()
        upper.addLayout(grid, 1)
        upper.addWidget(self._scrolling(self.gates))
        whole = QVBoxLayout(self)
        whole.addLayout(upper, 1)
        whole.addWidget(self.strip)

    def _scrolling(self, column: QWidget) -> QScrollArea:
        """So that nothing of it is cut off on a small screen."""
        area = QScrollArea(self)
        area.setWidget(column)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for part in (area.viewport(), column):
            part.setAutoFillBackground(False)  # what lies below has the page's colour
        area.setFixedWidth(column.maximumWidth() + area.verticalScrollBar().sizeHint().width())
        return area

    def _cell(self, name: str) -> QVBoxLayout:
        """Title, three lines of figures with buttons, picture; all cells alike, so that the pictures lie in line."""
        cell, head, sides, caption = QVBoxLayout(), QHBoxLayout(), QVBoxLayout(), self.captions[name]
        cell.setSpacing(2)
        sides.setSpacing(2)
        self.heads[name].setText(self.tr("A beside B") if name == "ab" else self.title(name))
        head.addWidget(caption, 1)
        for side in ("A", "B") if name != "ab" else ():
            sides.addWidget(self._side_button(side, name))
        head.addLayout(sides)
        caption.setFixedHeight(3 * caption.fontMetrics().lineSpacing())
        caption.setWordWrap(True)
        caption.setAlignment(Qt.AlignmentFlag.AlignTop)
        cell.addWidget(self.heads[name])
        cell.addLayout(head)
        cell.addWidget(self.ab if name == "ab" else self.boxes[name], 1)
        return cell

    def _side_button(self, side: str, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(side)
        button.setObjectName(f"{side}:{name}")
        button.setFixedSize(SIDE_WIDTH_PX, button.fontMetrics().lineSpacing() * 3 // 2 - 1)
        button.setToolTip(self.tr("Show this as {side}").format(side=side))
        button.setAccessibleName(f"{self.title(name)}: {button.toolTip()}")
        button.clicked.connect(lambda: self.choose(side, name))
        return button

    def choose(self, side: str, name: str) -> None:
        """Make one of the five pictures A or B; it follows what the picture shows."""
        self._names[side], self.rows[side] = name, ""
        self._show_ab()

    def _take_row(self, side: str, name: str) -> None:
        self.rows[side] = name
        self._show_ab()

    def _show_pictures(self) -> None:
        found = self.session.pictures
        if found is None:
            return
        for name, box in self.boxes.items():
            box.show_pictures(found.pictures[name])
        self._show_veil()
        self._show_ab()
        self.gates.show_pictures(found)
        if not self.session.ablation:
            self.strip.show_rows(())

    def _show_veil(self) -> None:
        """Hide what a lesson wants to be predicted first, pictures and figures."""
        veil = self.session.options.veil
        words = self.tr("Hidden until you predict")
        is_hidden = veil == "results"
        for name in VEILED:
            self.boxes[name].set_veil(words if is_hidden else "")
        self.ab.set_veil(words if is_hidden else "")
        self.strip.set_veil(words if veil else "")
        for name in NAMES:
            self.heads[name].setText(self.title(name))
            self.heads[name].setToolTip(self.title(name))
            text = "" if is_hidden and name in VEILED else self._figures(name)
            self.captions[name].setText(text)
            self.captions[name].setToolTip(text)

    def _figures(self, name: str) -> str:
        """Lines below a title."""
        found = self.session.pictures
        if found is None:
            return ""
        height, width = found.pictures[name].shape[:2]
        options = self.session.options
        if name == "truth":
            return truth_lines(found, finds=options.finds)
        if name == "input":
            return f"{height // options.scale} × {width // options.scale}"
        if name == "difference":
            marks, pictures = self.tr("white: 1st marks more, black: 2nd"), self.tr("1st − 2nd, 4 times; gray: alike")
            return marks if options.finds else pictures
        return score_lines(found.scores[name])

    def _show_ab(self) -> None:
        found = self.session.pictures
        if found is None:
            return
        shown = {side: self._side(side, found) for side in ("A", "B")}
        self.ab.show_pictures(shown["A"][1], shown["B"][1])
        self.captions["ab"].setText(f"A: {shown['A'][0]}\nB: {shown['B'][0]}")

    def _side(self, side: str, found: Pictures) -> tuple[str, Code]:
        """Title and picture of a side: a row of the strip as soon as it is known for this crop and these networks."""
        for row in self.session.ablation:
            if row.name == self.rows[side]:
                return self.strip.title(row.name), code8(row.picture_HWC)
        name = self._names[side]
        return self.title(name), found.pictures[name]

    def _show_ablation(self) -> None:
        self.strip.show_rows(self.session.ablation)
        self._show_ab()


class GateBar(QWidget):
    """A slider per skip connection, presets, reset."""

    def __init__(self, session: LabSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.sliders: list[QSlider] = []
        self.labels: list[QLabel] = []
        self.presets: dict[str, QPushButton] = {}
        self._size_of_first = ""
        self._column = QVBoxLayout(self)
        self._note = QLabel(self)
        self._note.setWordWrap(True)
        self._note.setProperty("role", "muted")
        self.setFixedWidth(230)
        session.options_changed.connect(self._show_gates)

    def show_pictures(self, found: Pictures) -> None:
        full, half = self.tr(" (full size)"), self.tr(" (half size)")
        self._size_of_first = {1: full, 2: half}.get(found.entry_stride, "")
        if len(self.sliders) != found.gate_count or not self._column.count():
            self._build(found.gate_count)
        self._show_gates()

    def _build(self, count: int) -> None:
        for widget in (*self.labels, *self.sliders, *self.presets.values()):
            widget.hide()
            widget.deleteLater()
        while self._column.count():
            self._column.takeAt(0)
        self.labels, self.presets = [], {}
        self.sliders = [self._add_slider(level) for level in range(count)]
        grid = QGridLayout()
        grid.setSpacing(5)
        for place, (name, gates) in enumerate(self._preset_rows(count)):
            button = QPushButton(name, self)
            button.setProperty("role", "preset")
            button.clicked.connect(lambda _checked=False, gates=gates: self.session.set_gates(gates))
            if place < 2:
                grid.addWidget(button, place, 0, 1, 2)
            else:
                grid.addWidget(button, 1 + place // 2, place % 2)
            self.presets[name] = button
        self._column.addLayout(grid)
        self._note.setText(
            self.tr(
                "A closed gate gives the decoder zeros where it learned to expect features. That is an intervention in "
                "a trained network, not the same as a network trained without that skip."
            )
            if count
            else self.tr("This network has no skip connections, so it has no gates.")
        )
        self._column.addWidget(self._note)
        self._column.addStretch(1)

    def _add_slider(self, level: int) -> QSlider:
        label = QLabel(self)
        self.labels.append(label)
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setRange(0, 100)
        slider.setValue(100)
        slider.setAccessibleName(self.tr("Gate of skip {level}").format(level=level + 1))
        slider.setToolTip(self.tr("0 closes this skip connection, 100 leaves it as trained"))
        slider.valueChanged.connect(self._on_moved)
        self._column.addWidget(label)
        self._column.addWidget(slider)
        return slider

    def _preset_rows(self, count: int) -> list[tuple[str, tuple[float, ...] | None]]:
        rows: list[tuple[str, tuple[float, ...] | None]] = []
        if count:
            rows = [(self.tr("All open (reset)"), None), (self.tr("All closed"), (0.0,) * count)]
        for level in range(count):
            only = tuple(float(other == level) for other in range(count))
            rows.append((self.tr("Only skip {level}").format(level=level + 1), only))
            without = tuple(float(other != level) for other in range(count))
            rows.append((self.tr("All but skip {level}").format(level=level + 1), without))
        return rows

    def _on_moved(self) -> None:
        gates = tuple(slider.value() / 100 for slider in self.sliders)
        self.session.set_gates(None if all(gate == 1 for gate in gates) else gates)

    def _show_gates(self) -> None:
        gates = self.session.options.gates or (1.0,) * len(self.sliders)
        if len(gates) != len(self.sliders):
            return
        for slider, gate in zip(self.sliders, gates, strict=True):
            slider.blockSignals(True)
            slider.setValue(round(gate * 100))
            slider.blockSignals(False)
        for level, (label, gate) in enumerate(zip(self.labels, gates, strict=True)):
            name = self.tr("Skip {level}").format(level=level + 1) + (self._size_of_first if not level else "")
            label.setText(f"{name}: {round(gate * 100)}")


class AblationStrip(QWidget):
    """Thumbnails of all settings of the gates, with what each changes; a click sends one to A, with Shift to B."""

    sent = Signal(str, str)  # side, name of the setting

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[Ablated] = ()
        self.list = QListWidget(self)
        self.list.setObjectName("thumbs")
        self.veil = QLabel(self)
        self.veil.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.veil.setProperty("role", "muted")
        self.veil.setFixedHeight(STRIP_PX)
        self.veil.hide()
        self.list.setViewMode(QListWidget.ViewMode.IconMode)
        self.list.setFlow(QListWidget.Flow.LeftToRight)
        self.list.setWrapping(False)
        self.list.setMovement(QListWidget.Movement.Static)
        self.list.setIconSize(QSize(THUMB_PX, THUMB_PX))
        self.list.setFixedHeight(STRIP_PX)
        self.list.setAccessibleName(self.tr("Skips switched off"))
        self.list.setToolTip(self.tr("Click: show as A. Shift-click: show as B."))
        self.list.itemClicked.connect(self._on_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list)
        layout.addWidget(self.veil)

    def set_veil(self, text: str) -> None:
        """Show this text in place of the thumbnails; empty shows them again."""
        self.veil.setText(text)
        self.veil.setVisible(bool(text))
        self.list.setVisible(not text)

    def show_rows(self, rows: Sequence[Ablated]) -> None:
        self.rows = rows
        self.list.clear()
        for row in rows:
            add_thumb(self.list, to_icon(code8(row.picture_HWC), 2 * THUMB_PX), self._text(row))

    def title(self, name: str) -> str:
        kind, _, level = name.partition(" ")
        words = {
            "all": self.tr("All on"),
            "none": self.tr("All off"),
            "without": self.tr("Skip {level} off"),
            "only": self.tr("Only skip {level}"),
        }
        return words[kind].format(level=level)

    def _text(self, row: Ablated) -> str:
        figures = score_lines(row.score) if row.name == "all" else change_lines(row)
        return f"{self.title(row.name)}\n{figures}"

    def _on_clicked(self, item: QListWidgetItem) -> None:
        row = self.rows[self.list.row(item)]
        side = "B" if QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier else "A"
        self.sent.emit(side, row.name)
