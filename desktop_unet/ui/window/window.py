"""The window: puts the parts together and nothing else."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QSizePolicy,
    QStackedWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from desktop_unet.studio.remembered import remembered_options
from desktop_unet.studio.state import Edits
from desktop_unet.ui.canvas.canvas import Canvas
from desktop_unet.ui.canvas.finder_bar import FinderBar
from desktop_unet.ui.canvas.tool_options import BarAbovePhoto, ToolOptions
from desktop_unet.ui.canvas.tool_strip import ToolStrip
from desktop_unet.ui.compare.page import IN_PLACE, ComparePage
from desktop_unet.ui.compare.panes import HeldPane
from desktop_unet.ui.compare.result_strip import ResultStrip
from desktop_unet.ui.look.edit_names import edit_name
from desktop_unet.ui.look.icons import SIDE_PX
from desktop_unet.ui.look.tab_order import next_widget
from desktop_unet.ui.look.theme import apply_theme, listen_to_system, refresh_theme
from desktop_unet.ui.panel.task_panel import TaskPanel
from desktop_unet.ui.session.session import Session
from desktop_unet.ui.window.actions import (
    RECENT,
    draw_icons,
    enable_actions,
    fill_menus,
    fill_tool_bar,
    make_actions,
    show_checked,
    show_lit,
)
from desktop_unet.ui.window.dialogs import Dialogs
from desktop_unet.ui.window.drop_and_paste import can_take
from desktop_unet.ui.window.drop_sign import DropSign
from desktop_unet.ui.window.empty import EmptyState
from desktop_unet.ui.window.film_strip import FilmStrip
from desktop_unet.ui.window.launcher_progress import LauncherProgress
from desktop_unet.ui.window.menu_commands import MenuCommands, name_of
from desktop_unet.ui.window.messages import MessageBar
from desktop_unet.ui.window.recent import RecentMenu
from desktop_unet.ui.window.run_notice import RunNotice, SystemNotice
from desktop_unet.ui.window.status import StatusLine
from desktop_unet.ui.window.window_state import remember_window, restore_window

TITLE = "Desktop UNet"
FLIP_KEY = Qt.Key.Key_A
NAME_LENGTH = 40


class Stretch(QWidget):
    """Takes the room between groups of a tool bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)


class Window(QMainWindow):
    """Menus, tools, the photo, the panel and the status line around one session."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._may_close = False
        session.setParent(self)
        session.set_options(**remembered_options(session.settings))
        self.commands = MenuCommands(session, self, Dialogs(self))
        self._theme = session.settings.theme
        apply_theme(_app(), self._theme)  # before there are widgets that it would look at twice
        self._make_parts()
        self._lay_out()
        self._connect()
        restore_window(self, session.settings)
        self.setAcceptDrops(True)
        self._apply_theme()
        self._show_title()
        self._show_mode()

    # --- parts ---------------------------------------------------------------------------------

    def _make_parts(self) -> None:
        session = self.session
        self.actions_by_name = make_actions(self, self.commands.verbs)
        self.empty = EmptyState(session, self)
        self.canvas = Canvas(session, self)
        self.compare = ComparePage(session, self.actions_by_name, self)
        self.slider, self.side = self.compare.views["slider"], self.compare.views["side"]
        self.results, self.film = ResultStrip(session, self), FilmStrip(session, self._of_many, self)
        self.tool_strip = ToolStrip(session, self.actions_by_name, self)
        self.tool_options = ToolOptions(session, self)
        self.finder_bar = FinderBar(session, self)
        self.bar = BarAbovePhoto(session, self.tool_options, self.finder_bar, self.compare.bar, self)
        self.panel = TaskPanel(session, self.actions_by_name, self)
        self.status = StatusLine(session, self)

    @property
    def _of_many(self) -> list[QAction]:
        return [self.actions_by_name[f"many:{deed}"] for deed in ("restore", "enlarge", "clean", "fill")]

    def _lay_out(self) -> None:
        self.stack = QStackedWidget(self)
        for view in (self.empty, self.canvas, self.compare):
            self.stack.addWidget(view)
        self.held = HeldPane(self.session, self.stack)
        self.message = MessageBar(self.session, self.stack)
        self.drop_sign = DropSign(self.stack)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.bar)
        left.addWidget(self.stack, 1)
        left.addWidget(self.results)
        centre = QWidget(self)
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.film)
        row.addWidget(self.tool_strip)
        row.addLayout(left, 1)
        row.addWidget(self.panel)
        self.setCentralWidget(centre)
        self.setStatusBar(self.status)
        recent = {RECENT: lambda menu: RecentMenu(self.session, self.session.opener.open, menu)}
        fill_menus(self.menuBar(), self.actions_by_name, recent)
        self._add_tool_bar()

    def _add_tool_bar(self) -> None:
        bar = QToolBar(self.tr("Tools"), self)
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setIconSize(QSize(SIDE_PX, SIDE_PX))
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        fill_tool_bar(bar, self.actions_by_name, Stretch)
        self.addToolBar(bar)
        self.tool_bar = bar

    def _connect(self) -> None:
        session = self.session
        self.empty.open_wanted.connect(self.actions_by_name["open"].trigger)
        self.empty.sample_wanted.connect(self.actions_by_name["open_sample"].trigger)
        self.empty.task_wanted.connect(self._open_for_task)
        self.empty.recent.wanted.connect(session.opener.open)
        session.watch(lambda state: state.holds, lambda holds: enable_actions(self.actions_by_name, holds))
        session.watch(lambda state: state.edits, self._show_edits)
        session.photo_changed.connect(self._show_title)
        session.photo_closed.connect(self._show_title)
        session.options_changed.connect(self._show_mode)
        session.photo_changed.connect(self._show_mode)
        session.photo_closed.connect(self._show_mode)
        session.flipped.connect(self._show_held)
        self.results.save_wanted.connect(self.commands.save_rendition)
        self.film.close_wanted.connect(self.commands.close_photo)
        self.message.folder_wanted.connect(self.commands.show_in_folder)
        self.panel.run_box.keys_freed.connect(self._focus_photo)
        session.settings_changed.connect(self._on_settings_changed)
        RunNotice(session, self, SystemNotice(self).show, LauncherProgress().show)
        listen_to_system(QGuiApplication.styleHints(), self._on_scheme_changed)

    @property
    def shown_view(self) -> QWidget | None:
        """The pane or panes that are seen now."""
        view = self.stack.currentWidget()
        return self.compare.stack.currentWidget() if view is self.compare else view

    # --- listening -----------------------------------------------------------------------------

    def _show_edits(self, edits: Edits) -> None:
        for verb, text, name in (("undo", self.tr("&Undo"), edits.undo), ("redo", self.tr("&Redo"), edits.redo)):
            self.actions_by_name[verb].setText(f"{text} {edit_name(name)}" if name else text)
        self.setWindowModified(edits.is_modified)

    def _show_title(self) -> None:
        document = self.session.document
        self.setWindowTitle(f"{_brief(name_of(document))}[*] — {TITLE}" if document is not None else TITLE)

    def _show_mode(self) -> None:
        options = self.session.options
        view: QWidget = self.canvas if options.mode == "edit" else self.compare
        if self.session.document is None:
            view = self.empty
        self.panel.setVisible(view is not self.empty)
        if self.stack.currentWidget() is not view:
            self.stack.setCurrentWidget(view)
            self.message.raise_()
            view.setFocus()
        if view is self.compare:
            self.compare.show_view(options.mode)
        self.actions_by_name[f"mode:{options.mode}"].setChecked(True)
        show_lit(self.tool_bar.widgetForAction(self.actions_by_name["mode:slider"]), is_lit=options.mode != "edit")
        show_checked(self.actions_by_name[f"tool:{options.tool}"], is_checked=options.paints)

    def _open_for_task(self, task: str) -> None:
        self.session.choose_task(task)
        self.actions_by_name["open"].trigger()

    def _focus_photo(self) -> None:
        if self.shown_view is not None:
            (self.shown_view.focusProxy() or self.shown_view).setFocus()

    def _show_held(self, is_held: bool) -> None:
        """A in place of a view of one pane, while its key is held."""
        mode = self.session.options.mode
        if is_held and (mode == "edit" or mode in IN_PLACE):
            self.held.cover(self.canvas if mode == "edit" else self.compare.views[mode])
        else:
            self.held.hide()

    def _on_settings_changed(self) -> None:
        if self.session.settings.theme != self._theme:
            self._apply_theme()

    def _apply_theme(self) -> None:
        self._theme = choice = self.session.settings.theme
        self.actions_by_name[f"theme:{choice}"].setChecked(True)
        self.actions_by_name[f"language:{self.session.settings.language}"].setChecked(True)
        draw_icons(self.actions_by_name, apply_theme(_app(), choice))

    def _on_scheme_changed(self) -> None:
        theme = refresh_theme(_app(), self.session.settings.theme)
        draw_icons(self.actions_by_name, theme)

    # --- keys: Tab; hold A to see A -------------------------------------------------------------

    def focusNextPrevChild(self, is_forward: bool) -> bool:
        panel, photo = self.panel, (self.bar, self.stack)  # messages lie on the stack
        left, right = (self.tool_bar, self.film, self.tool_strip), (panel.tasks, panel.inside, panel.run_box)
        regions = (*left, *photo, self.results, *right)
        following = next_widget(regions, QApplication.focusWidget(), is_forward=is_forward)
        if following is not None:
            following.setFocus(Qt.FocusReason.TabFocusReason if is_forward else Qt.FocusReason.BacktabFocusReason)
        return following is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == FLIP_KEY and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            if not event.isAutoRepeat():
                self.session.flip(True)
            return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == FLIP_KEY and not event.isAutoRepeat():
            self.session.flip(False)
            return
        super().keyReleaseEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() != QEvent.Type.ActivationChange:
            return
        if self.isActiveWindow():
            self.session.file_watch.look()
        else:
            self.session.flip(False)  # the key's release goes to another window

    # --- drops ---------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if can_take(event.mimeData()):
            event.acceptProposedAction()
            self._show_dragging(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_dragging(False)

    def _show_dragging(self, is_dragging: bool) -> None:
        """Light up while something is held over the window; over a photo, by a sign on it."""
        self.empty.show_dragging(is_dragging)
        self.drop_sign.show_dragging(is_dragging and self.stack.currentWidget() is not self.empty)

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_dragging(False)
        event.acceptProposedAction()
        self.commands.take_incoming(event.mimeData())

    # --- coming and going ------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about what is in work, queued or unsaved; then end the threads, in mid-run too."""
        session = self.session
        is_asked = session.open_photos.unsaved or session.awaited.photos_at_work or self.commands.photos_in_queue
        if is_asked and not self._may_close:
            event.ignore()
            self.commands.leave_all(self._close_for_good)
            return
        self.session.set_settings(remember_window(self, self.session.settings, self.session.options))
        self.hide()
        self.commands.close_lab()
        self.session.close()
        event.accept()

    def _close_for_good(self) -> None:
        """At once, or when the result has been written."""
        self._may_close = True
        QTimer.singleShot(0, self.close)


def _brief(name: str) -> str:
    """A long name loses its middle, or the mark of what is unsaved would be cut off behind it."""
    return name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH // 2]}…{name[-NAME_LENGTH // 2 + 1 :]}"


def _app() -> QApplication:
    """The application that there is wherever there are windows."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
