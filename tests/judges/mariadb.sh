#!/bin/sh
# MariaDB for the tests, from Debian's packages, unpacked into a folder of their own: nothing is installed.
# Where they cannot be had, the folder says so in a file called `missing`, and the tests that need it fail and say why.
set -eu
into=$1
if [ $# -eq 1 ]; then
    mkdir -p "$into"
    rm -f "$into/missing"
    sh "$0" "$into" unpack || echo "MariaDB comes from Debian's packages, which cannot be had here" > "$into/missing"
    exit 0
fi
mkdir -p "$into/lists/partial" "$into/cache/archives/partial" "$into/root"
cd "$into"
into=$(pwd)
mirror=$(sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/debian.sources 2> /dev/null | head -n 1)
[ -n "$mirror" ] || mirror=$(sed -n 's/^deb  *\(\[[^]]*\]\)\{0,1\} *\([^ ]*\) .*/\2/p' /etc/apt/sources.list | head -n 1)
: > status
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror bookworm main" > list
cat > conf <<CONF
Dir::Etc::sourcelist "$into/list";
Dir::Etc::sourceparts "/dev/null";
Dir::State "$into";
Dir::State::lists "$into/lists";
Dir::State::status "$into/status";
Dir::Cache "$into/cache";
APT::Sandbox::User "root";
CONF
APT_CONFIG=$into/conf
export APT_CONFIG
apt-get -qq update
for package in mariadb-server-core libaio1 liburing2 libsnappy1v5 libpmem1; do
    apt-get -qq download "$package/bookworm"
done
for package in *.deb; do
    dpkg -x "$package" root
done
rm -rf cache lists ./*.deb
