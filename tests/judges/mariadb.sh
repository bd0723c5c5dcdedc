#!/bin/sh
# MariaDB for the tests, from Debian's packages.
set -eu
. "$(dirname "$0")/../servers/debian.sh"
debian "MariaDB comes" "$@"
releases bookworm
fetched bookworm mariadb-server-core libaio1 liburing2 libsnappy1v5 libpmem1
unpacked root
rm -rf cache lists
