#!/bin/sh
# /etc/nginx/templates/*.template become files in /etc/nginx/conf.d, environment variables filled in.
set -e
templates=${NGINX_ENVSUBST_TEMPLATE_DIR:-/etc/nginx/templates}
output=${NGINX_ENVSUBST_OUTPUT_DIR:-/etc/nginx/conf.d}
suffix=${NGINX_ENVSUBST_TEMPLATE_SUFFIX:-.template}
[ -d "$templates" ] || exit 0
defined=$(printf '${%s} ' $(awk "END { for (name in ENVIRON) { print ( name ~ /${NGINX_ENVSUBST_FILTER-}/ ) ? name : \"\" } }" < /dev/null))
find "$templates" -follow -type f -name "*$suffix" | while read -r template; do
  relative=${template#"$templates/"}
  target=$output/${relative%"$suffix"}
  mkdir -p "$(dirname "$target")"
  envsubst "$defined" < "$template" > "$target"
done
