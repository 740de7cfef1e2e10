// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.clock;

import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.trust.files.StateFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the clock by the rules of {@link TimeFloor} and keeps the floor over restarts. */
public final class FlooredClock implements TrustedClock {
  /** How often the floor is written: rarely, because flash wears out. */
  public static final Duration PERSIST_INTERVAL = Duration.ofMinutes(10);

  private static final String FILE = "clock.floor";
  private static final Logger log = LoggerFactory.getLogger(FlooredClock.class);

  private final Supplier<RawTime> source;
  private final StateFolder folder;
  private volatile TimeFloor floor;

  /** What the disk holds, or need not hold: a floor that could not be written is still to be. */
  private Instant kept;

  public FlooredClock(Supplier<RawTime> source, StateFolder folder, Instant built)
      throws IOException {
    this.source = source;
    this.folder = folder;
    this.floor = TimeFloor.starting(built, lastPersisted(folder), source.get().monotonicMs());
    this.kept = floor.floor();
  }

  @Override
  public ClockReading read() {
    return floor.read(source.get());
  }

  /** Lifts the floor to what is proven by now and writes it down. */
  public synchronized void persist() {
    floor = floor.liftedBy(source.get());
    Instant now = floor.floor();
    if (now.equals(kept)) {
      return;
    }
    try {
      folder.replace(FILE, now.toString().getBytes(StandardCharsets.US_ASCII));
      kept = now;
    } catch (IOException failure) {
      // Not fatal: the floor of the next start is only lower than it could be.
      log.warn("cannot keep the clock's floor file={} why={}", FILE, failure.toString());
    }
  }

  private static Optional<Instant> lastPersisted(StateFolder folder) throws IOException {
    Optional<byte[]> content = folder.find(FILE);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Instant.parse(new String(content.get(), StandardCharsets.US_ASCII).strip()));
    } catch (DateTimeException damaged) {
      log.warn("the clock's floor is unreadable, the build date is used instead file={}", FILE);
      return Optional.empty();
    }
  }
}
