; SPDX-License-Identifier: GPL-3.0-or-later
; Written; the test suite compiles this script, but no program for it. For one user, without
; administrator's rights:
;   windeployqt --release stage\bin\latchkey.exe
;   makensis /DSTAGE=stage packaging\windows\latchkey.nsi
Unicode true
!define APP_ID "org.latchkey.app"
!define APP_VERSION "0.1.0"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${APP_ID}"

Name "Latchkey"
!ifndef OUTPUT
  !define OUTPUT "latchkey-${APP_VERSION}-setup.exe"
!endif
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\Latchkey"
RequestExecutionLevel user
LicenseData "..\..\LICENSE"
VIProductVersion "${APP_VERSION}.0"
VIAddVersionKey ProductName "Latchkey"
VIAddVersionKey FileDescription "Account recovery from the desktop"
VIAddVersionKey ProductVersion "${APP_VERSION}"
VIAddVersionKey FileVersion "${APP_VERSION}"
VIAddVersionKey LegalCopyright "GPL-3.0-or-later"

; No choice of a folder: removal takes the whole of it away.
Page license
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

; %1 in quotes is one argument, and what follows "--" is never an option (CVE-2018-1000006).
!macro RegisterScheme scheme
  WriteRegStr HKCU "Software\Classes\${scheme}" "" "URL:Latchkey"
  WriteRegStr HKCU "Software\Classes\${scheme}" "URL Protocol" ""
  WriteRegStr HKCU "Software\Classes\${scheme}\DefaultIcon" "" "$INSTDIR\bin\latchkey.exe,0"
  WriteRegStr HKCU "Software\Classes\${scheme}\shell\open\command" "" \
    '"$INSTDIR\bin\latchkey.exe" -- "%1"'
!macroend

Section "Latchkey"
  SetOutPath "$INSTDIR"
  File /r "${STAGE}\*.*"
  !insertmacro RegisterScheme "latchkey"
  !insertmacro RegisterScheme "org.latchkey.app"
  CreateShortcut "$SMPROGRAMS\Latchkey.lnk" "$INSTDIR\bin\latchkey.exe"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Latchkey"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${APP_VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
SectionEnd

Section "Uninstall"
  DeleteRegKey HKCU "Software\Classes\latchkey"
  DeleteRegKey HKCU "Software\Classes\org.latchkey.app"
  DeleteRegKey HKCU "${UNINSTALL}"
  Delete "$SMPROGRAMS\Latchkey.lnk"
  RMDir /r "$INSTDIR"
SectionEnd
