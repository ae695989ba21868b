# Makes the Python environment of `run` and `test`: source it, then call `environment base|dev`.
# An environment is made once and made again when its requirement file changes.

python_works() {
  "$1" -c 'import sys, ensurepip, sqlite3, ssl, venv; sys.exit(sys.version_info < (3, 12))' \
    >/dev/null 2>&1
}

# Prints a Python of 3.12 or newer. A name on the PATH proves nothing: each candidate is run.
find_python() {
  for candidate in "${SALERNO_PYTHON:-}" python3.14 python3.13 python3.12 python3 \
    "${HOME:-}"/.pyenv/versions/*/bin/python3.1[234]; do
    if [ -n "$candidate" ] && python_works "$candidate"; then
      "$candidate" -c 'import sys; print(sys.executable)'
      return 0
    fi
  done
  command -v uv >/dev/null 2>&1 || return 1
  uv python find '>=3.12' 2>/dev/null && return 0
  uv python install -q 3.13 >&2 && uv python find 3.13
}

digest() {
  "$1" -c 'import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())' "$2"
}

install() {
  if command -v uv >/dev/null 2>&1; then
    [ -x .venv/bin/python ] || uv venv -q --clear --python "$1" .venv || return 1
    uv pip sync -q --python .venv/bin/python --require-hashes "$2"
    return
  fi
  .venv/bin/python -m pip --version >/dev/null 2>&1 || "$1" -m venv --clear .venv || return 1
  .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r "$2"
}

# `dev` holds every pin of `base`, so it serves both.
environment() {
  if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then
    found=$(find_python) || {
      echo "Salerno needs Python 3.12 or newer and found none: install python3.12 with its venv module, or uv, and start again." >&2
      return 1
    }
    rm -rf .venv
  fi
  mark=.venv/made-$1
  file=requirements/$1.txt
  wanted=$(digest "${found:-.venv/bin/python}" "$file")
  [ "$(cat "$mark" 2>/dev/null)" = "$wanted" ] && return 0
  echo "Making the environment (once, and after a change of $file) …" >&2
  rm -f .venv/made-*
  install "${found:-$(.venv/bin/python -c 'import sys; print(sys._base_executable)')}" "$file" || {
    echo "The environment could not be made: pip or uv says why above." >&2
    return 1
  }
  [ "$1" = base ] || digest .venv/bin/python requirements/base.txt >.venv/made-base
  echo "$wanted" >"$mark"
}
