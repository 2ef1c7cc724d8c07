groupadd --system --gid 101 nginx
useradd --system --gid nginx --no-create-home --home-dir /nonexistent --comment 'nginx user' --shell /bin/false --uid 101 nginx
# nginx.org's layout instead of Debian's.
rm -rf /etc/nginx/sites-available /etc/nginx/sites-enabled /etc/nginx/snippets /etc/nginx/modules-enabled /etc/nginx/modules-available /etc/nginx/conf.d/.keep /var/www
ln -sf /usr/lib/nginx/modules /etc/nginx/modules
ln -sf /dev/stdout /var/log/nginx/access.log
ln -sf /dev/stderr /var/log/nginx/error.log
# Debian's build keeps temporary files under /var/lib/nginx; users give /var/cache/nginx to their own user.
rm -rf /var/lib/nginx
mkdir -p /var/lib/nginx
for kind in body:client fastcgi:fastcgi proxy:proxy scgi:scgi uwsgi:uwsgi; do
  mkdir -p "/var/cache/nginx/${kind#*:}_temp"
  ln -s "/var/cache/nginx/${kind#*:}_temp" "/var/lib/nginx/${kind%:*}"
done
chown -R nginx:nginx /var/cache/nginx/*
