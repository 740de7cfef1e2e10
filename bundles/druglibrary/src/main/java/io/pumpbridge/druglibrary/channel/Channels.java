// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.channel;

import io.pumpbridge.druglibrary.library.Bedside;
import io.pumpbridge.druglibrary.library.VerifiedLibrary;
import io.pumpbridge.druglibrary.store.Store;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.time.TrustedClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Every channel that was heard, and the library it is judged by. A reading never waits for the disk
 * or for a library that comes in; what changes is written down soon after ({@link ChannelsKeeper}),
 * and always before a newer library counts.
 */
public final class Channels implements Bedside {
  /** Channels that one bedside can have; further ones are judged by what is in force. */
  static final int MAX_CHANNELS = 256;

  /** A serial number or a channel that is longer is nobody's, and is not written down. */
  private static final int MAX_NAME = 64;

  /** As long as the order for an infusion may stand; who is silent for longer is elsewhere. */
  private static final long FORGET_AFTER_MS = Duration.ofDays(7).toMillis();

  /**
   * What a reading is judged by.
   *
   * @param began the library that the infusion began with, or the newest if none runs
   * @param newest in force for whatever begins now
   */
  public record Judged(Optional<VerifiedLibrary> began, Optional<VerifiedLibrary> newest) {
    /** By content: one that was signed again is the same. */
    public boolean isNewest() {
      return began.map(VerifiedLibrary::sha256).equals(newest.map(VerifiedLibrary::sha256));
    }
  }

  private final ChannelsFile file;
  private final TrustedClock clock;
  private final ChannelEvents events;
  private final long startMs;
  private final ReentrantLock writing = new ReentrantLock();

  private final Map<Channel, ChannelState> states = new LinkedHashMap<>();
  private final Map<String, VerifiedLibrary> held = new HashMap<>();
  private Optional<VerifiedLibrary> newest = Optional.empty();
  private Optional<ChannelsFile.Since> since = Optional.empty();
  private Set<String> withdrawn = Set.of();
  private Runnable onChange = () -> {};

  public Channels(Store store, TrustedClock clock, ChannelEvents events) {
    this.file = new ChannelsFile(store);
    this.clock = clock;
    this.events = events;
    this.startMs = clock.read().monotonicMs();
  }

  /** Calls back, without waiting, when there is something to be written down. */
  synchronized void onChange(Runnable listener) {
    onChange = listener;
  }

  @Override
  public synchronized void load() {
    ChannelsFile.Content content = file.read();
    states.clear();
    states.putAll(content.channels());
    since = content.newest();
  }

  /** One at a time, so that what is older never replaces what is newer. */
  @Override
  public void keep() throws IOException {
    writing.lock();
    try {
      file.write(content());
    } finally {
      writing.unlock();
    }
  }

  private synchronized ChannelsFile.Content content() {
    forgetTheSilent();
    Map<Channel, ChannelState> named = new LinkedHashMap<>(states);
    named.keySet().removeIf(channel -> channel.pump().isEmpty());
    return new ChannelsFile.Content(since, named);
  }

  private void forgetTheSilent() {
    long now = clock.read().monotonicMs();
    states.values().removeIf(state -> now - state.heardMs().orElse(startMs) > FORGET_AFTER_MS);
  }

  @Override
  public synchronized Map<String, Long> inUse() {
    Map<String, Long> all = new HashMap<>();
    states.values().stream()
        .filter(state -> state.running() && !state.sha256().isEmpty())
        .forEach(state -> all.put(state.sha256(), state.version()));
    Set<String> kept =
        all.entrySet().stream()
            .filter(entry -> !entry.getKey().equals(newestHash()))
            .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
            .limit(MAX_OLD)
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    kept.add(newestHash());
    all.keySet().retainAll(kept);
    return all;
  }

  @Override
  public synchronized void arm(Optional<VerifiedLibrary> armed, Map<String, VerifiedLibrary> old) {
    newest.ifPresent(before -> held.put(before.sha256(), before));
    held.putAll(old);
    newest = armed;
    armed.ifPresent(library -> held.put(library.sha256(), library));
    Instant now = clock.read().wall();
    armed
        .filter(library -> since.filter(known -> known.isOf(library.sha256())).isEmpty())
        .ifPresent(library -> since = Optional.of(new ChannelsFile.Since(library.sha256(), now)));
    onChange.run();
  }

  @Override
  public synchronized void retire(Set<String> withdrawnContents) {
    withdrawn = Set.copyOf(withdrawnContents);
    retire();
  }

  private void retire() {
    Set<String> needed = inUse().keySet();
    held.values().stream()
        .filter(library -> !isNeeded(library, needed) && !withdrawn.contains(library.sha256()))
        .forEach(events::superseded);
    held.values().removeIf(library -> !isNeeded(library, needed));
  }

  private boolean isNeeded(VerifiedLibrary library, Set<String> needed) {
    return needed.contains(library.sha256()) || library.sha256().equals(newestHash());
  }

  private String newestHash() {
    return newest.map(VerifiedLibrary::sha256).orElse("");
  }

  /**
   * A channel was heard; it takes the newest library if that is safe.
   *
   * @param programme what is ordered for it, as a fingerprint
   */
  public Judged on(
      PumpIdentity pump,
      String channel,
      PumpStatus status,
      Optional<String> programme,
      ClockReading at) {
    Channel heard = new Channel(pump.serialNumber(), channel);
    synchronized (this) {
      if (!hasRoomFor(heard)) {
        return new Judged(newest, newest);
      }
      Optional<ChannelState> before = Optional.ofNullable(states.get(heard));
      ChannelRule.Step step =
          ChannelRule.next(
              before,
              new ChannelRule.Reading(status, programme, at),
              new ChannelRule.Choice(
                  newestHash(),
                  newest.map(library -> library.library().version()).orElse(0L),
                  held::containsKey));
      states.put(heard, step.state());
      step.switched().ifPresent(cause -> events.switched(pump, channel, before, newest, cause));
      if (isOtherOnDisk(before, step.state())) {
        onChange.run();
      }
      if (before.isPresent() && !before.get().sha256().equals(step.state().sha256())) {
        retire();
      }
      return new Judged(Optional.ofNullable(held.get(step.state().sha256())), newest);
    }
  }

  private boolean hasRoomFor(Channel channel) {
    if (channel.pump().length() > MAX_NAME || channel.name().length() > MAX_NAME) {
      return false;
    }
    if (states.containsKey(channel) || states.size() < MAX_CHANNELS) {
      return true;
    }
    forgetTheSilent();
    return states.size() < MAX_CHANNELS;
  }

  private static boolean isOtherOnDisk(Optional<ChannelState> before, ChannelState now) {
    return before.isEmpty()
        || before.get().running() != now.running()
        || !before.get().sha256().equals(now.sha256())
        || !before.get().programme().equals(now.programme());
  }

  /**
   * Whether a pump that was here before a restart answers only now, so long after it that it was
   * away. To be asked before {@link #on}.
   */
  public synchronized boolean isBackLate(Channel channel, ClockReading at) {
    ChannelState state = states.get(channel);
    return state != null
        && state.heardMs().isEmpty()
        && at.monotonicMs() - startMs > ChannelState.UNREACHABLE_AFTER_MS
        && states.entrySet().stream()
            .filter(entry -> entry.getKey().pump().equals(channel.pump()))
            .allMatch(entry -> entry.getValue().heardMs().isEmpty());
  }

  /** A pump does not answer for now; for whoever asks, not for the disk. */
  public synchronized void lost(String pump) {
    states.replaceAll((channel, state) -> channel.pump().equals(pump) ? state.asLost() : state);
  }

  /** A pump left, or was silent for long. */
  public synchronized void release(String pump) {
    states.replaceAll((channel, state) -> channel.pump().equals(pump) ? state.released() : state);
    retire();
    onChange.run();
  }

  @Override
  public synchronized List<Fields> waiting() {
    return states.entrySet().stream()
        .filter(
            entry -> entry.getValue().running() && !entry.getValue().sha256().equals(newestHash()))
        .map(
            entry ->
                Fields.builder()
                    .put("serial", entry.getKey().pump())
                    .put("channel", entry.getKey().name())
                    .put("version", entry.getValue().version())
                    .put("why_not", "infusing")
                    .build())
        .toList();
  }

  /** Since when the newest counts for whatever begins. */
  synchronized Optional<Instant> since() {
    return since.map(ChannelsFile.Since::at);
  }

  synchronized Map<Channel, ChannelState> states() {
    return new LinkedHashMap<>(states);
  }

  /** In force for whatever begins now. */
  public synchronized Optional<VerifiedLibrary> newest() {
    return newest;
  }
}
