#!/bin/sh
# Write nginx's configuration for the backend that the environment names, then start.
set -eu

upstream=${API_UPSTREAM#http://}
upstream=${upstream%/}
case $upstream in
'' | *[!A-Za-z0-9.:_-]*)
  echo "API_UPSTREAM must be host:port or http://host:port, not '$API_UPSTREAM'" >&2
  exit 64
  ;;
esac

sed "s|@API_UPSTREAM@|$upstream|" /etc/reptidex/nginx.conf.template >/tmp/nginx.conf
exec "$@"
