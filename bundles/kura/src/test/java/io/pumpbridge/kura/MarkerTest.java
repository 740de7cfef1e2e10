// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.kura;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class MarkerTest {

  @Test
  void withoutKuraThereIsNoMarker() {
    assertThat(Marker.find(MarkerTest.class.getClassLoader())).isEmpty();
  }

  @Test
  void aMarkedObjectBehavesInCollections() {
    Marker marker = new Marker(Runnable.class);
    Object one = marker.create("one");
    Object two = marker.create("two");
    assertThat(one).isInstanceOf(Runnable.class).isEqualTo(one).isNotEqualTo(two);
    assertThat(one).hasSameHashCodeAs(one).hasToString("marker of one");
  }

  @Test
  void metatypeNamesConfigurationsAndLeavesFactoriesOut() throws Exception {
    assertThat(
            read(
                """
                <m:MetaData xmlns:m="http://www.osgi.org/xmlns/metatype/v1.2.0">
                  <OCD id="a"/><Designate pid="a"/><Designate pid="b"/>
                  <Designate factoryPid="c"/><Designate pid="" /><Designate/>
                </m:MetaData>"""))
        .containsExactly("a", "b");
  }

  @Test
  void metatypeThatReachesOutsideIsRefused() {
    String hostile =
        "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
            + "<MetaData>&e;<Designate pid='a'/></MetaData>";
    assertThatThrownBy(() -> read(hostile)).isInstanceOf(IOException.class);
  }

  @Test
  void directoriesLieInKurasDataAndOnlyFillGaps() {
    Optional<String> data = Optional.of("/opt/kura/data");
    assertThat(Directories.missing(name -> Optional.empty(), data))
        .isEqualTo(
            Map.of(
                "io.pumpbridge.state", Path.of("/opt/kura/data/pump-bridge/state"),
                "io.pumpbridge.config", Path.of("/opt/kura/data/pump-bridge/config")));
    assertThat(
            Directories.missing(
                name -> name.endsWith("state") ? Optional.of("/x") : Optional.empty(), data))
        .containsOnlyKeys("io.pumpbridge.config");
    assertThat(Directories.missing(name -> Optional.of("/x"), data)).isEmpty();
    assertThat(Directories.missing(name -> Optional.empty(), Optional.empty())).isEmpty();
  }

  @Test
  void aRelativeDirectoryIsNoDirectory() {
    for (String bad : new String[] {"", "data", "{kura.install.dir}/data", "\0"}) {
      assertThat(Directories.missing(name -> Optional.empty(), Optional.of(bad))).isEmpty();
    }
  }

  @Test
  void anObjectThatIsNoSystemServiceHasNoProperties() {
    assertThat(SystemService.property(new Properties(), "kura.data")).isEmpty();
  }

  private static Iterable<String> read(String xml) throws IOException {
    return MetatypeFile.read(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))).pids();
  }
}
