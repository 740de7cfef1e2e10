// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.health.HealthCheck.Health;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.trust.keys.GcmSealer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.crypto.spec.SecretKeySpec;

/**
 * A journal with a budget far beyond its disk, which a file of somebody else's takes up: samples and
 * alarms until the disk is full, alarms and samples then, and once more when that file is gone. Time
 * is driven. Arguments: the journal's directory, the other file. Prints one line for each fact.
 */
final class FullDisk {
  private static final int BEFORE_MOST = 60_000;
  private static final int ROUND = 50;
  private static final int ALARMS_WHILE_FULL = 300;
  private static final int LOOKS = 60;
  private static final long LIMIT_S = 60;

  private final SqliteEventJournal journal;
  private final Set<Long> promised = new TreeSet<>();
  private volatile long nowMs = 1;
  private long number;

  private FullDisk(Path directory) throws Exception {
    byte[] key = new byte[32];
    SecureRandom random = new SecureRandom();
    random.nextBytes(key);
    journal =
        new SqliteEventJournal(
            () ->
                new ClockReading(
                    Instant.parse("2026-03-01T08:00:00Z").plusMillis(nowMs),
                    ClockQuality.SYNCHRONISED,
                    nowMs),
            new GcmSealer(new SecretKeySpec(key, "AES"), random),
            "bed-12",
            directory,
            new Settings(256, 100, 12));
  }

  public static void main(String[] arguments) throws Exception {
    FullDisk disk = new FullDisk(Path.of(arguments[0]));
    try {
      disk.play(Path.of(arguments[1]));
    } finally {
      disk.journal.close();
    }
  }

  private void play(Path other) throws Exception {
    while (!isFull() && number < BEFORE_MOST) {
      round();
    }
    System.out.println("full " + isFull() + " after " + number);
    for (int alarm = 0; alarm < ALARMS_WHILE_FULL; alarm += 1) {
      round(); // samples beside them must not take their room
    }
    System.out.println("still-full " + isFull());
    Files.delete(other);
    for (int look = 0; look < LOOKS && isFull(); look++) {
      nowMs += Space.LOOK_MS;
      round();
    }
    System.out.println("full-with-room " + isFull());
    System.out.println("alarms-promised " + promised.size());
    Set<Long> missing = new TreeSet<>(promised);
    missing.removeAll(stored());
    System.out.println("alarms-missing " + missing.size());
    System.out.println("health " + journal.check().code());
  }

  private boolean isFull() {
    Health health = journal.check();
    return health.code().equals("disk-full");
  }

  /** Samples, and one alarm that has to be stored. */
  private void round() throws Exception {
    List<CompletableFuture<EventRecord>> samples = new ArrayList<>();
    for (int i = 0; i < ROUND; i++) {
      samples.add(journal.append(event(EventName.SAMPLE)));
    }
    EventRecord alarm = journal.append(event(EventName.ALARM)).get(LIMIT_S, TimeUnit.SECONDS);
    promised.add(alarm.sequence());
    for (CompletableFuture<EventRecord> sample : samples) {
      try {
        EventRecord unused = sample.get(LIMIT_S, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        // Samples may be refused on a full disk; alarms may not.
      }
    }
    nowMs += 1_000;
  }

  private Event event(EventName name) {
    number++;
    return Event.of(
        name,
        Fields.builder().put("number", number).put("filler", "x".repeat(400)).build());
  }

  private Set<Long> stored() throws Exception {
    Set<Long> numbers = new TreeSet<>();
    for (var status : journal.streams()) {
      if (status.stream().lane() == Lane.ALARM) {
        long after = 0;
        while (true) {
          List<EventRecord> page = journal.read(status.stream(), after, 500);
          if (page.isEmpty()) {
            break;
          }
          page.forEach(record -> numbers.add(record.sequence()));
          after = page.get(page.size() - 1).sequence();
        }
      }
    }
    return numbers;
  }
}
