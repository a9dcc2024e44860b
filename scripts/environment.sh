# Sourced by the scripts: finds Python and makes `.venv` hold what a lock file names.

# Python keeps what it has compiled, whatever the shell says: without it each start takes a second longer.
unset PYTHONDONTWRITEBYTECODE

fail() { printf '%s\n' "$*" >&2; exit 1; }

find_python() {
  local name
  for name in "${PYTHON:-}" python3 python3.13 python3.12 python3.11; do
    if [ -n "$name" ] && "$name" -c \
      'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
    then
      printf '%s' "$name"
      return
    fi
  done
  fail "Нужен Python 3.11–3.13 с модулем venv (Python 3.11 to 3.13 with venv is needed; on Debian: apt install python3-venv)."
}

# ensure_environment LOCK: makes .venv hold what LOCK names, unless it does already.
ensure_environment() {
  local lock=$1 stamp=.venv/installed-$1 python held
  if [ -x .venv/bin/podskazhi ] && cat "$lock" pyproject.toml | cmp -s - "$stamp"; then return; fi
  python=$(find_python) || exit 1
  if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then "$python" -m venv --clear .venv; fi
  rm -f .venv/installed-*
  printf 'Устанавливаю зависимости в .venv (один раз, около минуты)…\n'
  .venv/bin/python -m pip install --quiet --progress-bar on --disable-pip-version-check --no-deps --require-hashes -r "$lock"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
  cat "$lock" pyproject.toml > "$stamp"
  case $lock in  # each holds all of the smaller ones, in the same versions
    requirements-bench.lock) held="requirements-test.lock requirements.lock" ;;
    requirements-test.lock) held=requirements.lock ;;
    *) held="" ;;
  esac
  for lock in $held; do cat "$lock" pyproject.toml > ".venv/installed-$lock"; done
}
