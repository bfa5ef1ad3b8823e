"""The lab's window: puts bar, pages and lessons together around one ``LabSession``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDockWidget,
    QMainWindow,
    QMenu,
    QTabWidget,
    QToolBar,
    QToolButton,
    QWidget,
)

from desktop_unet.engine.task_table import FIND_DAMAGE, INPAINT, UPSCALE
from desktop_unet.studio.lab.crops import Code
from desktop_unet.studio.lab.lab_options import DAMAGE, DRAWN, HOLES, LAB_ROWS, apart
from desktop_unet.ui.lab.crop_picker import CropPicker
from desktop_unet.ui.lab.lab_session import LabSession
from desktop_unet.ui.lab.lesson_panel import LessonPanel
from desktop_unet.ui.lab.mask_painter import MaskPainter
from desktop_unet.ui.lab.pages.challenge_page import ChallengePage
from desktop_unet.ui.lab.pages.gates_page import GatesPage
from desktop_unet.ui.lab.pages.inside_page import InsidePage
from desktop_unet.ui.lab.pages.spectrum_page import SpectrumPage
from desktop_unet.ui.lab.pages.upsampling_page import UpsamplingPage
from desktop_unet.ui.lab.train_dialog import TrainDialog
from desktop_unet.ui.look.file_dialogs import ask_file, ask_target
from desktop_unet.ui.look.file_filters import photo_filter

Editor = Callable[[], tuple[Code, Code | None] | None]
PAGES = ("gates", "inside", "spectrum", "upsampling", "challenge")


class LabWindow(QMainWindow):
    """Skip Lab.

    Args:
        pixels_HWC: the open photo, or None for the sample.
        editor: gives the main window's photo and its mask as they are now; None where no photo is open.
        folder: where dialogs for files begin.
    """

    def __init__(
        self,
        pixels_HWC: Code | None = None,
        parent: QWidget | None = None,
        *,
        editor: Editor = lambda: None,
        folder: str = "",
    ) -> None:
        super().__init__(parent)
        self.session = LabSession(pixels_HWC, self)
        self.editor, self.folder = editor, folder
        self.setObjectName("lab")
        self.setWindowTitle(self.tr("Skip Lab"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.pages = self._make_pages()
        self.tabs = QTabWidget(self)
        for name in PAGES:
            self.tabs.addTab(self.pages[name], self._page_title(name))
        self.setCentralWidget(self.tabs)
        self._make_bar()
        self._make_lessons()
        self.statusBar().setAccessibleName(self.tr("What the lab is doing"))
        self._connect()
        room = self.screen().availableGeometry()
        self.resize(min(1360, room.width() * 19 // 20), min(860, room.height() * 19 // 20))
        self.resizeDocks([self._dock], [self.lessons.minimumWidth()], Qt.Orientation.Horizontal)

    # --- parts ---------------------------------------------------------------------------------

    def _make_pages(self) -> dict[str, QWidget]:
        session = self.session
        return {
            "gates": GatesPage(session, self),
            "inside": InsidePage(session, self),
            "spectrum": SpectrumPage(session, self),
            "upsampling": UpsamplingPage(session, self),
            "challenge": ChallengePage(session, self),
        }

    def _page_title(self, name: str) -> str:
        return {
            "gates": self.tr("Compare and gates"),
            "inside": self.tr("Inside the U"),
            "spectrum": self.tr("Spectrum"),
            "upsampling": self.tr("Upsampling"),
            "challenge": self.tr("Challenge"),
        }[name]

    def _make_bar(self) -> None:
        bar = QToolBar(self.tr("Lab"), self)
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.task = self._combo(self.tr("Task"))
        self.pair = self._combo(self.tr("Networks"))
        self.holes = self._combo(self.tr("Holes"))
        self.damage = self._combo(self.tr("Damage"))
        for name in (*HOLES, DRAWN):
            self.holes.addItem(self._hole_title(name), name)
        for name in DAMAGE:
            self.damage.addItem(self._damage_title(name), name)
        for widget in (self.task, self.pair):
            bar.addWidget(widget)
        # A bar shows and hides the action that stands for a widget, not the widget.
        self._holes_in_bar, self._damage_in_bar = bar.addWidget(self.holes), bar.addWidget(self.damage)
        bar.addSeparator()
        self.actions_by_name = {name: self._action(name, text, keys) for name, text, keys in self._rows()}
        self.addActions(list(self.actions_by_name.values()))  # keys work whatever the bar has room for
        self.photo_menu, self.sheet_menu = QMenu(self.tr("Photo"), self), QMenu(self)
        for menu, names in ((self.photo_menu, ("open", "editor", "crop")), (self.sheet_menu, ("export", "reopen"))):
            menu.addActions([self.actions_by_name[name] for name in names])
        bar.addWidget(self._menu_button(bar))
        for name in ("draw", "seed", "export", "train"):
            bar.addAction(self.actions_by_name[name])
        self._add_arrow(bar.widgetForAction(self.actions_by_name["export"]))
        self.addToolBar(bar)
        self._dress_more(bar)

    def _menu_button(self, bar: QToolBar) -> QToolButton:
        """What is looked at: opens a menu at once."""
        button = QToolButton(bar)
        button.setText(self.photo_menu.title())
        button.setMenu(self.photo_menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _add_arrow(self, button: QWidget) -> None:
        """One click saves a sheet; the arrow beside it leads to one that was saved."""
        if isinstance(button, QToolButton):
            button.setMenu(self.sheet_menu)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)

    def _dress_more(self, bar: QToolBar) -> None:
        """The button for what has no room in the bar, a part of Qt's own."""
        more = bar.findChild(QToolButton, "qt_toolbar_ext_button")
        if more is None:
            return
        more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        more.setText("»")  # Qt's own arrow has no room in a bar of texts
        more.setAccessibleName(self.tr("More"))
        more.setToolTip(self.tr("More"))

    def _rows(self) -> list[tuple[str, str, str]]:
        return [
            ("open", self.tr("Open photo…"), "Ctrl+O"),
            ("editor", self.tr("From the editor"), "Ctrl+E"),
            ("crop", self.tr("Pick crop…"), "Ctrl+K"),
            ("draw", self.tr("Draw hole…"), "Ctrl+M"),
            ("seed", self.tr("Next seed"), "Ctrl+D"),
            ("export", self.tr("Save sheet…"), "Ctrl+S"),
            ("reopen", self.tr("Open sheet…"), "Ctrl+Shift+O"),
            ("train", self.tr("Train your own…"), "Ctrl+T"),
        ]

    def _action(self, name: str, text: str, keys: str) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.setToolTip(f"{text.rstrip('…')} ({keys})")
        action.triggered.connect(getattr(self, f"ask_{name}"))
        return action

    def _combo(self, name: str) -> QComboBox:
        combo = QComboBox(self)
        combo.setAccessibleName(name)
        combo.setToolTip(name)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        combo.setMinimumContentsLength(10)
        return combo

    def _task_title(self, name: str) -> str:
        return {
            UPSCALE.name: self.tr("Enlarge ×4"),
            INPAINT.name: self.tr("Fill holes"),
            FIND_DAMAGE.name: self.tr("Find damage"),
        }[name]

    def _damage_title(self, name: str) -> str:
        return {
            "all": self.tr("All damage"),
            "scratches": self.tr("Thin lines"),
            "stains": self.tr("Wide patches"),
        }[name]

    def _hole_title(self, name: str) -> str:
        return {
            "scratches": self.tr("Scratches"),
            "brush": self.tr("Brush strokes"),
            "square": self.tr("Square"),
            DRAWN: self.tr("Drawn by hand"),
        }[name]

    def _make_lessons(self) -> None:
        self.lessons = LessonPanel(self)
        self._dock = dock = QDockWidget(self.tr("Lessons"), self)
        dock.setObjectName("lessons")
        dock.setWidget(self.lessons)
        dock.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetMovable)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        self.lessons.set_up_wanted.connect(self.set_up)
        self.lessons.told.connect(self._tell)

    def _connect(self) -> None:
        session = self.session
        self.task.activated.connect(lambda _: session.choose_task(self.task.currentData()))
        self.pair.activated.connect(lambda _: session.choose_pair(*self.pair.currentData()))
        self.holes.activated.connect(lambda _: self._choose_holes(self.holes.currentData()))
        self.damage.activated.connect(lambda _: session.set_options(damage=self.damage.currentData()))
        self.tabs.currentChanged.connect(lambda index: session.set_options(page=PAGES[index]))
        session.options_changed.connect(self._show_options)
        session.cards_changed.connect(self._show_options)
        session.cards_changed.connect(lambda: self.lessons.offer(session.cards.tasks))
        session.told.connect(self._tell)
        session.busy_changed.connect(self._show_busy)

    # --- listening -----------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.session.pictures is None and not self.session.is_busy:
            self.session.start()

    def _show_options(self) -> None:
        options = self.session.options
        self._show_tasks(options.task)
        self.holes.setCurrentIndex(self.holes.findData(options.holes))
        self.damage.setCurrentIndex(self.damage.findData(options.damage))
        self._holes_in_bar.setVisible(options.has_holes)
        self._damage_in_bar.setVisible(options.finds)
        self.actions_by_name["seed"].setEnabled(options.is_seeded)
        self.pair.clear()
        for pair in self.session.cards.pairs[options.task]:
            self.pair.addItem(pair[0].removesuffix("-skip"), pair)
        chosen = (options.skip_card, options.blind_card)
        # Qt's findData does not find pairs.
        pairs = [tuple(self.pair.itemData(index)) for index in range(self.pair.count())]
        if chosen not in pairs:
            self.pair.addItem(f"{chosen[0]} / {apart(*chosen)[1]}", chosen)
            pairs.append(chosen)
        self.pair.setCurrentIndex(pairs.index(chosen))
        self.tabs.setCurrentIndex(PAGES.index(options.page))

    def _show_tasks(self, chosen: str) -> None:
        """Those that there are networks for, and the one in use."""
        self.task.clear()
        for row in LAB_ROWS:
            if row.name in (chosen, *self.session.cards.tasks):
                self.task.addItem(self._task_title(row.name), row.name)
        self.task.setCurrentIndex(self.task.findData(chosen))

    def _show_busy(self, kind: str) -> None:
        texts = {
            "open": self.tr("Opening"),
            "pictures": self.tr("Running the networks"),
            "ablation": self.tr("Switching skips off"),
            "inside": self.tr("Looking inside"),
            "spectra": self.tr("Measuring spectra"),
            "upsamplings": self.tr("Running upsamplings"),
            "challenge": self.tr("Taking the challenge"),
            "sheet": self.tr("Drawing the sheet"),
        }
        if kind:
            self.statusBar().showMessage(texts.get(kind, kind) + "…")
        elif self.statusBar().currentMessage().endswith("…"):
            self.statusBar().clearMessage()

    def _tell(self, kind: str, sentence: str) -> None:
        self.statusBar().showMessage(sentence)

    def set_up(self, set_up: Mapping[str, Any]) -> None:
        """Bring the lab to what a lesson asks for."""
        session = self.session
        if "task" in set_up:
            if not session.offers(set_up["task"]):
                return
            session.choose_task(set_up["task"])
        plain = ("skip_card", "blind_card", "holes", "damage", "seed", "level", "page")
        changes = {name: set_up[name] for name in plain if name in set_up}
        changes["veil"] = set_up.get("veil", "")
        if "gates" in set_up:
            changes["gates"] = None if set_up["gates"] is None else tuple(set_up["gates"])
        session.set_options(**changes)
        if "pixel" in set_up:
            session.set_options(pixel=tuple(set_up["pixel"]))

    def _choose_holes(self, name: str) -> None:
        """Holes by the seed, or what was drawn; where nothing was, it is drawn now."""
        if name == DRAWN and self.session.drawn_HW is None:
            self._show_options()
            self.ask_draw()
        else:
            self.session.set_options(holes=name)

    # --- asking --------------------------------------------------------------------------------

    def ask_open(self) -> None:
        path = ask_file(self, self.tr("Open a photo"), self.folder, photo_filter())
        if path is not None:
            self.folder = str(path.parent)
            self.session.open(path)

    def ask_editor(self) -> None:
        """Take over what is open in the main window."""
        found = self.editor()
        if found is None:
            self._tell("note", self.tr("No photo is open in the editor."))
        else:
            self.session.take_from_editor(*found)

    def ask_draw(self) -> None:
        if self.session.pixels_HWC is not None:
            MaskPainter(self.session, self).open()

    def ask_seed(self) -> None:
        self.session.take_next_seed()

    def ask_crop(self) -> None:
        if self.session.pixels_HWC is not None:
            picker = CropPicker(self.session, self)
            picker.open()

    def ask_export(self) -> None:
        suggested = Path(self.folder, "skip-lab.png")
        path = ask_target(self, self.tr("Save the sheet"), suggested, "PNG (*.png);;PDF (*.pdf)")
        if path is not None:
            self.folder = str(path.parent)
            self.session.export(path if path.suffix.lower() in (".png", ".pdf") else path.with_name(path.name + ".png"))

    def ask_reopen(self) -> None:
        kinds = self.tr("Sheets ({patterns})").format(patterns="*.png *.pdf")
        path = ask_file(self, self.tr("Open a sheet"), self.folder, kinds)
        if path is not None:
            self.folder = str(path.parent)
            self.session.open_sheet(path)

    def ask_train(self) -> None:
        dialog = TrainDialog(self, self.session.picture_by)
        dialog.trained.connect(self.session.refresh_cards)
        dialog.open()

    def closeEvent(self, event: QCloseEvent) -> None:
        """What runs is asked to end first, then waited for: trainings in processes of their own, then the worker."""
        dialogs = self.findChildren(TrainDialog)
        for dialog in dialogs:
            dialog.pause()
        self.session.close()
        for dialog in dialogs:
            dialog.leave()
        event.accept()
