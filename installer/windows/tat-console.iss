; Inno Setup's recipe for the Windows installer. After `pyinstaller installer\tat-console.spec`:
;   iscc /DVersion=0.1.0 installer\windows\tat-console.iss
; It installs for one user without administrator's rights, or for everybody with them.

#ifndef Version
  #error Say which version: /DVersion=0.1.0
#endif
#define Root "..\.."

[Setup]
AppId={{6C5B2B0E-6C0B-4B53-9C0E-7D1B5A6B2F11}
AppName=tat-console
AppVersion={#Version}
AppPublisher=tat-console contributors
DefaultDirName={autopf}\tat-console
DefaultGroupName=tat-console
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
LicenseFile={#Root}\LICENSE
SetupIconFile={#Root}\build\icons\tat-console.ico
UninstallDisplayIcon={app}\tat-console.exe
OutputDir={#Root}\build
OutputBaseFilename=tat-console-{#Version}-setup
Compression=lzma2
SolidCompression=yes
WizardStyle=modern

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"

[Files]
Source: "{#Root}\build\dist\tat-console\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\tat-console"; Filename: "{app}\tat-console.exe"
Name: "{autodesktop}\tat-console"; Filename: "{app}\tat-console.exe"; Tasks: desktopicon

[Tasks]
Name: desktopicon; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[Run]
Filename: "{app}\tat-console.exe"; Description: "{cm:LaunchProgram,tat-console}"; Flags: nowait postinstall skipifsilent
