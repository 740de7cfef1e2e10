// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.pumpserver.server.Completeness;
import io.pumpbridge.runtime.demo.Bedside.Bed;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the journal has acknowledged reaches the server, however often the agent is killed. */
class RestartIT {
  private static final int KILLS_BEFORE_SERVER_LEAVES = 6; // between publishing and confirming too
  private static final int KILLS = 12;
  private static final int MAX_REPLIES = 6; // of the pump; a second and a half
  private static final int MAX_AFTER_REPLY_MS = 40; // to hit reading, judging, writing, committing

  @TempDir private Path directory;

  @Test
  void nothingAcknowledgedIsLostByKillingTheAgentAgainAndAgain() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (Bedside bedside = Bedside.provisioned(directory)) {
      AgentProcess agent = bedside.agentProcess();
      try {
        agent.start();
        Bed bed = bedside.infusing();
        bed.pump().addListener((text, nanoTime) -> titrate(bed, text));
        for (int kill = 0; kill < KILLS; kill++) {
          if (kill == KILLS_BEFORE_SERVER_LEAVES) {
            bedside.hospital().goAway();
          }
          awaitSomeMoment(bed, random);
          agent.killHard();
          agent.start();
        }
        awaitSomeMoment(bed, random);
        Set<String> acknowledged = agent.acknowledged();
        assertThat(acknowledged).as("each life said something").hasSizeGreaterThan(KILLS);
        bedside.hospital().comeBack();
        assertThat(bedside.stored().awaitAll(acknowledged, Bedside.PATIENCE))
            .as("acknowledged, and not at the server; seed " + seed)
            .isEmpty();
        assertSound(bedside, seed);
      } finally {
        agent.stop();
      }
    }
  }

  /** At each poll another rate, so that each poll makes records. */
  private static void titrate(Bed bed, String reply) {
    if (reply.startsWith("INF^")) {
      int step = (int) (System.nanoTime() % 1_000);
      bed.pump().atPanel((panel, nowMs) -> panel.setRate(BigDecimal.valueOf(500 + step, 2), nowMs));
    }
  }

  private static void awaitSomeMoment(Bed bed, Random random) throws Exception {
    CountDownLatch replies = new CountDownLatch(1 + random.nextInt(MAX_REPLIES));
    bed.pump().addListener((text, nanoTime) -> replies.countDown());
    assertThat(replies.await(Bedside.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    long endNs =
        System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(MAX_AFTER_REPLY_MS));
    while (System.nanoTime() < endNs) {
      Thread.onSpinWait();
    }
  }

  private static void assertSound(Bedside bedside, long seed) throws Exception {
    Completeness completeness = bedside.hospital().server().verifyCompleteness();
    assertThat(completeness.faults()).as("seed " + seed).isEmpty();
    assertThat(completeness.declaredGaps()).as("seed " + seed).isEmpty();
    assertThat(completeness.records().keySet().stream().map(StreamId::epoch).distinct())
        .as("the journal never began anew; seed " + seed)
        .hasSize(1);
    assertThat(bedside.hospital().server().statistics().recentFaults()).isEmpty();
  }
}
