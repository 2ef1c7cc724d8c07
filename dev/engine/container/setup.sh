mkdir -p /opt/cni/bin /etc/dagger
for plugin in bridge firewall loopback host-local; do ln -s "/usr/lib/cni/$plugin" "/opt/cni/bin/$plugin"; done
for links in legacy nft; do ln -sf "/usr/sbin/xtables-$links-multi" "/usr/bin/xtables-$links-multi"; done
ln -sf dial-stdio /usr/bin/buildctl
