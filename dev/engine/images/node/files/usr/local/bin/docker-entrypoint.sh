#!/bin/sh
set -e
# What is no command is meant for node: a flag, or a script's name.
case "${1-}" in
  -*) set -- node "$@" ;;
  *) [ -n "$(command -v -- "${1-}")" ] && { [ ! -f "$1" ] || [ -x "$1" ]; } || set -- node "$@" ;;
esac
exec "$@"
