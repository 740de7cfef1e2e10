// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo.fleet;

import io.pumpbridge.model.audit.AuditTrail;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.EventJournal.StreamStatus;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.pumpserver.PumpServerException;
import io.pumpbridge.simulators.fakes.MemoryJournal;
import io.pumpbridge.trust.keys.OwnIdentity;
import io.pumpbridge.uplink.Handlers;
import io.pumpbridge.uplink.Software;
import io.pumpbridge.uplink.Uplink;
import java.util.Map;
import java.util.stream.Collectors;

/** The product's uplink with a journal in memory. */
final class PlayedGateway implements AutoCloseable {
  /** Each fiftieth record is an alarm, each tenth an event; the rest are samples. */
  private static final int ALARM_EVERY = 50;

  private static final int EVENT_EVERY = 10;
  private static final String VERSION = "played";

  private final PumpIdentity pump;
  private final MemoryJournal journal;
  private final Uplink uplink;
  private int made;

  /**
   * @param number from 0; also in the returns
   */
  PlayedGateway(int number, Site site, Returns returns) throws PumpServerException {
    OwnIdentity identity = site.identity("gw-%05d".formatted(number));
    this.pump = new PumpIdentity("alaris", "alaris", "GH", "8001-%05d".formatted(number), "played");
    this.journal = new MemoryJournal(identity.gatewayId(), site.clock());
    this.uplink =
        Uplink.over(
            site.uplink(),
            new Uplink.Ports(
                journal,
                AuditTrail.NOWHERE,
                site.signatures(),
                identity,
                site.clock(),
                new Handlers()),
            new WatchedLine(
                site.turns().of(Uplink.connector(site.uplink(), identity, site.tls(identity))),
                number,
                returns),
            new Software(VERSION, Map::of));
  }

  void start() {
    uplink.start();
  }

  /** Something has happened at the bedside. */
  synchronized void make() {
    made++;
    EventName name =
        made % ALARM_EVERY == 0
            ? EventName.ALARM
            : made % EVENT_EVERY == 0 ? EventName.DELIV_START : EventName.SAMPLE;
    Fields reading = Fields.builder().put("status", "infusing").put("made", made).build();
    var unused = journal.append(Event.of(name, pump, "1", reading));
  }

  /** Everything that was ever appended is confirmed. */
  boolean isDrained() {
    return journal.streams().stream().allMatch(status -> status.storedCount() == 0);
  }

  /** The last number of each stream that has any. */
  Map<StreamId, Long> lastNumbers() {
    return journal.streams().stream()
        .filter(status -> status.lastSequence() > 0)
        .collect(Collectors.toMap(StreamStatus::stream, StreamStatus::lastSequence));
  }

  @Override
  public void close() {
    uplink.close();
    journal.close();
  }
}
