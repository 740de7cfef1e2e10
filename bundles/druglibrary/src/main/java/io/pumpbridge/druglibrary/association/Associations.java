// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.association;

import io.pumpbridge.druglibrary.association.AssociationCheck.Verified;
import io.pumpbridge.druglibrary.channel.Channel;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.druglibrary.store.SealedStore;
import io.pumpbridge.model.dose.Association;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.trust.TrustException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The associations held: at most one per channel, at most 64, each stored as the signed bytes it
 * came in. Reading never waits; changes come one at a time.
 *
 * <p>Order on disk. Accepting: the association, then the replay mark (a load raises marks that are
 * behind). Dropping: the mark that it has ended, then the file (a load removes files whose mark
 * says so).
 */
public final class Associations {
  private static final Logger log = LoggerFactory.getLogger(Associations.class);

  /** One gateway serves one bedside. */
  static final int MAX_HELD = 64;

  static final String PREFIX = "association-";
  static final String MARKS = ReplayBook.FILE;

  /** Accepted; {@code already} if it was held before. */
  record Outcome(Association association, String sha256, boolean already) {}

  private final SealedStore store;
  private final AssociationCheck check;
  private final AssociationEvents events;
  private final ReentrantLock changes = new ReentrantLock();

  private volatile Map<Channel, Verified> held = Map.of();

  /** Of those held, what the last run has left. */
  private Map<Channel, Verified> fromLastRun = Map.of();

  private final ReplayBook marks;

  public Associations(SealedStore store, AssociationCheck check, AssociationEvents events) {
    this.store = store;
    this.marks = new ReplayBook(store);
    this.check = check;
    this.events = events;
  }

  /** What holds for a channel at this moment. */
  public Optional<Association> find(Channel channel, Instant now) {
    return Optional.ofNullable(held.get(channel))
        .filter(found -> !found.isExpired(now))
        .map(Verified::association);
  }

  /** For whom it holds: the opaque reference that it was signed with. */
  public Optional<String> encounter(Channel channel, Instant now) {
    return Optional.ofNullable(held.get(channel))
        .filter(found -> !found.isExpired(now))
        .flatMap(Verified::encounter);
  }

  int count() {
    return held.size();
  }

  /** Takes up what is stored and still verifies; the rest is removed and said. */
  public void load(ClockReading at) {
    changes.lock();
    try {
      marks.load();
      Map<Channel, Verified> loaded = new HashMap<>();
      for (String file : store.names(PREFIX)) {
        loadOne(file, at, loaded);
      }
      held = Map.copyOf(loaded);
      fromLastRun = held;
    } catch (IOException e) {
      log.error("associations not readable failure={}", e.toString());
      held = Map.of();
    } finally {
      changes.unlock();
    }
  }

  private void loadOne(String file, ClockReading at, Map<Channel, Verified> loaded) {
    try {
      Optional<Bytes> signed = store.read(file);
      if (signed.isEmpty() || loaded.size() >= MAX_HELD) {
        return;
      }
      Verified verified = check.verify(signed.get());
      Channel channel = verified.channel();
      Optional<String> over = over(verified, at);
      if (over.isPresent() || !file.equals(fileOf(channel))) {
        store.remove(file);
        events.dropped(verified, over.orElse("ended before"));
        return;
      }
      loaded.put(channel, verified);
      marks.raise(verified, at.wall());
    } catch (RefusedException e) {
      dropUnverified(file, e);
    } catch (TrustException e) {
      dropUnverified(file, RefusedException.of(e));
    } catch (IOException e) {
      log.error("stored association not readable failure={}", e.toString());
    }
  }

  /** Why one that is stored does not hold any more. */
  private Optional<String> over(Verified verified, ClockReading at) {
    if (at.quality() != ClockQuality.FLOOR && verified.isExpired(at.wall())) {
      return Optional.of("expired");
    }
    if (marks.isLost()) { // whether it had ended, nobody can say
      return Optional.of("replay marks lost");
    }
    return marks.allows(verified) ? Optional.empty() : Optional.of("ended before");
  }

  private void dropUnverified(String file, RefusedException why) {
    try {
      store.remove(file);
    } catch (IOException e) {
      log.error("association's file not removed failure={}", e.toString());
    }
    events.droppedUnread(file, why);
  }

  /**
   * @throws RefusedException if it is not taken; what was held stays held
   */
  public Outcome accept(Bytes signed, ClockReading at) throws RefusedException {
    try {
      Verified verified = check.verify(signed); // outside the lock: takes its time
      check.requireTimely(verified, at);
      changes.lock();
      try {
        marks.requireKnown(at);
        return take(signed, verified, at.wall());
      } finally {
        changes.unlock();
      }
    } catch (RefusedException e) {
      events.refused(signed, e);
      throw e;
    }
  }

  private Outcome take(Bytes signed, Verified verified, Instant now) throws RefusedException {
    removeExpired(now);
    Channel channel = verified.channel();
    Association association = verified.association();
    Optional<Verified> before = Optional.ofNullable(held.get(channel));
    if (before.isPresent() && before.get().sha256().equals(verified.sha256())) {
      return new Outcome(before.get().association(), verified.sha256(), true);
    }
    if (!marks.allows(verified)) {
      throw RefusedException.of(
          "association-not-newer",
          "A newer association has been seen for pump "
              + channel.pump()
              + " channel "
              + channel.name()
              + ", or the pump has left since it was issued.");
    }
    if (before.isEmpty() && held.size() >= MAX_HELD) {
      throw RefusedException.ours(
          "association-too-many", "This gateway holds " + MAX_HELD + " associations already.");
    }
    try {
      store.replace(fileOf(channel), signed);
    } catch (IOException e) {
      throw ReplayBook.notStored(e);
    }
    put(verified);
    marks.raise(verified, now);
    before.ifPresent(old -> events.dropped(old, "replaced by " + association.id()));
    events.accepted(verified);
    return new Outcome(association, verified.sha256(), false);
  }

  /**
   * A pump left: what holds for it no longer holds and cannot come back, and what was said of it
   * before and has not come yet is not taken. The caller records what is dropped.
   *
   * @return what was dropped
   */
  public List<Association> drop(String pump, ClockReading at) {
    changes.lock();
    try {
      List<Verified> dropped =
          held.values().stream()
              .filter(candidate -> candidate.association().pumpSerial().equals(pump))
              .toList();
      dropped.forEach(
          gone -> remove(gone.channel())); // judged by no more, before the disk is asked
      marks.left(pump, at, !dropped.isEmpty());
      for (Verified gone : dropped) {
        removeFile(gone.channel(), true);
      }
      return dropped.stream().map(Verified::association).toList();
    } finally {
      changes.unlock();
    }
  }

  /**
   * A pump was away since the last run: what was said of it then has ended, and that is recorded.
   */
  public void endLoaded(String pump, Instant now) {
    changes.lock();
    try {
      for (Verified gone : fromLastRun.values()) {
        if (gone.association().pumpSerial().equals(pump) && held.containsValue(gone)) {
          remove(gone.channel());
          marks.end(gone.channel(), now);
          removeFile(gone.channel(), true);
          events.dropped(gone, "the pump was away since the gateway began");
        }
      }
    } finally {
      changes.unlock();
    }
  }

  /** Lets go of what has expired, unless somebody changes something just now. */
  public void sweep(Instant now) {
    if (held.values().stream().anyMatch(found -> found.isExpired(now)) && changes.tryLock()) {
      try {
        removeExpired(now);
      } finally {
        changes.unlock();
      }
    }
  }

  private void removeExpired(Instant now) {
    for (Verified gone : new ArrayList<>(held.values())) {
      if (gone.isExpired(now)) {
        remove(gone.channel());
        removeFile(gone.channel(), false); // it would be found expired again
        events.dropped(gone, "expired");
      }
    }
  }

  private void put(Verified verified) {
    Map<Channel, Verified> next = new HashMap<>(held);
    next.put(verified.channel(), verified);
    held = Map.copyOf(next);
  }

  private void remove(Channel channel) {
    Map<Channel, Verified> next = new HashMap<>(held);
    next.remove(channel);
    held = Map.copyOf(next);
  }

  private void removeFile(Channel channel, boolean forced) {
    try {
      if (forced) {
        store.remove(fileOf(channel));
      } else {
        store.discard(fileOf(channel));
      }
    } catch (IOException e) {
      log.error("association's file not removed failure={}", e.toString());
    }
  }

  static String fileOf(Channel channel) {
    Bytes key = Bytes.of(channel.pump() + "\n" + channel.name(), StandardCharsets.UTF_8);
    return PREFIX + EventRecord.hashOf(key).substring(0, 32) + ".sealed";
  }
}
