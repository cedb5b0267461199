#!/usr/bin/env bash
# The steps of action.yml. What a user typed comes in by the environment, never as text of a script.
set -euo pipefail

here=$(cd "$(dirname "$0")/.." && pwd)
work=${RUNNER_TEMP:-${TMPDIR:-/tmp}}
kmspol() { node "$here/bin/kmspol.js" "$@"; }

# Words of an input, without globs.
words() { read -r -d '' -a list < <(printf '%s\0' "$1") || true; }
account=()
[ -z "${KMSPOL_ACCOUNT:-}" ] || account=(--account "$KMSPOL_ACCOUNT")

case $1 in
  install)
    # A release has its bundle; a checkout is built from its lock file.
    [ -f "$here/dist/main.cjs" ] || (cd "$here" && npm ci --include=dev --no-audit --no-fund)
    kmspol --version
    ;;
  check)
    words "$KMSPOL_PATHS"
    kmspol check "${list[@]}" ${account[@]+"${account[@]}"} --fail-on "$KMSPOL_FAIL_ON" --format github
    ;;
  sarif)
    words "$KMSPOL_PATHS"
    kmspol check "${list[@]}" ${account[@]+"${account[@]}"} --fail-on never --format sarif > "$KMSPOL_SARIF"
    ;;
  diff)
    words "$KMSPOL_DIFF"
    kmspol diff "${list[@]}" ${account[@]+"${account[@]}"} --format markdown > "$work/kmspol-diff.md"
    [ -z "${GITHUB_STEP_SUMMARY:-}" ] || cat "$work/kmspol-diff.md" >> "$GITHUB_STEP_SUMMARY"
    gained=false
    kmspol diff "${list[@]}" ${account[@]+"${account[@]}"} --fail-on gained > /dev/null || gained=true
    [ -z "${GITHUB_OUTPUT:-}" ] || echo "gained=$gained" >> "$GITHUB_OUTPUT"
    ;;
  comment)
    # One comment, found again by the line that the Markdown begins with.
    at="repos/$KMSPOL_REPOSITORY/issues/$KMSPOL_PULL/comments"
    id=$(gh api --paginate "$at" --jq '.[] | select(.body | startswith("<!-- kmspol diff -->")) | .id' | head -n 1)
    if [ -n "$id" ]; then
      gh api --method PATCH "repos/$KMSPOL_REPOSITORY/issues/comments/$id" -F "body=@$work/kmspol-diff.md" > /dev/null
    else
      gh api --method POST "$at" -F "body=@$work/kmspol-diff.md" > /dev/null
    fi
    ;;
  gate)
    words "$KMSPOL_DIFF"
    kmspol diff "${list[@]}" ${account[@]+"${account[@]}"} --fail-on "$KMSPOL_FAIL_ON_DIFF" > /dev/null
    ;;
  *)
    echo "action.sh: no step $1" >&2
    exit 2
    ;;
esac
