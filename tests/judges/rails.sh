#!/bin/sh
# Ruby and two versions of Active Record for the tests, and Redmine, which has migrations: from Debian's packages, whose
# signatures apt verifies, unpacked into folders of their own. Nothing is installed.
# Where they cannot be had, the folder says so in a file called `missing`, and the tests that need it fail and say why.
set -eu
into=$1
if [ $# -eq 1 ]; then
    mkdir -p "$into"
    rm -f "$into/missing"
    sh "$0" "$into" unpack || echo "Ruby comes from Debian's packages, which cannot be had here" > "$into/missing"
    exit 0
fi
rm -rf "$into/root" "$into/before" "$into/projects"
mkdir -p "$into/lists/partial" "$into/cache/archives/partial" "$into/root" "$into/before" "$into/projects"
cd "$into"
into=$(pwd)
mirror=$(sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/debian.sources 2> /dev/null | head -n 1)
[ -n "$mirror" ] || mirror=$(sed -n 's/^deb  *\(\[[^]]*\]\)\{0,1\} *\([^ ]*\) .*/\2/p' /etc/apt/sources.list | head -n 1)
: > status
: > list
# Debian 12's Ruby runs its own Active Record, and that of Debian 13.
for suite in bookworm trixie; do
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >> list
done
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
unpacked() {
    for package in *.deb; do
        dpkg -x "$package" "$1"
    done
    rm -f ./*.deb
}
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
