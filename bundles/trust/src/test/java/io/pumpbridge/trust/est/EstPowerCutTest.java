// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.files.LocalDisk;
import io.pumpbridge.trust.keys.KeyVault;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.FaultyDisk;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The power fails at each step on the disk; then there is one identity, whole, and it goes on. */
final class EstPowerCutTest {
  private static final int MORE_STEPS_THAN_ANY = 60;

  @TempDir Path folder;
  private EstBench bench;

  @BeforeEach
  void start() throws Exception {
    bench = new EstBench(folder).trusting();
  }

  @AfterEach
  void stop() throws Exception {
    bench.close();
  }

  private interface Act {
    void on(EstEnrolment enrolment) throws Exception;
  }

  /** Runs an act until a disk survives it, and says how often it did not. */
  private int sweep(Act act) throws Exception {
    for (int steps = 0; steps < MORE_STEPS_THAN_ANY; steps++) {
      FaultyDisk disk = new FaultyDisk(steps);
      Optional<Identity> before = bench.vault(new LocalDisk()).find();
      KeyVault vault = bench.vault(disk);
      try {
        act.on(bench.enrolment(vault, bench.settings(0, false)));
      } catch (TrustException powerFailed) {
        assertThat(powerFailed.code()).isEqualTo("key-store-unwritable");
      }
      if (disk.survived()) {
        return steps;
      }
      // After the restart: the old one or a new one, whole; and the next run completes.
      KeyVault restarted = bench.vault(new LocalDisk());
      Optional<Identity> now = restarted.find();
      assertThat(now.isPresent() || before.isEmpty()).isTrue();
      EstEnrolment again = bench.enrolment(restarted, bench.settings(0, false));
      if (now.isPresent()) {
        again.renew();
      } else {
        bench.enrol(again, Map.of());
      }
      assertThat(bench.vault(new LocalDisk()).find()).isPresent().isNotEqualTo(now);
    }
    throw new AssertionError("it never came through");
  }

  @Test
  void anEnrolmentSurvivesIt() throws Exception {
    assertThat(sweep(enrolment -> bench.enrol(enrolment, Map.of()))).isGreaterThan(5);
  }

  @Test
  void aRenewalSurvivesIt() throws Exception {
    bench.enrol(Map.of());
    assertThat(sweep(EstEnrolment::renew)).isGreaterThan(5);
  }
}
