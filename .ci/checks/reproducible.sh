#!/usr/bin/env bash
# Two builds give the same jars: whoever builds this source can tell whether what runs on a gateway
# was made of it. The second build is made elsewhere: another folder, time zone and umask.
# shellcheck source=parts/check.sh
. "$(dirname "$0")/parts/check.sh"

copy=$work/elsewhere
mkdir "$copy"
(cd "$repository" && tar cf - --exclude=.git --exclude=target .) | tar xf - -C "$copy"
holds 'it can be built again elsewhere, from what the first build has fetched' \
  env TZ=Pacific/Chatham bash -c "umask 077; cd '$copy' && mvn --quiet --batch-mode --offline -T 2 \
    -Dmaven.test.skip=true -Dspotless.check.skip=true -Dexec.skip=true package"

# The package for Kura is put together by a program among the tests, which were left out.
kura=bundles/runtime/src/test/java/io/pumpbridge/runtime/kura/DeploymentPackage.java
package=$(cd "$repository" && echo bundles/runtime/target/*.dp)
version=${package#*pump-bridge-}
version=${version%.dp}
if [ -f "$repository/$package" ]; then
  holds 'and the package for Kura as well' \
    env TZ=Pacific/Chatham "$java" "$copy/$kura" io.pumpbridge "$version" "$copy/$package" \
    "$copy/bundles/kura/target/io.pumpbridge.kura-$version.jar" "$copy/bundles/runtime/target/image/export/product"
fi

products() { (cd "$1" && ls bundles/*/target/*.jar bundles/*/target/*.dp) 2>/dev/null; }
holds 'both made the same files' diff <(products "$repository") <(products "$copy")
for file in $(products "$repository"); do
  holds "$file is the same in every byte" cmp "$repository/$file" "$copy/$file"
done
finish
