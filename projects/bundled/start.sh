#!/bin/sh
# Finds the Python that the wheels were made for; everything else is done by start.py.
cd "$(dirname "$0")" || exit 2
for python in python{python} python3; do
    if command -v "$python" >/dev/null 2>&1; then
        exec "$python" start.py "$@"
    fi
done
echo "Python {python} was not found: see README.txt" >&2
exit 2
