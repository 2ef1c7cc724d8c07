#!/bin/sh
set -e
ulimit -n 1048576 2>/dev/null || true
exec tini -- /usr/local/bin/dagger-engine --config /etc/hatchery/engine.toml "$@"
