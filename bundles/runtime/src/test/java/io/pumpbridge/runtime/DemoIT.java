// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole story, as {@code mvn -Pdemo} tells it, from an empty state directory. */
class DemoIT {
  @TempDir private Path directory;

  @Test
  void everyClaimOfTheDemoHolds() throws Exception {
    Product.Outcome outcome =
        Product.run(directory, "demo", "--once", "--state", directory.resolve("demo").toString());
    assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
    assertThat(outcome.out()).contains(" ✔ ").doesNotContain(" ✘ ").doesNotContain("\033");
  }

  /** Told to a program: the same story, each line as its schema says. */
  @Test
  void theStoryIsToldToProgramsByItsSchema() throws Exception {
    OutputSchema schema = OutputSchema.of("demo", "--schema");
    Product.Outcome outcome =
        Product.run(
            directory, "demo", "--once", "--json", "--state", directory.resolve("demo").toString());
    assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
    assertThat(outcome.out().lines()).isNotEmpty().allSatisfy(schema::assertFits);
    assertThat(outcome.out())
        .contains("\"chapter\":1,", "\"claim\"", "\"figure\"")
        .doesNotContain("\"held\":false");
  }
}
