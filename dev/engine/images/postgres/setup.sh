# The numbers that the official image has: files in users' volumes belong to 999.
groupmod --gid 999 postgres
usermod --uid 999 --gid 999 --home /var/lib/postgresql --shell /bin/bash postgres
localedef -i en_US -c -f UTF-8 -A /usr/share/locale/locale.alias en_US.UTF-8
version=$(ls /usr/lib/postgresql)
rm -rf /var/lib/postgresql /etc/postgresql /var/run/postgresql /var/log/postgresql
mkdir -p /docker-entrypoint-initdb.d /var/lib/postgresql/data /var/run/postgresql
chown -R postgres:postgres /var/lib/postgresql /var/run/postgresql
chmod 3777 /var/run/postgresql
chmod 1777 /var/lib/postgresql/data
sed -ri "s!^#?(listen_addresses)\s*=\s*\S+.*!\1 = '*'!" "/usr/share/postgresql/$version/postgresql.conf.sample"
rm -rf /usr/share/i18n
