#!/bin/bash
# Inspects a server and changes nothing; run by root: set -- DEPLOY-USER FOLDER CERTIFICATE-NAME, then this text. Each fact is a
# line: NAME BASE64. A missing fact has an empty value.
set -u
export LC_ALL=C PATH=$PATH:/usr/sbin:/sbin
user=$1 folder=$2 name=$3

fact() { printf '%s %s\n' "$1" "$(base64 -w0)"; }
file() { { [ ! -f "$2" ] || cat "$2"; } | fact "$1"; }
installed() { dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^ii *//p'; }
# Prints the nearest existing parent folder.
above() {
  local path=$1
  until [ -d "$path" ]; do path=$(dirname "$path"); done
  echo "$path"
}

file os-release /etc/os-release
dpkg --print-architecture | fact architecture
{ [ ! -d /run/systemd/system ] || echo yes; } | fact systemd
{ [ ! -s /proc/net/if_inet6 ] || echo yes; } | fact ipv6
nproc | fact cores
awk '/^MemTotal:/ { print $2 * 1024 }' /proc/meminfo | fact memory
df --output=size -B1 "$(above "$folder")" | tail -n 1 | fact disk
installed docker.io docker-ce docker-compose docker-compose-v2 docker-compose-plugin ufw unattended-upgrades nginx \
  nginx-light nginx-core nginx-full nginx-extras certbot 'python3-certbot-dns-*' firewalld | fact packages

{ timeout 10 docker version --format '{{.Server.Version}}' 2>/dev/null || dockerd --version 2>/dev/null; } | fact engine
{ ! timeout 10 docker version >/dev/null 2>&1 || echo yes; } | fact engine-runs
timeout 10 docker compose version --short 2>/dev/null | fact compose
timeout 10 docker ps --quiet 2>/dev/null | fact containers
file daemon-json /etc/docker/daemon.json
timeout 10 docker info --format '{{json .Swarm}}' 2>/dev/null | fact swarm
timeout 10 docker node ls --quiet 2>/dev/null | xargs -r timeout 10 docker node inspect --format '{{.ID}} {{.Description.Hostname}} {{json .Spec.Labels}}' 2>/dev/null | fact nodes

getent passwd "$user" | fact account
id -nG "$user" 2>/dev/null | fact groups
home=$(getent passwd "$user" | cut -d: -f6)
{ [ -z "$home" ] || cat "$home/.ssh/authorized_keys" 2>/dev/null; } | fact authorized-keys
{ [ ! -d "$folder" ] || stat -c %U "$folder"; } | fact folder-owner
{ [ ! -d "$folder" ] || find "$folder" -mindepth 1 -maxdepth 1 | head -n 1; } | fact folder-content

{ ! command -v ufw >/dev/null || ufw status 2>/dev/null | head -n 1; } | fact ufw-status
{ ! command -v ufw >/dev/null || ufw show added 2>/dev/null; } | fact ufw-rules
{ ! command -v firewall-cmd >/dev/null || firewall-cmd --state 2>/dev/null; } | fact firewalld
apt-config dump 2>/dev/null | grep -E '^APT::Periodic::(Update-Package-Lists|Unattended-Upgrade) ' | fact periodic
file auto-upgrades /etc/apt/apt.conf.d/20auto-upgrades

{ ! pgrep -x nginx >/dev/null || echo yes; } | fact nginx-runs
file site /etc/nginx/sites-available/saleor
file site-new /etc/nginx/sites-available/saleor.new
{ [ ! -e /etc/nginx/sites-enabled/saleor ] || echo yes; } | fact site-enabled
for site in /etc/nginx/sites-enabled/* /etc/nginx/conf.d/*.conf; do
  [ "${site##*/}" = saleor ] || [ ! -f "$site" ] || sed -n "s|^[[:space:]]*server_name[[:space:]]\{1,\}\([^;#]*\);.*|$site \1|p" "$site"
done | fact other-sites

live=/etc/letsencrypt/live/$name
{ [ -z "$name" ] || [ ! -f "$live/fullchain.pem" ] || openssl x509 -in "$live/fullchain.pem" -noout -ext subjectAltName; } 2>/dev/null | fact issued-names
{ [ -z "$name" ] || sed -n 's/^server *= *//p' "/etc/letsencrypt/renewal/$name.conf"; } 2>/dev/null | fact issued-by
{ [ -z "$name" ] || sed -n 's/^authenticator *= *//p' "/etc/letsencrypt/renewal/$name.conf"; } 2>/dev/null | fact issued-how
{ [ -z "$name" ] || [ ! -f "/etc/letsencrypt/saleor-deploy-dns-$name" ] || sha256sum <"/etc/letsencrypt/saleor-deploy-dns-$name" | cut -d' ' -f1; } | fact dns-credentials
{ [ -z "$name" ] || [ ! -f "/var/lib/saleor-deploy/renewal-tested-$name" ] || echo yes; } | fact renewal-tested
for one in crt key; do
  { [ ! -f "/etc/ssl/saleor/$name.$one" ] || sha256sum <"/etc/ssl/saleor/$name.$one" | cut -d' ' -f1; } | fact "own-$one"
done
sshd -T 2>/dev/null | sed -n 's/^hostkey //p' | while IFS= read -r key; do cat "$key.pub" 2>/dev/null; done | fact host-keys
