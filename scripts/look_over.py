"""Make pictures of menus, dialogs, questions, the lab and the focus, each in every theme and size, and sheets of them.

    python scripts/look_over.py FOLDER --scale 2 --language vi
    python scripts/look_over.py FOLDER --parts menus questions

Comes in: the sample photo and the packed networks. Goes out: PNG files, a folder for each scale and language, and
``sheet-*.png`` with several views beside each other. ``screenshots.py`` makes those of the main window's pages.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from screenshots import LANGUAGES, REPOSITORY, SCALES, THEMES, TRAINING_STEPS, Studio, own_folders

SIZES = ((1024, 700), (1280, 720), (1920, 1080))
SHEET_PX, GAP_PX = 2000, 12
GROUND = (120, 120, 120)
PARTS = ("menus", "questions", "dialogs", "focus", "lab", "lessons", "training")


def main() -> int:
    """Read the command line and make the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", choices=SCALES, default="1", help="as on a screen of this scale: 2 for 200 %%")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="of the windows")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="only these")
    choices = parser.parse_args()
    os.environ.update(QT_QPA_PLATFORM="offscreen", QT_SCALE_FACTOR=choices.scale)
    sys.path.insert(0, str(REPOSITORY))
    folder = choices.folder / f"{100 * int(choices.scale)}-{choices.language}"
    folder.mkdir(parents=True, exist_ok=True)
    with own_folders():
        overview = Overview(folder, THEMES[0], (), choices.language, "1280x720")
        overview.open_photo()
        for part in choices.parts:
            getattr(overview, f"take_{part}")()
        overview.close()
    return 0


class Overview(Studio):
    """The program's windows, and a camera that takes each view in every theme, windows of a size each."""

    _turn = 0

    def take(self, name: str, widget: object = None, *, is_window: bool = True) -> list[Path]:
        """Write what a window shows in each theme; a window in every size, the sizes going round from view to view."""
        self.rest(0.1)
        shown, made = widget or self.window, []
        self._turn += 1
        for place, theme in enumerate(THEMES):
            size = SIZES[(place + self._turn) % len(SIZES)]
            self._set_theme(theme)
            if is_window:
                shown.resize(*size)
            self.rest(0.3)
            suffix = f"-{size[0]}" if is_window else ""
            made.append(self._folder / f"{name}-{theme}{suffix}.png")
            shown.grab().save(str(made[-1]))
        print(name, flush=True)
        return made

    def _set_theme(self, theme: str) -> None:
        """What has the focus keeps it, which Qt's boxes of buttons forget when they are dressed anew."""
        focused = self._app.focusWidget()
        self.window.actions_by_name[f"theme:{theme}"].trigger()
        if focused is not None:
            focused.setFocus()

    def open_photo(self) -> None:
        """The sample, marked."""
        session = self.session
        session.network_files.list_installed()
        self.wait(lambda: bool(session.networks.cards))
        self.window.commands.open_sample()
        self.wait(lambda: session.document is not None and session.document.has_mask)
        self.wait(lambda: not session.is_busy)

    def sheet(self, name: str, pictures: Sequence[Path]) -> None:
        """Put pictures beside each other, in rows."""
        from PIL import Image

        if not pictures:
            return
        images = [Image.open(path).convert("RGB") for path in pictures]
        widest = max([SHEET_PX, *(image.width for image in images)])
        places, x, y, height = [], 0, 0, 0
        for image in images:
            if x and x + image.width > widest:
                x, y, height = 0, y + height + GAP_PX, 0
            places.append((x, y))
            x, height = x + image.width + GAP_PX, max(height, image.height)
        sheet = Image.new("RGB", (widest, y + height), GROUND)
        for image, place in zip(images, places, strict=True):
            sheet.paste(image, place)
        sheet.save(self._folder / f"sheet-{name}.png")

    def _sheets(self, name: str, rows: Sequence[Sequence[Path]]) -> None:
        """One per theme, of views that were taken in each."""
        for place, theme in enumerate(THEMES):
            self.sheet(f"{name}-{theme}", [row[place] for row in rows])

    # --- menus -----------------------------------------------------------------------------------

    def take_menus(self) -> None:
        """Each menu and submenu, opened by the mouse; the second entry has the pointer."""
        from PySide6.QtCore import QPoint
        from PySide6.QtWidgets import QMenu

        bar = self.window.menuBar()
        rows = []
        for menu in bar.findChildren(QMenu):
            menu.popup(QPoint(0, 0))
            self.rest(0.1)
            enabled = [action for action in menu.actions() if action.isEnabled() and not action.isSeparator()]
            menu.setActiveAction(enabled[min(1, len(enabled) - 1)] if enabled else None)
            rows.append(self.take(f"menu-{len(rows)}", menu, is_window=False))
            menu.hide()
        rows.append(self._take_tool_options())
        self._sheets("menus", rows)

    def _take_tool_options(self) -> list[Path]:
        """What the tool bars' buttons open."""
        from PySide6.QtWidgets import QToolButton

        rows = []
        for button in self.window.findChildren(QToolButton):
            menu = button.menu()
            if menu is not None and button.isVisible() and menu.actions():
                menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
                rows.append(self.take(f"button-menu-{len(rows)}", menu, is_window=False))
                menu.hide()
        if rows:
            self._sheets("button-menus", rows)
        return rows[0] if rows else self.take("bar", self.window.menuBar(), is_window=False)

    # --- questions ---------------------------------------------------------------------------------

    def take_questions(self) -> None:
        """Message boxes and file dialogs, answered by nobody."""
        from types import SimpleNamespace

        asks = self.window.commands.dialogs
        scratch = Path(self.scratch.name)
        left = [SimpleNamespace(out_dir=Path("/home/anna/Pictures/restored"))]
        boxes = {
            "replace": lambda: asks.ask_replace("grandmother-1931-restored.png"),
            "replace-original": lambda: asks.ask_replace_original("grandmother-1931.jpg"),
            "recover-one": lambda: asks.ask_recover(1),
            "recover": lambda: asks.ask_recover(3),
            "leave": lambda: asks.ask_leave("grandmother-1931.jpg"),
            "leave-all": lambda: asks.ask_leave_all(3),
            "stop-one": lambda: asks.ask_stop_work(["grandmother-1931.jpg"]),
            "stop": lambda: asks.ask_stop_work(["a", "b"]),
            "go-on": lambda: asks.ask_go_on(left),
            "leave-queue": lambda: asks.ask_leave_queue(12),
            "fill-much": lambda: asks.ask_fill_much(78),
        }
        for how in ("grow", "shrink", "feather"):
            boxes[how] = lambda how=how: self.window.commands.shape_mask(how)
        files = {
            "open": lambda: asks.ask_open(str(scratch)),
            "reference": lambda: asks.ask_reference(str(scratch)),
            "network": lambda: asks.ask_network(str(scratch)),
            "sheet": lambda: asks.ask_sheet(scratch / "vase-compared.png"),
            "mask": lambda: asks.ask_mask(str(scratch)),
            "save-mask": lambda: asks.ask_save_mask(scratch / "vase-mask.png"),
            "folder": lambda: asks.ask_folder(str(scratch)),
        }
        for name, asked in (("boxes", boxes), ("files", files)):
            self._sheets(name, [self._take_asked(f"asked-{each}", ask) for each, ask in asked.items()])

    def _take_asked(self, name: str, ask: Callable[[], object]) -> list[Path]:
        """A dialog that returns only once it is answered."""
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication

        made: list[Path] = []

        def look() -> None:
            box = QApplication.activeModalWidget()
            made.extend(self.take(name, box, is_window=False))
            box.reject()

        QTimer.singleShot(300, look)
        ask()
        return made

    # --- dialogs ---------------------------------------------------------------------------------

    def take_dialogs(self) -> None:
        """Those that do not wait, and what is said over the photo."""
        from PySide6.QtWidgets import QApplication, QComboBox, QDialog

        from desktop_unet.ui.window.about_dialog import AboutDialog
        from desktop_unet.ui.window.manual_window import ManualWindow
        from desktop_unet.ui.window.save_dialog import SaveDialog

        verbs, rows = self.window.commands, []
        asked = (verbs.save_as, verbs.show_shortcuts, verbs.crop, verbs.verbs["about"])
        for name, ask in zip(("save", "shortcuts", "crop", "about"), asked, strict=True):
            ask()
            dialog = next(
                each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()
            )
            self.rest(2.0)
            rows.append(self.take(name, dialog, is_window=False))
            if isinstance(dialog, AboutDialog):
                for place in range(1, dialog.tabs.count()):
                    dialog.tabs.setCurrentIndex(place)
                    rows.append(self.take(f"about-{place}", dialog, is_window=False))
            if isinstance(dialog, SaveDialog):
                for combo in dialog.findChildren(QComboBox):
                    for index in range(combo.count()):
                        combo.setCurrentIndex(index)
                        combo.activated.emit(index)
                        self.rest(1.0)
                        rows.append(self.take(f"save-{index}", dialog, is_window=False))
            dialog.reject()
            self.rest(0.1)
        verbs.show_manual()
        manual = self.window.findChild(ManualWindow)
        self.rest(0.5)
        self.take("manual", manual)
        manual.words.setText("mask")
        self.take("manual-search", manual)
        manual.close()
        self._sheets("dialogs", rows)
        self._take_told()

    def _take_told(self) -> None:
        """An error, a note, and a note about a file, over the photo."""
        session, path = self.session, Path("/home/anna/Pictures/grandmother-1931-restored.png")
        self.listens = False
        for name, told in (("error", self._unwritable(path)), ("note", self._copied())):
            session.tell(name, told)
            self.take(f"told-{name}")
        session.tell("note", self._copied())
        session.written.emit(path)
        self.take("told-written")
        self.window.message.close_button.click()
        self.window.message.close_button.click()
        self.listens = True

    def _unwritable(self, path: Path) -> str:
        from desktop_unet.errors import OutputUnwritable
        from desktop_unet.ui.look.translation import sentence_for

        return sentence_for(OutputUnwritable(path=path, reason="Permission denied"))

    def _copied(self) -> str:
        return self.window.commands.tr("Copied: {0} × {1} pixels.").format(640, 480)

    # --- focus -----------------------------------------------------------------------------------

    def take_focus(self) -> None:
        """Each widget of the window that Tab reaches, with the focus, and what surrounds it."""
        from PySide6.QtCore import QRect, Qt

        window, session = self.window, self.session
        window.activateWindow()
        rows, seen = [], set()
        for task in ("restore", "upscale", "clean", "inpaint"):
            session.choose_task(task)
            self.wait(lambda: not session.is_busy)
            window.canvas.setFocus(Qt.FocusReason.TabFocusReason)
            for _ in range(80):
                window.focusNextChild()
                part = self._app.focusWidget()
                if part is None or part is window.canvas:
                    break
                kind = (
                    type(part).__name__,
                    part.objectName(),
                    str(part.property("role")),
                    type(part.parent()).__name__,
                )
                if kind in seen:
                    continue
                seen.add(kind)
                rows.append(self._take_focus_of(part, f"focus-{len(rows)}", QRect))
        self._sheets("focus", rows)

    def _take_focus_of(self, part: object, name: str, rect: type) -> list[Path]:
        made = []
        for theme in THEMES:
            self._set_theme(theme)
            self.rest(0.05)
            window = part.window()
            place = rect(part.mapTo(window, part.rect().topLeft()), part.size()).adjusted(-12, -12, 12, 12)
            made.append(self._folder / f"{name}-{theme}.png")
            window.grab(place.intersected(window.rect())).save(str(made[-1]))
        return made

    # --- the lab ---------------------------------------------------------------------------------

    @property
    def lab(self) -> object:
        """The lab's window, opened when it is first asked for."""
        if getattr(self, "_lab", None) is None:
            from desktop_unet.ui.lab.lab_window import LabWindow

            self._lab = LabWindow()
            self._lab.session.told.connect(self._listen)
            self._lab.show()
            self.wait(lambda: bool(self._lab.session.ablation))
        return self._lab

    def take_lab(self) -> None:
        """Every page for every task, and the lab's dialogs."""
        from desktop_unet.ui.lab.crop_picker import CropPicker
        from desktop_unet.ui.lab.lab_window import PAGES
        from desktop_unet.ui.lab.mask_painter import MaskPainter

        lab, rows = self.lab, []
        for task in lab.session.cards.tasks:
            lab.session.choose_task(task)
            for page in PAGES:
                lab.session.set_options(page=page)
                self._settle(lab)
                if page == "challenge" and lab.pages[page].button.isEnabled():
                    lab.pages[page].button.click()
                    self.wait(lambda: lab.session.outcome is not None)
                    self._settle(lab)
                self.take(f"lab-{task}-{page}", lab)
        for ask, kind in ((lab.ask_crop, CropPicker), (lab.ask_draw, MaskPainter)):
            ask()
            dialog = lab.findChild(kind)
            rows.append(self.take(f"lab-{kind.__name__}", dialog, is_window=False))
            dialog.reject()
        self._sheets("lab-dialogs", rows)

    def take_lessons(self) -> None:
        """Each lesson as it begins, and revealed after a wrong prediction."""
        lab = self.lab
        for lesson in list(lab.lessons.lessons):
            lab.lessons.begin(lesson)
            self._settle(lab)
            self.take(f"lesson-{lesson.order}", lab)
            if lab.lessons.choices:
                lab.lessons.choices[(lesson.answer + 1) % len(lesson.choices)].click()
            lab.lessons.reveal()
            self._settle(lab)
            self.take(f"lesson-{lesson.order}-revealed", lab)
        lab.lessons.leave()

    def take_training(self) -> None:
        """Before, while it runs, paused, and done."""
        from PIL import Image

        from desktop_unet.paths import sample_photo
        from desktop_unet.ui.lab.train_dialog import TrainDialog

        photos = Path(self.scratch.name) / "photos"
        photos.mkdir()
        with Image.open(sample_photo()) as sample:
            for number in range(6):
                left, top = 160 * (number % 3), 160 * (number // 3)
                sample.crop((left, top, left + 320, top + 320)).save(photos / f"{number}.png")
        lab = self.lab
        lab.session.choose_task("upscale")
        self._settle(lab)
        lab.ask_train()
        dialog = lab.findChild(TrainDialog)
        rows = [self.take("train-new", dialog, is_window=False)]
        dialog.start()
        rows.append(self.take("train-refused", dialog, is_window=False))
        dialog.folder.setText(str(photos))
        dialog.steps.setValue(TRAINING_STEPS)
        dialog.start()
        self.wait(lambda: "1" in dialog.says.text() or dialog.run.state in ("done", "failed"))
        self.rest(2.0)
        rows.append(self.take("train-running", dialog, is_window=False))
        self.wait(lambda: dialog.run.state in ("done", "failed"))
        self.rest(1.0)
        rows.append(self.take("train-done", dialog, is_window=False))
        dialog.close()
        self._sheets("training", rows)

    def close(self) -> None:
        """The lab too."""
        if getattr(self, "_lab", None) is not None:
            self._lab.close()
        super().close()


if __name__ == "__main__":
    sys.exit(main())
