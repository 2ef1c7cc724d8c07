ln -sf /usr/bin/docker-registry /bin/registry
rm -rf /var/lib/docker-registry
mkdir -p /var/lib/registry
