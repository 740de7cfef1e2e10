// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.document.DocumentException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeenConfigurationsTest {
  private static final String UPLINK = "io.pumpbridge.uplink";

  @TempDir Path temp;

  private static Map<String, String> hashes(Object server, Object password) {
    return SeenConfigurations.hashesOf(
        Map.of("server", server, "password", password, "service.pid", UPLINK));
  }

  @Test
  void whatChangedIsSaidByNameAndNoValueIs() {
    SeenConfigurations seen = SeenConfigurations.NONE.with(UPLINK, hashes("ssl://a:1", "hunter2"));
    assertThat(seen.change(UPLINK, hashes("ssl://a:1", "hunter2"))).isEmpty();
    String told =
        seen.change(UPLINK, hashes("ssl://a:1", "hunter3")).orElseThrow().toFields().toString();
    assertThat(told)
        .contains("\"changed\":[\"password\"]")
        .contains("\"added\":[]")
        .doesNotContain("hunter")
        .doesNotContain("ssl");
    assertThat(seen.toText()).doesNotContain("hunter");
  }

  @Test
  void whatIsNoObjectIsRefusedInWords() {
    assertThatThrownBy(() -> SeenConfigurations.parse("null"))
        .isInstanceOf(DocumentException.class);
  }

  @Test
  void whatCameAndWentIsSaidToo() {
    SeenConfigurations seen =
        SeenConfigurations.NONE.with(UPLINK, SeenConfigurations.hashesOf(Map.of("a", 1, "b", 2)));
    String told =
        seen.change(UPLINK, SeenConfigurations.hashesOf(Map.of("b", 2, "c", 3)))
            .orElseThrow()
            .toFields()
            .toString();
    assertThat(told).contains("\"added\":[\"c\"]").contains("\"removed\":[\"a\"]");
  }

  @Test
  void listsAreComparedByWhatIsInThem() {
    Map<String, String> one = SeenConfigurations.hashesOf(Map.of("ports", new String[] {"a", "b"}));
    Map<String, String> same =
        SeenConfigurations.hashesOf(Map.of("ports", new String[] {"a", "b"}));
    Map<String, String> other = SeenConfigurations.hashesOf(Map.of("ports", new String[] {"a,b"}));
    assertThat(same).isEqualTo(one);
    assertThat(other).isNotEqualTo(one);
  }

  @Test
  void whatWasSeenOutlivesARestartAndDamageOnlyTellsItAgain() throws Exception {
    SeenFile file = new SeenFile(temp.resolve("configuration.seen"));
    assertThat(file.read()).isEqualTo(SeenConfigurations.NONE);
    SeenConfigurations seen = SeenConfigurations.NONE.with(UPLINK, hashes("x", "y"));
    file.write(seen);
    assertThat(file.read()).isEqualTo(seen);
    Files.writeString(temp.resolve("configuration.seen"), "{\"io.pump");
    assertThat(file.read()).isEqualTo(SeenConfigurations.NONE);
  }
}
