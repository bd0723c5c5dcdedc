#!/bin/sh
# MySQL 9 and MariaDB 11 for `make prove`, from packages of Debian's unstable release, each in a folder of its own with
# the libraries that it runs with.
set -eu
. "$(dirname "$0")/debian.sh"
debian "MySQL 9 and MariaDB 11 come" "$@"
releases sid
for server in mysql mariadb; do
    # They conflict with each other, and nothing is said to be installed, so each comes with all that it needs.
    apt-get -qq -y --no-install-recommends --download-only install "$server-server-core"
    rm -f cache/archives/perl*.deb
    mv cache/archives/*.deb .
    unpacked "$server"
done
rm -rf cache lists
