// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code clock show} and {@code clock reset}, as a technician uses them. */
class ClockIT {
  private static final String LATE = "2030-01-01T00:00:00Z";

  @TempDir private Path directory;
  private final OutputSchema schema = OutputSchema.of("clock", "show", "--schema");

  @BeforeEach
  void configure() throws Exception {
    Product.configuration(directory.resolve("config"));
  }

  private Product.Outcome clock(String verb, String... more) throws Exception {
    String[] arguments = new String[more.length + 7];
    String[] first = {"clock", verb, "--json", "--state", "state", "--config", "config"};
    System.arraycopy(first, 0, arguments, 0, first.length);
    System.arraycopy(more, 0, arguments, first.length, more.length);
    return Product.run(directory, arguments);
  }

  private String good(Product.Outcome outcome) {
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    schema.assertFits(outcome.out().strip());
    return outcome.out();
  }

  @Test
  void aFloorThatIsTooHighIsResetAndTheRecordWaitsForTheAgent() throws Exception {
    Path floor = directory.resolve("state/trust/clock.floor");
    Files.createDirectories(floor.getParent());
    Files.writeString(floor, LATE);
    assertThat(good(clock("show")))
        .contains("\"quality\":\"floor\"", "\"floor\":\"2030-", "\"waiting_resets\":0");

    assertThat(good(clock("reset", "--to-build", "--reason", "battery was changed")))
        .contains("\"before\":\"2030-", "\"waiting_resets\":1")
        .doesNotContain("\"quality\":\"floor\"");

    try (StartedProduct agent = StartedProduct.agent(directory)) {
      agent.await("the reset is in the audit trail", () -> !isWaiting(floor));
      assertThat(good(clock("reset", "--to", "2026-12-24T12:00:00Z", "--reason", "a test")))
          .contains("\"before\":\"", "\"floor\":\"2026-12-24T12:00:00Z\"");
      agent.await("the second one too", () -> !isWaiting(floor));
    }
  }

  private static boolean isWaiting(Path floor) throws IOException {
    return Files.readString(floor).contains("reset ");
  }

  @Test
  void whatIsWrongIsSaidInOneSentence() throws Exception {
    Product.Outcome late = clock("reset", "--to", "2099-01-01T00:00:00Z", "--reason", "why");
    assertThat(late.exitCode()).isEqualTo(2);
    assertThat(late.err()).contains("clock-reset-too-late", "ten years");
    Product.Outcome unreadable = clock("reset", "--to", "tomorrow", "--reason", "why");
    assertThat(unreadable.exitCode()).isEqualTo(2);
    assertThat(unreadable.err()).contains("clock-reset-invalid", "tomorrow");
    Product.Outcome noReason = clock("reset", "--to-build");
    assertThat(noReason.exitCode()).isEqualTo(2);
    assertThat(noReason.err()).contains("--reason");
  }
}
