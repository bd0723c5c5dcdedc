#!/bin/sh
# MySQL 9 and MariaDB 11 for `make prove`, from packages of Debian's unstable release, each unpacked into a folder of its
# own with the libraries that it runs with: nothing is installed.
# Where they cannot be had, the folder says so in a file called `missing`, and the proofs that need them fail and say why.
set -eu
into=$1
if [ $# -eq 1 ]; then
    mkdir -p "$into"
    rm -f "$into/missing"
    sh "$0" "$into" unpack || echo "MySQL 9 and MariaDB 11 come from Debian's packages, which cannot be had here" > "$into/missing"
    exit 0
fi
mkdir -p "$into/lists/partial" "$into/cache/archives/partial"
cd "$into"
into=$(pwd)
mirror=$(sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/debian.sources 2> /dev/null | head -n 1)
[ -n "$mirror" ] || mirror=$(sed -n 's/^deb  *\(\[[^]]*\]\)\{0,1\} *\([^ ]*\) .*/\2/p' /etc/apt/sources.list | head -n 1)
: > status
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror sid main" > list
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
for server in mysql mariadb; do
    # They conflict with each other, and nothing is said to be installed, so each comes with all that it needs.
    apt-get -qq -y --no-install-recommends --download-only install "$server-server-core"
    mkdir -p "$server"
    for package in cache/archives/*.deb; do
        case $package in
            */perl*) ;;
            *) dpkg -x "$package" "$server" ;;
        esac
    done
    rm -f cache/archives/*.deb
done
rm -rf cache lists
