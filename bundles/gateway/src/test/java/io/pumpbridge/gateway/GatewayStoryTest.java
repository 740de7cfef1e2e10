// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import static io.pumpbridge.gateway.Examples.judgement;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.dose.ReasonCode;
import io.pumpbridge.model.dose.Verdict;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.simulators.fakes.FakeBoard;
import io.pumpbridge.simulators.fakes.MemoryJournal;
import io.pumpbridge.simulators.fakes.MemoryLink;
import io.pumpbridge.simulators.fakes.MemoryLinks;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server that reads the alarm lane in its order can know of what stands. */
class GatewayStoryTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String GATEWAY = "bed-1";
  private static final Pattern ALERT =
      Pattern.compile("\"name\":\"(A[A-Z_]+)\"(?:.*\"phase\":\"(\\w+)\")?");

  private final Examples.ToldJudge judge = new Examples.ToldJudge();
  private final MemoryLinks links = new MemoryLinks();
  private final BlockingQueue<MemoryLink> pumps = new LinkedBlockingQueue<>();
  private final MemoryJournal journal = new MemoryJournal(GATEWAY, GatewayStoryTest::now);
  @TempDir private Path state;

  private static ClockReading now() {
    return new ClockReading(
        Instant.EPOCH, ClockQuality.HOLDOVER, TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
  }

  @AfterEach
  void close() {
    journal.close();
  }

  private Gateway start() {
    Gateway gateway =
        new Gateway(
            new Gateway.Services(links, judge, journal, new FakeBoard(), GatewayStoryTest::now),
            Settings.of(10, "", 30),
            new KnownPumpsFile(state));
    gateway.addDriver(new LetterDriver());
    gateway.start();
    return gateway;
  }

  private MemoryLink nextPump() throws InterruptedException {
    MemoryLink pump = pumps.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(pump).as("the port was opened").isNotNull();
    return pump;
  }

  /** Name and, of an alarm, its phase. */
  private List<String> alarmLane(String epoch) {
    List<String> told = new ArrayList<>();
    try {
      for (EventRecord record : journal.read(new StreamId(GATEWAY, epoch, Lane.ALARM), 0, 1_000)) {
        Matcher event = ALERT.matcher(record.canonical().toText(US_ASCII));
        assertThat(event.find()).isTrue();
        told.add(event.group(2) == null ? event.group(1) : event.group(1) + " " + event.group(2));
      }
    } catch (JournalException e) {
      throw new AssertionError(e);
    }
    return told;
  }

  private void await(String epoch, String... told) {
    long endNs = System.nanoTime() + PATIENCE.toNanos();
    while (!alarmLane(epoch).equals(List.of(told))) {
      assertThat(System.nanoTime())
          .as(() -> "told in time, but so far: " + alarmLane(epoch))
          .isLessThan(endNs);
      Thread.onSpinWait();
    }
  }

  /** However the last run ended, and whatever it has left behind. */
  @Test
  void aRunBeginsByTakingBackWhatEarlierOnesHaveTold() throws Exception {
    links.plug("/dev/a", (far, settings) -> pumps.add(far));
    try (Gateway gateway = start()) {
      assertThat(gateway.eventsLost()).isZero();
      nextPump().write(Bytes.of("IA", US_ASCII));
      await("epoch-1", "ALERTS_UNKNOWN", "ALARM start");
    }
    try (Gateway gateway = start()) {
      assertThat(gateway.eventsLost()).isZero();
      nextPump().write(Bytes.of("IA", US_ASCII));
      await("epoch-1", "ALERTS_UNKNOWN", "ALARM start", "ALERTS_UNKNOWN", "ALARM start");
    }
  }

  /** Of the one before, perhaps nothing reaches the server. */
  @Test
  void whatStandsIsToldAgainInANewEpochOfTheJournal() throws Exception {
    links.plug("/dev/a", (far, settings) -> pumps.add(far));
    judge.answer = judgement(Verdict.HARD_HIGH, ReasonCode.HARD_LIMIT_PASSED);
    try (Gateway gateway = start()) {
      assertThat(gateway.eventsLost()).isZero();
      MemoryLink pump = nextPump();
      pump.write(Bytes.of("IA", US_ASCII));
      await("epoch-1", "ALERTS_UNKNOWN", "ADVISORY_RAISED", "ALARM start");
      journal.beginEpoch("epoch-2");
      pump.write(Bytes.of("I", US_ASCII)); // whatever is stored next says that there is another
      await("epoch-2", "ALERTS_UNKNOWN", "ADVISORY_RAISED", "ALARM continue");
      judge.answer = judgement(Verdict.WITHIN, ReasonCode.WITHIN_LIMITS);
      pump.write(Bytes.of("R", US_ASCII));
      await(
          "epoch-2",
          "ALERTS_UNKNOWN",
          "ADVISORY_RAISED",
          "ALARM continue",
          "ADVISORY_CLEARED",
          "ALARM end");
    }
    assertThat(alarmLane("epoch-1")).hasSize(3);
  }
}
