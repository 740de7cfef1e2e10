// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReturnsTest {
  private static final long MS = 1_000_000;

  private final AtomicLong nowNs = new AtomicLong();
  private final Returns returns = new Returns(4, nowNs::get);

  private void at(long ms) {
    nowNs.set(ms * MS);
  }

  private void comesBack(int gateway, long ms) {
    at(ms);
    returns.called();
    returns.connected(gateway);
    returns.acknowledged(gateway);
  }

  @Test
  void aGatewayIsBackWithItsFirstRecordAndNotWithTheConnection() throws Exception {
    returns.called();
    returns.connected(0);
    assertThat(returns.away()).isEqualTo(4);
    returns.acknowledged(0);
    returns.acknowledged(0);
    assertThat(returns.away()).isEqualTo(3);
    assertThat(returns.await(0)).isFalse();
  }

  @Test
  void whatIsAcknowledgedOnAConnectionOfBeforeIsNoReturn() {
    returns.connected(0);
    returns.begin();
    returns.acknowledged(0);
    assertThat(returns.away()).isEqualTo(4);
    returns.connected(0);
    returns.ended(0, "unreachable");
    returns.acknowledged(0);
    assertThat(returns.away()).isEqualTo(4);
    assertThat(returns.failures()).containsEntry("unreachable", 1).hasSize(1);
  }

  @Test
  void percentilesAreNearestRanksAndWhoIsAwayIsTheLast() {
    at(1_000);
    returns.begin();
    comesBack(2, 1_010);
    comesBack(0, 1_040);
    comesBack(1, 1_020);
    assertThat(returns.percentileMs(50)).isEqualTo(20);
    assertThat(returns.percentileMs(75)).isEqualTo(40);
    assertThat(returns.percentileMs(99)).as("still away").isGreaterThan(1_000_000_000);
    comesBack(3, 1_100);
    assertThat(returns.percentileMs(99)).isEqualTo(100);
  }

  @Test
  void theFullestSecondIsFoundWhereverItBegins() {
    for (long ms : new long[] {100, 900, 1_050, 1_099, 1_100, 2_500}) {
      comesBack(0, ms);
    }
    assertThat(returns.calls()).isEqualTo(6);
    assertThat(returns.peakCalls()).as("from 0.1 s, or from 0.9 s").isEqualTo(4);
    assertThat(returns.peakConnections()).isEqualTo(4);
  }

  @Test
  void whatLinuxTellsOfAProcessIsRead() {
    assertThat(
            ProcessStatus.read(
                List.of("Name:\tjava", "VmHWM:\t  606 kB", "VmRSS:\t  512 kB", "Threads:\t4022")))
        .isEqualTo(new ProcessStatus(512, 606, 4_022));
    assertThat(ProcessStatus.read(List.of("Name:\tx"))).isEqualTo(new ProcessStatus(0, 0, 0));
  }
}
