# Packs the program on Windows and makes its installer. Written for PowerShell 5.1 and later; NOT RUN YET, see docs/packaging.md.
#   powershell -File shipping\windows\package.ps1
# Needs Python 3.11 or newer and Inno Setup 6 (iscc on the PATH).
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..\..")

if (-not (Test-Path .venv)) { py -3.11 -m venv .venv }
.venv\Scripts\python -m pip install --quiet -c constraints.txt -e ".[dev]"
if ($LASTEXITCODE) { throw "the packages could not be installed" }

$env:PYTHONHASHSEED = "1"
$env:SOURCE_DATE_EPOCH = git log -1 --format=%ct
.venv\Scripts\python -m PyInstaller --noconfirm --distpath dist --workpath build\package build.spec
if ($LASTEXITCODE) { throw "the program could not be packed" }

$version = (dist\desktop-unet\desktop-unet.exe --version).Split(" ")[1]
dist\desktop-unet\desktop-unet.exe self-check
if ($LASTEXITCODE) { throw "the packed program does not work" }

iscc /Q "/DVersion=$version" shipping\windows\desktop-unet.iss
if ($LASTEXITCODE) { throw "the installer could not be made" }
Get-FileHash -Algorithm SHA256 "dist\desktop-unet-$version-windows-x86_64.exe"
