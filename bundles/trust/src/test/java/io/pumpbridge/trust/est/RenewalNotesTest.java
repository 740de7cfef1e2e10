// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.trust.est.Renewals.Told;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.lab.FixedClock;
import io.pumpbridge.trust.refusal.Refusal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RenewalNotesTest {
  private static final Told TOLD = new Told(BigInteger.valueOf(0xabcd), 14);

  @TempDir Path folder;
  private final FixedClock clock = new FixedClock();
  private RenewalNotes notes;

  @BeforeEach
  void open() throws Exception {
    notes = new RenewalNotes(StateFolder.open(folder));
  }

  @Test
  void bothAreKeptWhicheverComesFirst() throws Exception {
    assertThat(notes.told()).isEmpty();
    assertThat(notes.last()).isEmpty();
    notes.told(TOLD);
    notes.of(() -> new Outcome.Pending(Duration.ofMinutes(1)), clock);
    notes.told(new Told(TOLD.serial(), 7));
    assertThat(notes.told()).contains(new Told(TOLD.serial(), 7));
    assertThat(notes.last().orElseThrow().code()).isEqualTo("est-pending");
    assertThat(notes.last().orElseThrow().at()).isEqualTo(NOW);
  }

  @Test
  void whatARefusalSaysIsOneBoundedLine() {
    String endless = "no\n" + "x".repeat(10_000);
    assertThatThrownBy(
            () ->
                notes.of(
                    () -> {
                      throw Refusal.EST_REQUEST_REFUSED.because(endless);
                    },
                    clock))
        .hasMessage(endless);
    RenewalNotes.Attempt last = notes.last().orElseThrow();
    assertThat(last.outcome()).isEqualTo("failed");
    assertThat(last.reason()).startsWith("no?xxx").hasSizeLessThan(600);
  }

  @Test
  void damagedNotesAreNone() throws Exception {
    for (String damaged :
        new String[] {
          "",
          "told",
          "told xyz 7\n",
          "told ab 9999\n",
          "last yesterday failed x y\n",
          "last " + NOW + " perhaps x y\n",
          "\0\0\0",
          "told " + "f".repeat(65) + " 7\n"
        }) {
      Files.write(folder.resolve(RenewalNotes.FILE), damaged.getBytes(StandardCharsets.UTF_8));
      assertThat(notes.told()).as(damaged).isEmpty();
      assertThat(notes.last()).as(damaged).isEmpty();
    }
  }

  @Test
  void whatCannotBeWrittenStopsNothing() throws Exception {
    Files.createDirectories(folder.resolve(RenewalNotes.FILE + "/in the way"));
    notes.told(TOLD);
    assertThat(notes.told()).isEmpty();
  }
}
