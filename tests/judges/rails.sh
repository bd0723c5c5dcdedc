#!/bin/sh
# Ruby and two versions of Active Record for the tests, and Redmine, which has migrations: from Debian's packages, 25 MB.
set -eu
. "$(dirname "$0")/../servers/debian.sh"
debian "Ruby comes" "$@"
rm -rf root before application projects
# Debian 12's Ruby runs its own Active Record, and that of Debian 13.
releases bookworm trixie
fetched bookworm ruby-activerecord ruby-activemodel ruby-activesupport
unpacked before
fetched bookworm redmine
unpacked projects
# What Redmine loads before its migrations run, and while they do: the Rails of Debian 12 beside its Active Record.
fetched bookworm ruby-actioncable ruby-actionmailer ruby-actionpack ruby-actionpack-action-caching ruby-actionview \
    ruby-activejob ruby-addressable ruby-crass ruby-css-parser ruby-erubi ruby-globalid ruby-loofah ruby-mail \
    ruby-method-source ruby-mini-mime ruby-nokogiri ruby-public-suffix ruby-rack ruby-rack-test \
    ruby-rails-html-sanitizer ruby-rails-observers ruby-railties ruby-request-store ruby-roadie ruby-roadie-rails \
    ruby-zeitwerk ruby-zip libgcrypt20 libgpg-error0 libicu72 liblzma5 libxml2 libxslt1.1
unpacked application
fetched bookworm ruby3.1 libruby3.1 libffi8 libyaml-0-2 ruby-pg libpq5 ruby-mysql2 libmariadb3 ruby-sqlite3 libsqlite3-0
fetched trixie ruby-activerecord ruby-activemodel ruby-activesupport ruby-concurrent ruby-connection-pool ruby-i18n \
    ruby-tzinfo
unpacked root
rm -rf cache lists
