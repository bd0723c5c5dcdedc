#!/bin/sh
# Liquibase for the tests: the jars that its npm package carries, put into a folder. The Java that runs them comes with
# the other dependencies of the tests.
# Where they cannot be had, the folder says so in a file called `missing`, and the tests that need them fail and say why.
set -eu
version=4.28.1
sum=519091037c1661de7b9adfdf5a46190a980e1ab3d65ff0ba50631de2e0c22b1580e3a63ad7bd17abf6160f331f7cd4ca07ad5a30d9070b1bd7af1fcfb395c836
into=$1
if [ $# -eq 1 ]; then
    mkdir -p "$into"
    rm -f "$into/missing"
    sh "$0" "$into" unpack || echo "Liquibase comes from npm's liquibase@$version, which cannot be had here" > "$into/missing"
    exit 0
fi
cd "$into"
npm pack --silent "liquibase@$version" > packed
package=$(tail -n 1 packed)
found=$(node -e 'const file = require("fs").readFileSync(process.argv[1])
console.log(require("crypto").createHash("sha512").update(file).digest("hex"))' "$package")
[ "$found" = "$sum" ] || { echo "liquibase@$version is not what it was: its sha512 is $found" >&2; exit 1; }
mkdir -p jars
for jar in liquibase-core commons-collections4 commons-io commons-lang3 commons-text jaxb-api jaxb-core jaxb-runtime \
    opencsv postgresql snakeyaml; do
    tar -xzOf "$package" "package/dist/liquibase/internal/lib/$jar.jar" > "jars/$jar.jar"
done
rm "$package" packed
