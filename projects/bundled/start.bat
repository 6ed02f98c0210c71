@echo off
rem Finds the Python that the wheels were made for; everything else is done by start.py.
chcp 65001 >nul
cd /d "%~dp0"
set PYTHONUTF8=1
py -{python} -c "" >nul 2>&1
if not errorlevel 1 (
    py -{python} start.py %*
    goto end
)
python -c "" >nul 2>&1
if not errorlevel 1 (
    python start.py %*
    goto end
)
echo Python {python} (64-bit) was not found. Please read README.txt.
:end
if errorlevel 1 pause
