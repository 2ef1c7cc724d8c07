groupmod --gid 999 redis
usermod --uid 999 --gid 999 redis
mkdir -p /data
chown redis:redis /data
rm -rf /var/lib/redis /var/log/redis /etc/redis
