#!/bin/sh
# Runs a script of this repository with the Node that package.json pins, after installing what is missing.
set -eu
cd "$(dirname "$0")/.."
lock=$(cksum <package-lock.json)
if [ ! -x node_modules/.bin/node ] || [ "$(cat node_modules/.hatchery-lock 2>/dev/null)" != "$lock" ]; then
  npm ci --no-audit --no-fund
  printf '%s' "$lock" >node_modules/.hatchery-lock
fi
PATH="$PWD/node_modules/.bin:$PATH" exec node_modules/.bin/node "$@"
