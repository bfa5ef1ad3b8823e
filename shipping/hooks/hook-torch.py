"""PyInstaller's hook for torch, in place of the usual one, which imports every module of torch to list it
(a minute) and lists what we leave out as well."""

from PyInstaller.utils.hooks import PY_DYLIB_PATTERNS, collect_data_files, collect_dynamic_libs

from shipping.selection import source_modes, torch_modules

module_collection_mode = source_modes()
warn_on_missing_hiddenimports = False
hiddenimports = torch_modules()
binaries = collect_dynamic_libs("torch", search_patterns=[*PY_DYLIB_PATTERNS, "*.so.*"])
datas = collect_data_files("torch", excludes=["**/*.h", "**/*.hpp", "**/*.cuh", "**/*.cpp", "**/*.pyi", "**/*.cmake"])
# torch looks for libraries beside libtorch and does not follow links there.
bindepend_symlink_suppression = ["**/torch/lib/*.so*"]
