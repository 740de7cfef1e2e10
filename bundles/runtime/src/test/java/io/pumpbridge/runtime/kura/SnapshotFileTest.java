// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.kura;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFileTest {
  private static final String SNAPSHOT =
      """
      <esf:configurations xmlns:esf="http://eurotech.com/esf/2.0">
        <esf:configuration pid="io.pumpbridge.sample">
          <esf:properties>
            <esf:property array="false" encrypted="false" name="kura.service.pid" type="String"><esf:value>io.pumpbridge.sample</esf:value></esf:property>
            <esf:property array="false" encrypted="false" name="poll.ms" type="Integer"><esf:value>5</esf:value></esf:property>
            <esf:property array="true" encrypted="false" name="hosts" type="String"><esf:value>a</esf:value><esf:value>b</esf:value></esf:property>
            <esf:property array="false" encrypted="false" name="mode" type="String"><esf:value>fast</esf:value></esf:property>
          </esf:properties>
        </esf:configuration>
      </esf:configurations>
      """;
  private static final String METATYPE =
      """
      <m:MetaData xmlns:m="http://www.osgi.org/xmlns/metatype/v1.2.0">
        <OCD id="io.pumpbridge.sample" name="x">
          <AD id="poll.ms" type="Integer" default="5"/>
          <AD id="hosts" type="String" cardinality="2147483647"/>
          <AD id="mode" type="String" required="false">
            <Option value="fast" label="f"/><Option value="slow" label="s"/>
          </AD>
        </OCD>
        <Designate pid="io.pumpbridge.sample"><Object ocdref="io.pumpbridge.sample"/></Designate>
      </m:MetaData>
      """;

  @TempDir private Path directory;

  @Test
  void theShippedSnapshotIsInKurasFormatAndHasAllOurConfigurations() throws Exception {
    SnapshotFile shipped = SnapshotFile.read(Path.of("../../kura-config/snapshot_0.xml"));
    assertThat(shipped.configurations().keySet())
        .containsExactly(
            "io.pumpbridge.board",
            "io.pumpbridge.drivers",
            "io.pumpbridge.gateway",
            "io.pumpbridge.journal",
            "io.pumpbridge.transports",
            "io.pumpbridge.trust",
            "io.pumpbridge.uplink");
    shipped
        .configurations()
        .forEach(
            (pid, properties) ->
                assertThat(properties.get("kura.service.pid").values()).containsExactly(pid));
  }

  @Test
  void whatFitsIsNotComplainedOf() throws Exception {
    assertThat(complaints(SNAPSHOT, METATYPE)).isEmpty();
  }

  @Test
  void eachMisfitIsNamed() throws Exception {
    assertThat(complaints(SNAPSHOT.replace("poll.ms", "poll_ms"), METATYPE))
        .hasSize(2)
        .first()
        .asString()
        .contains("poll_ms: the bundle knows no such attribute");
    assertThat(complaints(SNAPSHOT.replace("\"Integer\"", "\"Long\""), METATYPE))
        .containsExactly("io.pumpbridge.sample poll.ms: Long must be Integer");
    assertThat(complaints(SNAPSHOT.replace(">5<", ">five<"), METATYPE))
        .containsExactly("io.pumpbridge.sample poll.ms: 'five' is no Integer");
    assertThat(complaints(SNAPSHOT.replace(">fast<", ">furious<"), METATYPE))
        .containsExactly("io.pumpbridge.sample mode: [furious] must be of [fast, slow]");
    assertThat(complaints(SNAPSHOT, METATYPE.replace("cardinality=\"2147483647\"", "")))
        .containsExactly("io.pumpbridge.sample hosts: array must be false");
    assertThat(complaints(SNAPSHOT.replace("\"hosts\"", "\"kura.hosts\""), METATYPE)).hasSize(2);
    assertThat(complaints(SNAPSHOT.replace("<esf:value>io.pump", "<esf:value>oi.pump"), METATYPE))
        .containsExactly("io.pumpbridge.sample: kura.service.pid must be the pid");
    assertThat(complaints(SNAPSHOT.replace("pid=\"io.pump", "pid=\"oi.pump"), METATYPE))
        .containsExactly(
            "oi.pumpbridge.sample: no bundle is configured by it",
            "io.pumpbridge.sample: is not in the snapshot");
    assertThat(complaints(SNAPSHOT, METATYPE.replace("Designate", "m:Designate")))
        .anyMatch(complaint -> complaint.contains("without a prefix"));
    assertThat(complaints(SNAPSHOT, METATYPE.replace("OCD id=\"io", "OCD id=\"oi")))
        .anyMatch(complaint -> complaint.contains("to be the file's name"));
  }

  @Test
  void eachSettingThatIsNotThereIsNamedButForAnEmptyList() throws Exception {
    for (String name : List.of("poll.ms", "hosts", "mode")) {
      String without = SNAPSHOT.replaceAll("<esf:property [^\\n]*\"" + name + "\"[^\\n]*", "");
      assertThat(complaints(without, METATYPE))
          .containsExactly("io.pumpbridge.sample " + name + ": is not in the snapshot");
    }
    String emptyList =
        METATYPE.replace("2147483647\"/>", "2147483647\" required=\"false\" default=\"\"/>");
    String without = SNAPSHOT.replaceAll("<esf:property [^\\n]*\"hosts\"[^\\n]*", "");
    assertThat(complaints(without, emptyList)).isEmpty();
  }

  @Test
  void aFileThatKuraCouldNotReadIsRefused() {
    for (String bad :
        List.of(
            SNAPSHOT.replace("esf:value", "value"),
            SNAPSHOT.replace("esf/2.0", "esf/3.0"),
            SNAPSHOT.replace("array=\"false\" ", ""),
            SNAPSHOT.replace("encrypted=\"false\"", "encrypted=\"true\""),
            SNAPSHOT.replace("name=\"mode\"", "name=\"hosts\""),
            SNAPSHOT.replace("<esf:value>5</esf:value>", ""),
            "<!DOCTYPE x>" + SNAPSHOT,
            SNAPSHOT.substring(0, 200))) {
      assertThatThrownBy(() -> SnapshotFile.parse(bad)).isInstanceOf(IOException.class);
    }
  }

  private List<String> complaints(String snapshot, String metatype) throws IOException {
    Path jar = directory.resolve("sample.jar");
    try (JarOutputStream bundle = new JarOutputStream(Files.newOutputStream(jar))) {
      bundle.putNextEntry(new ZipEntry("OSGI-INF/metatype/io.pumpbridge.sample.xml"));
      bundle.write(metatype.getBytes(StandardCharsets.UTF_8));
      bundle.closeEntry();
    }
    return SnapshotFile.parse(snapshot).complaints(List.of(jar));
  }
}
