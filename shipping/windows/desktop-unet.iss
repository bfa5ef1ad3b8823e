; Inno Setup: the installer for Windows. Written to its manual; NOT RUN YET, see docs/packaging.md.
;   iscc /DVersion=0.1.0 shipping\windows\desktop-unet.iss
; Comes in: dist\desktop-unet, packed on Windows. Goes out: dist\desktop-unet-VERSION-windows-x86_64.exe.
#ifndef Version
  #error Say the version: iscc /DVersion=0.1.0
#endif

[Setup]
AppId={{7B0E5C58-6C0B-4B0E-9C1B-3D7E5D0F8A21}
AppName=Desktop UNet
AppVersion={#Version}
AppPublisher=Desktop UNet authors
DefaultDirName={autopf}\Desktop UNet
DefaultGroupName=Desktop UNet
; Without an administrator it goes into the user's own folder.
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
Compression=lzma2/max
SolidCompression=yes
LicenseFile=..\..\LICENSE
OutputDir=..\..\dist
OutputBaseFilename=desktop-unet-{#Version}-windows-x86_64
UninstallDisplayIcon={app}\desktop-unet-window.exe
ChangesAssociations=yes

[Files]
Source: "..\..\dist\desktop-unet\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[InstallDelete]
; An upgrade leaves nothing of the older version; settings are in the user's own folder.
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{group}\Desktop UNet"; Filename: "{app}\desktop-unet-window.exe"
Name: "{autodesktop}\Desktop UNet"; Filename: "{app}\desktop-unet-window.exe"; Tasks: desktopicon

[Tasks]
Name: desktopicon; Description: "An icon on the desktop"; Flags: unchecked

[Registry]
; Offered under "Open with"; no type of file is taken over.
Root: HKA; Subkey: "Software\Classes\Applications\desktop-unet-window.exe\shell\open\command"; ValueType: string; ValueData: """{app}\desktop-unet-window.exe"" ""%1"""; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Applications\desktop-unet-window.exe\SupportedTypes"; ValueType: string; ValueName: ".jpg"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\desktop-unet-window.exe\SupportedTypes"; ValueType: string; ValueName: ".png"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\desktop-unet-window.exe\SupportedTypes"; ValueType: string; ValueName: ".tif"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\desktop-unet-window.exe\SupportedTypes"; ValueType: string; ValueName: ".webp"; ValueData: ""

[Run]
Filename: "{app}\desktop-unet-window.exe"; Description: "Start Desktop UNet"; Flags: nowait postinstall skipifsilent
