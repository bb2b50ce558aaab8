#!/bin/sh
# Makes the Python environment of this repository and installs exactly the versions of constraints.txt:
#     tools/make_environment.sh FOLDER PYTHON WHAT      WHAT is . (to run) or .[dev] (to test)
# uv is used when it is on PATH, else venv and pip.
set -eu

environment=$1
python=$2
what=$3

say() { printf '%s\n' "$*" >&2; }

find_python() {
    for candidate in "$python" python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    say "No Python 3.11 or newer was found. Install one, or name it: make PYTHON=/path/to/python3 ..."
    return 1
}

# An environment whose Python has since been removed is made again.
if [ -d "$environment" ] && ! "$environment/bin/python" -c 'import sys; sys.exit(sys.prefix == sys.base_prefix)' 2>/dev/null; then
    say "The environment in $environment no longer runs; making it again."
    rm -rf "$environment"
fi

if command -v uv >/dev/null 2>&1; then
    if [ ! -d "$environment" ]; then
        found=$(find_python)
        uv venv --quiet --python "$found" "$environment"
    fi
    say "Installing into $environment with uv ..."
    uv pip install --quiet --python "$environment/bin/python" -c constraints.txt -e "$what"
    exit 0
fi

if [ ! -d "$environment" ]; then
    found=$(find_python)
    if ! "$found" -c 'import ensurepip, venv' 2>/dev/null; then
        say "$found cannot make a virtual environment: its venv or ensurepip module is missing."
        say "On Debian or Ubuntu install the package python3-venv, or put uv on PATH; then run make again."
        exit 1
    fi
    "$found" -m venv "$environment"
fi
if ! "$environment/bin/python" -m pip --version >/dev/null 2>&1; then
    "$environment/bin/python" -m ensurepip >/dev/null
fi
say "Installing into $environment with pip (half a minute to a minute the first time) ..."
"$environment/bin/python" -m pip install -qq --no-compile --disable-pip-version-check -c constraints.txt -e "$what"
