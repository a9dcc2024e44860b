# Sourced by the scripts: finds Python and makes `.venv` hold what a lock file names.

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

# ensure_environment LOCK: installs LOCK into .venv unless exactly this has been done before.
ensure_environment() {
  local lock=$1 stamp=.venv/installed python want
  want=$(cat "$lock" pyproject.toml | sha256sum | cut -d' ' -f1)
  if [ -x .venv/bin/podskazhi ] && grep -qs "$want" "$stamp"; then return; fi
  python=$(find_python) || exit 1
  [ -x .venv/bin/python ] || "$python" -m venv .venv
  printf 'Устанавливаю зависимости в .venv (один раз, около минуты)…\n'
  .venv/bin/python -m pip install --quiet --progress-bar on --disable-pip-version-check --no-deps --require-hashes -r "$lock"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
  printf '%s\n' "$want" >> "$stamp"
}
