#!/bin/sh
set -e
if [ "$1" = nginx ] || [ "$1" = nginx-debug ]; then
  find /docker-entrypoint.d/ -follow -type f | sort -V | while read -r file; do
    case $file in
      *.envsh) [ ! -x "$file" ] || . "$file" ;;
      *.sh) [ ! -x "$file" ] || "$file" ;;
    esac
  done
fi
exec "$@"
