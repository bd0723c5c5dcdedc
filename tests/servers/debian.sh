# To be sourced: packages of Debian's, whose signatures apt verifies, unpacked into folders of their own. Nothing is installed.

# debian WHAT "$@": goes on where the second argument is `unpack`; else runs the script again with that, and where it
# fails, the folder that the first argument names says so in a file called `missing`: tests that need it fail and say why.
debian() {
    what=$1
    into=$2
    if [ $# -eq 2 ]; then
        mkdir -p "$into"
        rm -f "$into/missing"
        sh "$0" "$into" unpack || echo "$what from Debian's packages, which cannot be had here" > "$into/missing"
        exit 0
    fi
    mkdir -p "$into/lists/partial" "$into/cache/archives/partial"
    cd "$into"
    into=$(pwd)
}

# releases NAME…: apt looks at these alone, and keeps what it fetches in the folder.
releases() {
    mirror=$(sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/debian.sources 2> /dev/null | head -n 1)
    [ -n "$mirror" ] || mirror=$(sed -n 's/^deb  *\(\[[^]]*\]\)\{0,1\} *\([^ ]*\) .*/\2/p' /etc/apt/sources.list | head -n 1)
    : > status
    : > list
    for release in "$@"; do
        echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $release main" >> list
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
}

# fetched RELEASE PACKAGE…: all with one call, since apt looks through its lists in each.
fetched() {
    release=$1
    shift
    for package in "$@"; do
        shift
        set -- "$@" "$package/$release"
    done
    apt-get -qq download "$@"
}

# unpacked FOLDER: what was downloaded goes there.
unpacked() {
    mkdir -p "$1"
    for package in *.deb; do
        dpkg -x "$package" "$1"
    done
    rm -f ./*.deb
}
