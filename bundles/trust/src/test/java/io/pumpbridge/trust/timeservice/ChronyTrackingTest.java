// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.timeservice;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.trust.timeservice.Statement.Answer;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Lines as chrony 4.3 prints them, recorded but for the addresses, and lines that it never does.
 */
final class ChronyTrackingTest {
  private static final String GOOD =
      "0A000001,10.0.0.1,2,1795813605.700516008,-0.000000764,-0.000000011,0.000000194,0.004,-0.001,"
          + "0.101,0.000004525,0.000001456,1.0,Normal\n";
  private static final String BEFORE_THE_FIRST_ANSWER =
      "00000000,,0,0.000000000,-0.000000004,0.000000000,0.000000000,0.004,0.000,0.000,1.000000000,"
          + "1.000000000,0.0,Not synchronised\n";
  private static final String ITS_OWN_CLOCK =
      "7F7F0101,,1,1795813623.440222629,0.000000000,0.000000000,0.000000000,0.000,0.000,0.000,"
          + "0.000000000,0.000000000,0.0,Normal\n";

  @Test
  void aDaemonThatHearsItsServerVouches() {
    Statement said = ChronyTracking.from(GOOD);
    assertThat(said.vouches()).isTrue();
    assertThat(said.maxError()).contains(Duration.ofNanos(764 + 1_456 + 4_525 / 2));
  }

  @Test
  void leapSecondsToComeChangeNothing() {
    assertThat(ChronyTracking.from(GOOD.replace("Normal", "Insert second")).vouches()).isTrue();
    assertThat(ChronyTracking.from(GOOD.replace("Normal", "Delete second")).vouches()).isTrue();
  }

  @Test
  void aDaemonThatHasHeardNobodyDoesNot() {
    assertThat(ChronyTracking.from(BEFORE_THE_FIRST_ANSWER).answer())
        .isEqualTo(Answer.NOT_SYNCHRONISED);
  }

  @Test
  void whoHasThisMachineForASourceVouchesForNothing() {
    assertThat(ChronyTracking.from(ITS_OWN_CLOCK).answer()).isEqualTo(Answer.NOT_SYNCHRONISED);
    assertThat(ChronyTracking.from(GOOD.replace("10.0.0.1", "127.0.0.1")).vouches()).isFalse();
    assertThat(ChronyTracking.from(GOOD.replace("10.0.0.1", "::1")).vouches()).isFalse();
  }

  @Test
  void whoIsUnsureByOverASecondVouchesForNothing() {
    assertThat(ChronyTracking.from(GOOD.replace("0.000001456", "0.999")).vouches()).isTrue();
    for (String unsure :
        new String[] {
          GOOD.replace("0.000001456", "1.0"),
          GOOD.replace("0.000004525", "2.0"),
          GOOD.replace("-0.000000764", "-1.000001")
        }) {
      assertThat(ChronyTracking.from(unsure).answer()).isEqualTo(Answer.TOO_UNSURE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "506 Cannot talk to daemon\n",
        ",,,,,,,,,,,,,",
        ",,,,,,,,,,,,,Normal",
        "0A000001,10.0.0.1,2,1,NaN,0,0,0,0,0,0,0,0,Normal",
        "0A000001,10.0.0.1,2,1,1e9,0,0,0,0,0,0,0,0,Normal",
        "0A000001,10.0.0.1,2,1,0,0,0,0,0,0,0,99999999999999999999,0,Normal",
        "0A000001,10.0.0.1,0,1,0,0,0,0,0,0,0,0,0,Normal",
        "0A000001,10.0.0.1,16,1,0,0,0,0,0,0,0,0,0,Normal",
        "0A000001,10.0.0.1,2,1,0,0,0,0,0,0,0,0,0,normal",
        "0A000001,10.0.0.1,2,1,0,0,0,0,0,0,0,0,0,Normal,",
        "0A000001,10.0.0.1,2,1,0,0,0,0,0,0,0,0,0,Normal\n0A000001",
      })
  void whatIsNotSuchALineIsUnreadable(String printed) {
    assertThat(ChronyTracking.from(printed)).isEqualTo(Statement.unreadable(TimeSource.CHRONY));
  }

  @Test
  void noiseNeverVouches() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String signs = "0123456789.,-+eNrmal \n";
    for (int round = 0; round < 20_000; round++) {
      StringBuilder noise = new StringBuilder();
      for (int i = random.nextInt(120); i > 0; i--) {
        noise.append(signs.charAt(random.nextInt(signs.length())));
      }
      assertThat(ChronyTracking.from(noise.toString()).vouches()).as("seed %d", seed).isFalse();
    }
  }

  @Test
  void theKernelsWordIsYesOrNo() {
    assertThat(KernelFlag.from("yes\n").vouches()).isTrue();
    assertThat(KernelFlag.from("no\n").answer()).isEqualTo(Answer.NOT_SYNCHRONISED);
    for (String odd : new String[] {"", "yes\nno", "NTPSynchronized=yes", "Yes", "true"}) {
      assertThat(KernelFlag.from(odd).answer()).as(odd).isEqualTo(Answer.UNREADABLE);
    }
  }
}
