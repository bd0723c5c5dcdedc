#!/bin/sh
# Ruby and two versions of Active Record for the tests, and Redmine, which has migrations: from Debian's packages.
set -eu
. "$(dirname "$0")/../servers/debian.sh"
debian "Ruby comes" "$@"
rm -rf root before projects
# Debian 12's Ruby runs its own Active Record, and that of Debian 13.
releases bookworm trixie
for package in activerecord activemodel activesupport; do
    apt-get -qq download "ruby-$package/bookworm"
done
unpacked before
apt-get -qq download redmine/bookworm
unpacked projects
for package in ruby3.1 libruby3.1 libffi8 libyaml-0-2 ruby-pg libpq5 ruby-mysql2 libmariadb3 ruby-sqlite3 libsqlite3-0; do
    apt-get -qq download "$package/bookworm"
done
for package in activerecord activemodel activesupport concurrent connection-pool i18n tzinfo; do
    apt-get -qq download "ruby-$package/trixie"
done
unpacked root
rm -rf cache lists
