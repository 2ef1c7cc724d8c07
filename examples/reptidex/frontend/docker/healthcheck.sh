#!/bin/bash
# Ask nginx itself for /health; bash opens the connection, so that the image needs no curl.
set -eu
exec 3<>/dev/tcp/127.0.0.1/8080
printf 'GET /health HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
read -r _ status _ <&3
[ "$status" = 200 ]
