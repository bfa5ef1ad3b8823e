"""What goes into the package and what stays out, as tables.

Every row was proven by ``make test-package``: the packed program trains, restores, fills and shows its window
without what is left out. To try another, add a row and run it again. ``selection.py`` applies the tables.
"""

from __future__ import annotations

from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent

UNPACKED_LIMIT_MB, COMPRESSED_GOAL_MB = 650, 150
"""Of the CPU build, weights included, in millions of bytes."""

EXCLUDED_MODULES: tuple[tuple[str, str], ...] = (
    # module, why nobody misses it
    ("torch._dynamo", "torch.compile, which needs a compiler; shipping/hooks/without_dynamo.py stands in for it"),
    ("torch._inductor", "the same"),
    ("torch._functorch._aot_autograd.*", "the same"),
    ("torch._functorch.aot_autograd", "the same"),
    ("torch._functorch.partitioners", "the same"),
    ("torch._numpy", "the same"),
    ("torch._vendor.quack", "the same"),
    ("torch.fx.experimental.symbolic_shapes", "the same"),
    ("torch.sparse._triton_ops", "the same"),
    ("torch.sparse._triton_ops_meta", "the same"),
    ("torch.utils._sympy", "the same"),
    ("sympy", "the same"),
    ("mpmath", "the same"),
    ("torch._export.converter", "exporting networks"),
    ("torch._export.passes", "the same"),
    ("torch._export.serde", "the same"),
    ("torch.export._trace", "the same"),
    ("torch.export.pt2_archive", "the same"),
    ("torch.backends._nnapi", "the same, for phones"),
    ("torch.fx.experimental.migrate_gradual_types", "checks of a network's shapes before it runs, by Z3"),
    ("torch.fx.experimental.graph_gradual_typechecker", "the same"),
    ("torch.fx.experimental.validator", "the same"),
    ("torch.fx.passes.tests", "torch's own tests"),
    ("torchgen.aoti", "writes torch's C++ sources"),
    ("torchgen.api", "the same"),
    ("torchgen.dest", "the same"),
    ("torchgen.gen", "the same"),
    ("torchgen.gen_aoti_c_shim", "the same"),
    ("torchgen.gen_functionalization_type", "the same"),
    ("torchgen.gen_schema_utils", "the same"),
    ("torchgen.gen_vmap_plumbing", "the same"),
    ("torchgen.native_function_generation", "the same"),
    ("torchgen.selective_build", "the same"),
    ("torch.testing._internal.*", "torch's own tests"),
    ("torch.utils.cpp_extension", "builds C++ extensions"),
    ("torch.onnx", "exporting to ONNX"),
    ("torch.utils.tensorboard", "logs for TensorBoard"),
    ("torch.utils.benchmark", "torch's own stopwatch"),
    ("torch.utils.hipify", "porting CUDA sources"),
    ("torch.utils.model_dump", "pages about models"),
    ("torch.utils.bottleneck", "torch's own profiling script"),
    ("torch.test", "torch's own tests"),
    ("torch.ao.ns", "networks with whole numbers, as phones have them"),
    ("torch.ao.pruning", "the same"),
    ("torch.ao.quantization.backend_config", "the same"),
    ("torch.ao.quantization.experimental", "the same"),
    ("torch.ao.quantization.fx", "the same"),
    ("torch.ao.quantization.pt2e", "the same"),
    ("torch.ao.quantization.quantizer", "the same"),
    ("torch.distributed.elastic", "torchrun, which starts teams of processes from a source tree"),
    ("torch.distributed.launcher", "the same"),
    ("torch.distributed.pipelining", "networks spread over machines"),
    ("torch.distributed.checkpoint", "the same; our checkpoints are one file"),
    ("torch.distributed.tensor", "the same"),
    ("torch.distributed.fsdp", "the same"),
    ("torch.distributed._shard", "the same"),
    ("torch.distributed.benchmarks", "benchmarks"),
    ("torch.distributed._local_tensor", "networks spread over machines"),
    ("torch.distributed._symmetric_memory", "the same"),
    ("torch.distributed._tools", "the same"),
    ("torch.distributed.flight_recorder", "the same"),
    ("torch.distributed.optim", "the same"),
    ("torch.distributed.algorithms.ddp_comm_hooks", "the same"),
    ("torch.distributed.algorithms.model_averaging", "the same"),
    ("torch.distributed.debug", "the same"),
    ("torch.distributed.nn", "the same"),
    ("torch.nn.utils._expanded_weights", "gradients of each photo by itself"),
    ("torch.nn.attention.experimental", "networks of text"),
    ("torch.nn.attention.varlen", "the same"),
    ("filelock", "only files of torch.compile are locked"),
    ("networkx", "only torch.compile's partitioner draws graphs"),
    ("jinja2", "only torch.compile's templates"),
    ("fsspec", "only checkpoints spread over machines"),
    ("setuptools", "builds C++ extensions"),
    ("_distutils_hack", "the same"),
    ("pygments.lexers.*", "colours for sources in a hundred languages; help shows none"),
    ("pygments.formatters", "the same"),
    ("pydantic.v1", "pydantic as it was"),
    ("pydantic.mypy", "for mypy"),
    ("pyqtgraph.console", "the lab draws plots, no more"),
    ("pyqtgraph.dockarea", "the same"),
    ("pyqtgraph.exporters", "the same"),
    ("pyqtgraph.flowchart", "the same"),
    ("pyqtgraph.jupyter", "the same"),
    ("pyqtgraph.opengl", "the same"),
    ("PySide6.QtOpenGL", "only pyqtgraph names it; shipping/hooks/without_opengl.py stands in for it"),
    ("PySide6.QtOpenGLWidgets", "the same"),
    ("PySide6.QtTest", "only pyqtgraph's tests"),
    ("functorch.dim", "an experiment of torch's"),
    ("cffi.recompiler", "compiles C; libvips' binding is compiled already"),
    ("cffi.vengine_cpy", "the same"),
    ("cffi.vengine_gen", "the same"),
    ("cffi.verifier", "the same"),
    ("pycparser", "the same"),
    ("_pydecimal", "decimal numbers without C"),
    ("distutils", "builds C extensions"),
    ("doctest", "tests in docstrings"),
    ("pdb", "a debugger"),
    ("http.server", "no network"),
    ("smtplib", "no network"),
    ("xmlrpc", "no network"),
    ("numpy.testing.tests", "tests"),
    ("numpy.f2py", "compiles Fortran"),
    ("numpy.distutils", "compiles C"),
    ("rawpy", "an extra; docs/decisions/0070-heic-by-pi-heif-raw-by-an-extra.md"),
    ("PIL.ImageTk", "Tk"),
    ("PIL._avif", "libvips reads and writes AVIF"),
    ("PIL.ImageQt", "PySide6 is spoken to directly"),
    ("PIL._imagingcms", "libvips converts colours"),
    ("PIL._imagingft", "text is drawn by Qt; brings FreeType and HarfBuzz"),
    ("PIL._webp", "libvips reads and writes WebP"),
    ("ssl", "the program opens no network connection"),
    ("_ssl", "the same; brings OpenSSL"),
    ("_hashlib", "brings OpenSSL; Python's own SHA-256 is there"),
    ("curses", "no terminal screens"),
    ("readline", "no prompt"),
    ("tkinter", "Qt is the toolkit"),
    ("lib2to3", "Python 2"),
    ("ensurepip", "nothing is installed into the package"),
    ("idlelib", "Python's editor"),
    ("pydoc_data", "Python's manual"),
    ("test", "Python's own tests"),
)

KEPT_MODULES: tuple[str, ...] = (
    "pygments.lexers._mapping",
    "torch._functorch._aot_autograd.utils",
    "torch.testing._internal.common_dtype",
    "torch.testing._internal.logging_tensor",
)
"""Exceptions to rows of ``EXCLUDED_MODULES`` that end in a star: modules of that package that stay."""

READS_ITSELF: tuple[str, ...] = (
    "install_config_module(",
    "\n@_overload\n",
    "_overload as overload",
    "_internal._overload_method",
)
"""What stands in a module of torch that reads its own source while it is imported: it looks there for comments, or
for what a scripted function looks like in other types. Of all others the byte code is enough."""

DOCLESS_PACKAGES: tuple[str, ...] = ("numpy", "pydantic", "pygments", "pyqtgraph", "torch")
"""Packages whose byte code goes in without docstrings and assertions. Never the program's own: typer makes its
pages of help from docstrings."""

EXCLUDED_FILES: tuple[tuple[str, str], ...] = (
    # pattern of the place in the package, why nobody misses it
    ("torch/test/*", "torch's own tests"),
    ("torch/bin/*", "torch's own tests and protoc (torch_shm_manager is kept)"),
    ("torch/include/*", "headers"),
    ("torch/share/*", "CMake files"),
    ("torch/lib/libtorchbind_test.so", "torch's own tests"),
    ("torch/lib/libbackend_with_compiler.so", "torch's own tests"),
    ("torch/lib/libjitbackend_test.so", "torch's own tests"),
    ("torch/lib/libaoti_custom_ops.so", "torch's own tests"),
    ("torch/_dynamo/*", "torch.compile"),
    ("torch/_inductor/*", "torch.compile"),
    ("torch/_vendor/quack/*", "torch.compile"),
    ("torch/_export/serde/*.yaml", "checks of exported programs"),
    ("torch/utils/model_dump/*", "pages about models"),
    ("PySide6/Qt/qml/*", "no QML"),
    ("PySide6/Qt/plugins/qmltooling/*", "no QML"),
    ("PySide6/Qt/plugins/sqldrivers/*", "no database"),
    ("PySide6/Qt/plugins/tls/*", "no network"),
    ("PySide6/Qt/plugins/networkinformation/*", "no network"),
    ("PySide6/Qt/plugins/generic/*", "tablets and touch screens without a desktop"),
    ("PySide6/Qt/plugins/egldeviceintegrations/*", "screens without a desktop"),
    ("PySide6/Qt/plugins/platforms/libq[elmv]*", "screens without a desktop, and VNC"),
    ("PySide6/Qt/plugins/platformthemes/libqgtk3*", "would bring all of GTK; the portals' dialogs are kept"),
    ("PySide6/Qt/plugins/wayland-graphics-integration-server/*", "for programs that are a desktop"),
    ("PySide6/Qt/plugins/vectorimageformats/*", "no QML"),
    ("PySide6/Qt/plugins/imageformats/*", "photos are read by libvips (SVG, GIF and ICO are kept)"),
    ("PySide6/Qt/plugins/platforminputcontexts/*virtualkeyboard*", "needs QML"),
    ("PySide6/Qt/lib/libQt6Qml*", "no QML"),
    ("PySide6/Qt/lib/libQt6Quick*", "no QML"),
    ("PySide6/Qt/lib/libQt6VirtualKeyboard*", "needs QML"),
    ("PySide6/Qt/lib/libQt6EglF*", "screens without a desktop"),
    ("PySide6/Qt/lib/libQt6WaylandCompositor*", "for programs that are a desktop"),
    ("libQt6*", "second names of Qt's libraries, for plugins that are left out"),
    ("pyqtgraph/icons/peegee/*", "pyqtgraph's own emblem"),
    ("PySide6/Qt/translations/*", "of Qt's tools, and into languages that the program itself does not speak"),
    # Every desktop has these, of one make with its fonts, keyboards and message bus; the .deb depends on them.
    ("libX11.so*", "the system's"),
    ("libX11-xcb.so*", "the system's"),
    ("libdbus-1.so*", "the system's; brings systemd and its encryption"),
    ("libfontconfig.so*", "the system's"),
    ("libfreetype.so*", "the system's"),
    ("libglib-2.0.so*", "the system's"),
    ("libgthread-2.0.so*", "the system's"),
    ("*.dist-info/*", "what pip noted; the notices are gathered by shipping/notices.py"),
)

KEPT_FILES: tuple[str, ...] = (
    "torch/bin/torch_shm_manager",
    "PySide6/Qt/plugins/imageformats/*svg*",
    "PySide6/Qt/plugins/imageformats/*gif*",
    "PySide6/Qt/plugins/imageformats/*ico*",
)
"""Exceptions to ``EXCLUDED_FILES``."""

ICU_DATA: tuple[tuple[str, str], ...] = (
    # pattern of an item of ICU's data, what it is for; those of the program's languages stay besides
    ("root.res", "what holds for every language"),
    ("pool.res", "words that the others share"),
    ("res_index.res", "which languages there are"),
    ("supplementalData.res", "what holds for regions"),
    ("numberingSystems.res", "digits"),
    ("keyTypeData.res", "names of variants"),
    ("*.nrm", "one letter, written in two ways"),
    ("ulayout.icu", "how letters join"),
    ("cnvalias.icu", "names of encodings; Unicode's own and Latin 1 are in ICU's code"),
    ("coll/root.res", "sorting"),
    ("coll/res_index.res", "the same"),
    ("coll/ucadata.icu", "the same"),
)
"""What of ICU's data goes in (Linux): ``icu.py``."""
ICU_LIBRARY = "PySide6/Qt/lib/libicudata.so.*"

STRIPPED_FILES: tuple[str, ...] = (
    "torch/lib/libtorch_cpu.so",
    "torch/lib/libtorch_python.so",
    "torch/lib/libc10.so",
    "libpython3*.so*",
    "python3*/lib-dynload/*.so",
    "PySide6/Qt/lib/libicui18n.so*",
    "PySide6/Qt/lib/libicuuc.so*",
    "PIL/_imaging.*.so",
    "_libvips.*.so",
    "_pi_heif.*.so",
    "pi_heif.libs/lib*.so*",
    "safetensors/*.so",
)
"""Libraries whose symbol tables for debuggers are cut out (Linux). Never numpy's, and of Pillow and libvips their
modules for Python alone: their wheels move sections of libraries about, and ``strip`` breaks these."""

HIDDEN_PACKAGES = ("desktop_unet",)
"""Packages of which every module goes in, whoever imports it."""

DATA_FOLDERS = ("resources", "weights")
"""Folders of the source tree that go in whole; of ``docs`` what the manual shows, as ``studio/manual.py`` says."""
