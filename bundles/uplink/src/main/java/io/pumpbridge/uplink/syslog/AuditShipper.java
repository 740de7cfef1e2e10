// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.syslog;

import io.pumpbridge.model.audit.AuditFeed;
import io.pumpbridge.model.audit.AuditFeed.Position;
import io.pumpbridge.model.audit.AuditTrail;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.health.HealthCheck.Health;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.uplink.SteadyLoop;
import io.pumpbridge.uplink.mqtt.Failure;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the audit lane to the collector, in order, on one thread of its own. The journal is the
 * spool: a record counts as handed over only once the collector is known to have read it, so after
 * any failure everything since then is sent again. Duplicates are better than a loss, and each
 * message carries what is needed to remove them.
 */
final class AuditShipper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AuditShipper.class);

  /** At most 3 MB in hand; also what is at most sent twice. */
  static final int BATCH = 200;

  /** How soon an act goes out; several that happen together go out together. */
  private static final long LOOK_MS = 1_000;

  private static final long JOIN_MS = 1_000;

  /** What it needs of others. */
  record Ports(AuditFeed feed, AuditTrail trail, TrustedClock clock) {}

  private final Ports ports;
  private final Collector collector;
  private final ShippingPlan plan;
  private final long enterprise;
  private final SteadyLoop loop = new SteadyLoop();
  private final Thread thread = new Thread(this::run, "audit-collector");
  private boolean following;
  private int batch = BATCH;
  private long backlog;
  private volatile Health health;

  AuditShipper(Ports ports, Collector collector, ShippingPlan plan, long enterprise) {
    this.ports = ports;
    this.collector = collector;
    this.plan = plan;
    this.enterprise = enterprise;
    this.health = plan.health(0);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  Health health() {
    return health;
  }

  private void run() {
    try {
      loop.run(
          () -> {
            turn();
            loop.pause(LOOK_MS);
          },
          this::giveUp);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One look, and one delivery if there is reason; tests call it on their own thread. */
  void turn() {
    try {
      if (!following) {
        ports.feed().follow();
        following = true;
      }
      List<Position> positions = ports.feed().positions();
      backlog = positions.stream().mapToLong(Position::backlog).sum();
      if (plan.isDue(backlog, ports.clock().read().monotonicMs())) {
        Optional<Position> next =
            positions.stream().filter(position -> position.backlog() > 0).findFirst();
        if (next.isPresent()) {
          deliver(next.get());
        } else {
          settle(collector.deliver(List.of()));
        }
      }
    } catch (JournalException e) {
      failed(Failure.of("journal-unreadable", "Records cannot be read: " + e.getMessage() + "."));
    }
    refreshHealth();
  }

  private void deliver(Position position) throws JournalException {
    List<EventRecord> records;
    try {
      records = ports.feed().readHeld(position.stream(), position.passedUpTo(), batch);
    } catch (JournalException e) {
      if (e.reason() != JournalException.Reason.DAMAGED) {
        throw e;
      }
      passDamaged(position, e);
      return;
    }
    if (records.isEmpty()) { // all of it gave way, and a gap record says so
      ports.feed().pass(position.stream(), position.lastSequence());
      return;
    }
    List<byte[]> frames =
        records.stream().map(record -> SyslogMessage.framed(record, enterprise)).toList();
    if (settle(collector.deliver(frames))) {
      ports.feed().pass(position.stream(), records.get(records.size() - 1).sequence());
    }
  }

  /**
   * One damaged record must not stop all that come after it. What is before it goes out in smaller
   * pieces; it itself is left out, which whoever verifies the chain at the collector sees.
   */
  private void passDamaged(Position position, JournalException why) throws JournalException {
    if (batch > 1) {
      batch /= 2;
      return;
    }
    long damaged = position.passedUpTo() + 1;
    log.error("an audit record cannot be shipped seq={} reason={}", damaged, why.getMessage());
    ports.feed().pass(position.stream(), damaged);
    batch = BATCH;
  }

  private boolean settle(Optional<Failure> failure) {
    if (failure.isPresent()) {
      failed(failure.get());
      return false;
    }
    ClockReading at = ports.clock().read();
    plan.onDelivered(at)
        .ifPresent(
            event -> {
              log.info("audit collector reached event={}", event);
              ports.trail().record(event);
            });
    return true;
  }

  private void giveUp() {
    failed(Failure.of("internal", "The way to it failed; see the gateway's log."));
    health = plan.health(backlog); // the backlog itself may be what could not be asked for
  }

  private void failed(Failure failure) {
    if (loop.isStopped()) {
      return;
    }
    plan.onFailed(failure, ports.clock().read())
        .ifPresent(
            event -> {
              log.warn("audit collector not reached code={}", failure.code());
              ports.trail().refuse(event);
            });
  }

  private void refreshHealth() {
    backlog = ports.feed().positions().stream().mapToLong(Position::backlog).sum();
    health = plan.health(backlog);
  }

  /** What is not handed over stays in the journal. */
  @Override
  public void close() {
    loop.stop();
    try {
      thread.join(JOIN_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
