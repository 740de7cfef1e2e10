// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.document.Fields;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class InventoryTest {
  private final Handlers handlers = new Handlers();
  private final Inventory inventory =
      new Inventory(
          "gw", () -> Map.of("io.pumpbridge.b", "2.0", "io.pumpbridge.a", "1.0"), handlers);

  private void answering(String resource, Supplier<Answer> answer) {
    handlers.add(
        new PlayedHandler(
            resource,
            command -> {
              assertThat(command.verb()).isEqualTo(Command.Verb.GET);
              return answer.get();
            }));
  }

  private String text() {
    return inventory.take().toText(UTF_8);
  }

  @Test
  void bundlesAreThereEvenIfNobodyAnswers() {
    assertThat(text())
        .isEqualTo(
            "{\"bundles\":[{\"name\":\"io.pumpbridge.a\",\"version\":\"1.0\"},"
                + "{\"name\":\"io.pumpbridge.b\",\"version\":\"2.0\"}],"
                + "\"format\":\"pump-bridge-inventory-1\",\"gateway\":\"gw\"}");
  }

  @Test
  void whatTheGatewayAnswersToStatusAndLibraryIsInIt() {
    answering("status", () -> Answer.accepted(Fields.builder().put("library_version", 3).build()));
    Fields library = Fields.builder().put("version", 3).put("sha256", "ab").build();
    answering("library", () -> Answer.accepted(Fields.builder().put("in_force", library).build()));
    assertThat(text())
        .contains("\"status\":{\"accepted\":true,\"library_version\":3}")
        .contains("\"library\":{\"sha256\":\"ab\",\"version\":3}");
  }

  @Test
  void theDeviceProfilesByWhichPumpsAreSpokenToAreInIt() {
    Fields profile = Fields.builder().put("name", "alaris-asena").put("sha256", "ab").build();
    answering(
        "profiles",
        () -> Answer.accepted(Fields.builder().put("profiles", List.of(profile)).build()));
    assertThat(text()).contains("\"profiles\":[{\"name\":\"alaris-asena\",\"sha256\":\"ab\"}]");
  }

  @Test
  void anAnswerThatHasNoProfilesIsLeftOut() {
    answering("profiles", () -> Answer.accepted(Fields.builder().put("profiles", "none").build()));
    assertThat(text()).doesNotContain("profiles");
  }

  @Test
  void whoRefusesOrFailsIsLeftOut() {
    answering("status", () -> Answer.refused(Answer.Status.ERROR, "busy", "Not now."));
    answering(
        "library",
        () -> {
          throw new IllegalStateException("a bug");
        });
    assertThat(text()).doesNotContain("status").doesNotContain("library");
  }

  @Test
  void whatWouldBeTooMuchIsLeftOutAndSaid() {
    answering(
        "status",
        () -> Answer.accepted(Fields.builder().put("x", "y".repeat(Inventory.MAX_BYTES)).build()));
    assertThat(text()).contains("\"left_out\":true").doesNotContain("yyy");
  }
}
