"""Runs first in the packed program: pyqtgraph imports Qt's OpenGL modules whether it draws with them or not.

The lab draws without. The bindings are 10 MB; this stands in for them.
"""

import sys
from types import ModuleType

for name in ("QtOpenGL", "QtOpenGLWidgets"):
    sys.modules[f"PySide6.{name}"] = ModuleType(f"PySide6.{name}")
sys.modules["PySide6.QtOpenGLWidgets"].QOpenGLWidget = object  # pyqtgraph makes a class from it
