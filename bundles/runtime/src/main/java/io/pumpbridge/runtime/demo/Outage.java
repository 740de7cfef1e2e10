// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import io.pumpbridge.model.event.Lane;
import io.pumpbridge.runtime.demo.StoredEvents.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The chapter in which the server disappears, the agent is killed, and nothing is lost. */
final class Outage {
  private static final int LENGTH_S = 20;
  private static final int KILL_AFTER_S = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Ward ward;
  private final Narrator narrator;
  private final Claims claims;
  private final CountDownLatch ended;

  private long startedNs;
  private int backlog;
  private String reconnected = "not measured";

  /**
   * @param ended opens when somebody presses Ctrl-C
   */
  Outage(Ward ward, Narrator narrator, Claims claims, CountDownLatch ended) {
    this.ward = ward;
    this.narrator = narrator;
    this.claims = claims;
    this.ended = ended;
  }

  /** Records that waited for the server. */
  int backlog() {
    return backlog;
  }

  /** From the server's return to the first record on its disk, in words. */
  String reconnected() {
    return reconnected;
  }

  void happens() throws Exception {
    narrator.chapter("The pump server disappears for " + LENGTH_S + " seconds");
    narrator.say("The pump goes on; the bridge keeps judging, and its journal fills.");
    ward.hospital().goAway();
    int mark = ward.stored().mark();
    untilSecond(3);
    ward.turnRateTo("6.00");
    untilSecond(5);
    narrator.say("Somebody opens the pump's drive: the pump alarms and stops by itself.");
    ward.atPanel((panel, nowMs) -> panel.disengageDrive(nowMs));
    untilSecond(8);
    ward.atPanel((panel, nowMs) -> panel.clearAlarm(nowMs));
    ward.atPanel((panel, nowMs) -> panel.start(nowMs));
    untilSecond(KILL_AFTER_S);
    Set<String> acknowledged = killAndRestart();
    untilSecond(LENGTH_S - 4);
    ward.turnRateTo("7.00");
    untilSecond(LENGTH_S);
    comeBack(mark, acknowledged);
  }

  private Set<String> killAndRestart() throws Exception {
    narrator.say("In the middle of it the agent is killed hard (SIGKILL) and started again.");
    ward.agent().killHard();
    Set<String> acknowledged = ward.agent().acknowledged();
    ward.agent().start();
    return acknowledged;
  }

  private void comeBack(int mark, Set<String> acknowledgedBeforeKill) throws Exception {
    narrator.say("The server comes back; the backlog drains.");
    Instant back = Instant.now();
    long backNs = System.nanoTime();
    ward.hospital().comeBack();
    // Everything that was in the journal when the line came back, plus what has come since.
    Set<String> missing = ward.stored().awaitAll(ward.agent().acknowledged(), PATIENCE);
    List<Stored> drained =
        ward.stored().since(mark).stream().filter(event -> event.at().isBefore(back)).toList();
    backlog = drained.size();
    reconnected =
        drained.isEmpty()
            ? "never"
            : String.format(Locale.ROOT, "%.1f s", (drained.get(0).storedNs() - backNs) / 1e9);
    claims.claim(
        "Nothing that the journal had acknowledged is missing, killed or not.",
        !acknowledgedBeforeKill.isEmpty()
            && missing.isEmpty()
            && ward.stored().ids().containsAll(acknowledgedBeforeKill),
        acknowledgedBeforeKill.size()
            + " records acknowledged before the kill, "
            + missing.size()
            + " missing");
    claims.claim(
        "The backlog came alarms first.",
        alarmsCameFirst(drained),
        backlog + " records waited, first again after " + reconnected);
    claims.claim(
        "Every lane is complete, in order and chained, each record once.",
        ward.hospital().server().verifyCompleteness().isComplete(),
        ward.hospital().server().verifyCompleteness().records().size() + " lanes verified");
  }

  private static boolean alarmsCameFirst(List<Stored> drained) {
    long alarms = drained.stream().filter(event -> event.lane() == Lane.ALARM).count();
    return alarms > 0
        && drained.stream().limit(alarms).allMatch(event -> event.lane() == Lane.ALARM);
  }

  /** Lets the outage last: time is what this chapter is about. */
  private void untilSecond(int second) throws InterruptedException {
    if (startedNs == 0) {
      startedNs = System.nanoTime();
    }
    long leftNs = startedNs + TimeUnit.SECONDS.toNanos(second) - System.nanoTime();
    if (leftNs > 0 && ended.await(leftNs, TimeUnit.NANOSECONDS)) {
      throw new InterruptedException("Ctrl-C");
    }
  }
}
