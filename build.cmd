:; KEG_CMD=1 exec "$(dirname "$0")/build.sh" "$@"
@ECHO OFF
SETLOCAL
SET KEG_CMD=1
powershell -ExecutionPolicy ByPass -NoProfile -File "%~dp0build.ps1" %*
EXIT /B %ERRORLEVEL%
