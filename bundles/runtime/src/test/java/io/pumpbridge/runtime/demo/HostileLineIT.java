// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import static io.pumpbridge.runtime.demo.Bedside.event;
import static io.pumpbridge.runtime.demo.Bedside.linkIs;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.runtime.demo.Bedside.Bed;
import io.pumpbridge.runtime.demo.StoredEvents.Stored;
import io.pumpbridge.simulators.fault.LineFaults;
import io.pumpbridge.simulators.fault.LineFaults.Rates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines as they are at a bedside. Nobody restarts anything: the agent is started once, for all. */
class HostileLineIT {
  private static final long SEED = 7;

  @TempDir private static Path directory;
  private static Bedside bedside;

  /** What is wrong with every frame of a line, and what the server is told of it. */
  private record Harm(Rates rates, String reason) {
    private static final List<Harm> ALL =
        List.of(
            new Harm(Rates.DEAD, "silent"),
            new Harm(new Rates(0, 0, 0, 1_000, 1_000, 0, Duration.ZERO), "garbled"), // only noise
            new Harm(new Rates(1_000, 0, 0, 0, 0, 0, Duration.ZERO), "garbled"), // wrong checksums
            new Harm(new Rates(0, 0, 1_000, 0, 0, 0, Duration.ZERO), "garbled"), // half frames
            // With this seed the first reply takes longer than two polls are waited for.
            new Harm(new Rates(0, 0, 0, 0, 0, 1_000, Duration.ofSeconds(3)), "silent"));
  }

  @BeforeAll
  static void anAgentIsStarted() throws Exception {
    bedside = Bedside.provisioned(directory);
    bedside.startAgent();
  }

  @AfterAll
  static void everythingEnds() throws Exception {
    bedside.close();
  }

  @AfterEach
  void whatTheServerHasIsSound() throws Exception {
    bedside.clear();
    assertThat(bedside.hospital().server().verifyCompleteness().faults()).isEmpty();
    assertThat(bedside.hospital().server().statistics().recentFaults()).isEmpty();
  }

  @Test
  void everyKindOfBadLineLosesItsPumpAndHasItBackOnceItHeals() throws Exception {
    Map<Harm, Bed> beds = new LinkedHashMap<>();
    for (Harm harm : Harm.ALL) {
      beds.put(harm, bedside.infusing());
    }
    int mark = bedside.stored().mark();
    beds.forEach((harm, bed) -> bed.pump().setFaults(new LineFaults(SEED, harm.rates())));
    for (Map.Entry<Harm, Bed> each : beds.entrySet()) {
      Stored lost = bedside.await(mark, linkIs(each.getValue(), "lost"));
      assertThat(lost.textOf("reason")).as(each.toString()).isEqualTo(each.getKey().reason());
    }
    mark = bedside.stored().mark();
    beds.values().forEach(bed -> bed.pump().setFaults(LineFaults.none()));
    for (Bed bed : beds.values()) {
      bedside.await(mark, linkIs(bed, "connected"));
      bedside.turnRate(bed, "6.00");
    }
  }

  @Test
  void framesAreFoundBetweenNoise() throws Exception {
    Bed bed = bedside.infusing();
    int mark = bedside.stored().mark();
    bed.pump().setFaults(new LineFaults(SEED, new Rates(0, 0, 0, 0, 1_000, 0, Duration.ZERO)));
    for (String rate : List.of("6.00", "7.00", "8.00", "9.00")) {
      bedside.turnRate(bed, rate);
    }
    assertThat(bedside.stored().since(mark)).noneMatch(linkIs(bed, "lost"));
  }

  @Test
  void anUnpluggedPumpIsFoundAgainUnderAnotherDeviceNumber() throws Exception {
    Bed bed = bedside.infusing();
    Path before = bed.pump().device();
    int mark = bedside.stored().mark();
    bed.pump().unplug();
    Stored lost = bedside.await(mark, linkIs(bed, "lost"));
    assertThat(lost.textOf("reason")).isEqualTo("unplugged");
    mark = bedside.stored().mark();
    bed.pump().replug();
    assertThat(bed.pump().device()).isNotEqualTo(before);
    bedside.await(mark, linkIs(bed, "connected"));
    bedside.turnRate(bed, "6.00");
  }

  @Test
  void anotherPumpOnTheSamePortEndsEverythingThatWasSaidOfTheFirst() throws Exception {
    bedside.putLibraryInForce();
    Bed first = bedside.infusing();
    Bytes association = bedside.association(first);
    assertThat(bedside.sendAssociation(association).isAccepted()).isTrue();
    int mark = bedside.stored().mark();
    bedside.turnRate(first, "140.00");
    Stored raised = bedside.await(mark, event(EventName.ADVISORY_RAISED, first));
    assertThat(raised.textOf("light")).isEqualTo("red-blinking");

    mark = bedside.stored().mark();
    first.pump().close();
    Bed second = bedside.plugIn(first.port());
    bedside.await(mark, event(EventName.PUMP_IDENTIFIED, second));
    for (EventName ended : List.of(EventName.ADVISORY_CLEARED, EventName.ASSOCIATION_DROPPED)) {
      Stored end = bedside.await(mark, event(ended, first));
      assertThat(end.textOf("reason")).contains(second.serial());
    }
    assertThat(bedside.status().toString()).contains(second.serial()).doesNotContain("hard");
    assertThat(bedside.sendAssociation(association).code()).contains("association-not-newer");
  }

  @Test
  void aHostileLineDisturbsNobodyElse() throws Exception {
    Bed hostile = bedside.infusing();
    Bed good = bedside.infusing();
    int mark = bedside.stored().mark();
    Rates rates = new Rates(400, 300, 300, 600, 800, 300, Duration.ofMillis(400));
    hostile.pump().setFaults(new LineFaults(SEED, rates));
    for (int rate = 6; bedside.stored().since(mark).stream().noneMatch(linkIs(hostile, "lost")); ) {
      bedside.turnRate(good, rate++ + ".00");
      assertThat(rate).as("the hostile line is lost in time").isLessThan(200);
    }
    assertThat(bedside.stored().since(mark)).noneMatch(event(EventName.COMM_STATUS_CHANGE, good));
  }
}
