// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.clock;

import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.clock.ClockChange.Reason;
import io.pumpbridge.trust.clock.TimeFloor.Kept;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the clock by the rules of {@link TimeFloor} and keeps the floor over restarts. */
public final class FlooredClock implements TrustedClock, SignedTimes {
  /** How often the floor is written: rarely, because flash wears out. */
  public static final Duration PERSIST_INTERVAL = Duration.ofMinutes(10);

  /** How long a jump by years is a matter for somebody: until the next shift has seen it. */
  static final Duration JUMP_REMAINS = Duration.ofHours(24);

  private static final Logger log = LoggerFactory.getLogger(FlooredClock.class);

  private final Supplier<RawTime> source;
  private final StateFolder folder;
  private final Consumer<Event> changes;
  private final ClockWatch watch;
  private volatile TimeFloor floor;
  private volatile Optional<ClockReading> jumped = Optional.empty();
  private List<ClockReset> resets;

  /** What the disk holds, or need not hold: a floor that could not be written is still to be. */
  private byte[] kept;

  /** With nobody to tell of changes. */
  public FlooredClock(Supplier<RawTime> source, StateFolder folder, Instant built)
      throws IOException {
    this(source, folder, built, change -> log.info("the clock changed"));
  }

  /**
   * @param changes told by whatever thread happens to read the clock: must not block, nor read it
   */
  public FlooredClock(
      Supplier<RawTime> source, StateFolder folder, Instant built, Consumer<Event> changes)
      throws IOException {
    this.source = source;
    this.folder = folder;
    this.changes = changes;
    FloorFile file =
        lastPersisted(folder).orElse(new FloorFile(new Kept(built, built, Claims.NONE), List.of()));
    this.floor = TimeFloor.starting(built, file.kept(), source.get().monotonicMs());
    this.resets = file.resets();
    this.watch = new ClockWatch(floor.floor());
    this.kept = new FloorFile(floor.kept(), resets).toBytes();
  }

  @Override
  public ClockReading read() {
    RawTime raw = source.get();
    ClockReading now = floor.read(raw);
    look(raw, now, false);
    return now;
  }

  /** When the clock jumped by years, if that is not long ago. */
  public Optional<ClockReading> jumped() {
    long nowMs = source.get().monotonicMs();
    return jumped.filter(then -> nowMs - then.monotonicMs() < JUMP_REMAINS.toMillis());
  }

  @Override
  public ClockReading judgingTime(List<SignedTime> said, X509Certificate anchor) {
    return floor.judgingTime(said, Witness.of(anchor), source.get());
  }

  @Override
  public synchronized void heard(List<SignedTime> said, X509Certificate anchor) {
    RawTime raw = source.get();
    ClockReading before = floor.read(raw);
    floor = floor.heard(said, Witness.of(anchor), raw);
    ClockReading after = floor.read(raw);
    if (after.wall().isAfter(before.wall())) {
      log.info("a signed time moved the clock from={} to={}", before.wall(), after.wall());
      look(raw, after, true);
      write();
    }
  }

  /** Lifts the floor to what is proven by now and writes it down. */
  public synchronized void persist() {
    floor = floor.liftedBy(source.get());
    write();
  }

  /** What there is to say of the clock. */
  public synchronized ClockState state() {
    RawTime raw = source.get();
    TimeFloor now = floor;
    return new ClockState(
        raw,
        now.read(raw),
        now.floor(),
        now.witness().map(Witness::name),
        now.built(),
        resets.size());
  }

  /**
   * Sets the floor; what anybody said before is forgotten.
   *
   * @param to empty for the build date, which is also the least
   * @throws TrustException if it is too late a time, or it cannot be written; then nothing changed
   */
  synchronized ClockReset reset(Optional<Instant> to, String why) throws TrustException {
    RawTime raw = source.get();
    TimeFloor now = floor;
    Instant wished = to.orElse(now.built());
    if (wished.isAfter(now.latestReset())) {
      throw Refusal.CLOCK_RESET_TOO_LATE.because(
          "The clock's floor can be set to "
              + now.latestReset()
              + " at the latest, ten years after this software was built, not to "
              + wished
              + ".");
    }
    if (resets.size() >= FloorFile.MAX_RESETS) {
      throw Refusal.CLOCK_RESETS_WAITING.because(
          resets.size()
              + " resets are not in the audit trail yet: start the agent once before the next.");
    }
    TimeFloor after = now.reset(wished, raw);
    ClockReset reset =
        new ClockReset(UUID.randomUUID(), now.floor(), after.floor(), raw.system(), why);
    List<ClockReset> waiting = new ArrayList<>(resets);
    waiting.add(reset);
    byte[] content = new FloorFile(after.kept(), waiting).toBytes();
    try {
      folder.replace(FloorFile.NAME, content);
    } catch (IOException failure) {
      kept = new byte[0]; // it may lie there already: the next write puts back what counts
      throw Refusal.CLOCK_FLOOR_UNWRITABLE.because(
          "The clock's floor cannot be written to "
              + folder.path(FloorFile.NAME)
              + ": look whether the disk is full or read-only.",
          "",
          failure);
    }
    floor = after;
    resets = List.copyOf(waiting);
    kept = content;
    jumped = Optional.empty();
    log.warn("the clock's floor was reset from={} to={}", reset.before(), reset.after());
    return reset;
  }

  /** Resets that the audit trail does not have yet, oldest first. */
  synchronized List<ClockReset> waiting() {
    return resets;
  }

  /** The audit trail has it. */
  synchronized void told(ClockReset reset) {
    resets = resets.stream().filter(one -> !one.id().equals(reset.id())).toList();
    write();
  }

  private void look(RawTime raw, ClockReading shown, boolean signed) {
    Optional<ClockChange> change;
    synchronized (watch) {
      change = watch.on(raw, shown, signed);
    }
    change.ifPresent(
        told -> {
          if (told.reason() == Reason.JUMP) {
            jumped = Optional.of(shown);
          }
          changes.accept(told.toEvent());
        });
  }

  private void write() {
    byte[] now = new FloorFile(floor.kept(), resets).toBytes();
    if (Arrays.equals(now, kept)) {
      return;
    }
    try {
      folder.replace(FloorFile.NAME, now);
      kept = now;
    } catch (IOException failure) {
      // Not fatal: the floor of the next start is only lower than it could be.
      log.warn("cannot keep the clock's floor file={} why={}", FloorFile.NAME, failure.toString());
    }
  }

  private static Optional<FloorFile> lastPersisted(StateFolder folder) throws IOException {
    Optional<byte[]> content = folder.find(FloorFile.NAME);
    Optional<FloorFile> file = content.flatMap(FloorFile::parse);
    if (content.isPresent() && file.isEmpty()) {
      log.warn(
          "the clock's floor is unreadable, the build date is used instead file={}",
          FloorFile.NAME);
    }
    return file;
  }
}
