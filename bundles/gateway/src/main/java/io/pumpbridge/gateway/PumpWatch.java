// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.dose.Association;
import io.pumpbridge.model.dose.DoseJudge;
import io.pumpbridge.model.dose.Judgement;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is known of the pump at one place, and what is worth saying of it. Pure but for the judge,
 * which answers from memory; told the time.
 *
 * <p>The same pump that comes back soon is the same story, also where it comes back to another port
 * or another place of a rack; another one ends it: advisories are taken back, alarms are said not
 * to be known any more, and what the order system said of the old pump is dropped. A pump that has
 * not answered for {@link Settings#associationHold()} may be at another bed by now: the same is
 * done, and it needs a new association when it comes back. That it is lost still shows.
 */
final class PumpWatch {
  /** More channels than any supported pump or rack has; a pump cannot make us grow. */
  private static final int MAX_CHANNELS = 32;

  private record Channel(DeliveryWatch delivery, AdvisoryWatch advisory) {
    private List<Event> end(String reason) {
      List<Event> events = new ArrayList<>(advisory.end(reason));
      events.addAll(delivery.unknown(reason));
      return events;
    }

    private List<Event> again() {
      List<Event> events = new ArrayList<>(advisory.again());
      events.addAll(delivery.again());
      return events;
    }
  }

  private final PortId port;
  private final String place;
  private final DoseJudge judge;
  private final Settings settings;

  /** The pump's, wherever it is: one with that of every other place where it is known. */
  private Map<String, Channel> channels = new TreeMap<>();

  private Optional<PumpIdentity> pump = Optional.empty();
  private boolean following;

  /** Since when the pump is lost, as long as its association is held for it. */
  private Optional<Long> heldSinceMs = Optional.empty();

  PumpWatch(PortId port, String place, DoseJudge judge, Settings settings) {
    this.port = port;
    this.place = place;
    this.judge = judge;
    this.settings = settings;
  }

  Optional<PumpIdentity> pump() {
    return pump;
  }

  boolean isFollowing() {
    return following;
  }

  /** Whether it is the pump that is, or was last, here. */
  boolean knows(PumpIdentity wanted) {
    return pump.filter(wanted::isSamePump).isPresent();
  }

  boolean follows(PumpIdentity wanted) {
    return following && knows(wanted);
  }

  int channelCount() {
    return channels.size();
  }

  PortState.PumpState state() {
    return new PortState.PumpState(
        place, pump, following, heldSinceMs.isPresent(), level(), List.copyOf(channels.keySet()));
  }

  AdvisoryWatch.Level level() {
    return channels.values().stream()
        .map(channel -> channel.advisory().level())
        .max(Enum::compareTo)
        .orElse(AdvisoryWatch.Level.NONE);
  }

  /**
   * A pump said who it is.
   *
   * @param elsewhere another place where it is known: its story goes on here
   */
  List<Event> identified(PumpIdentity now, Optional<PumpWatch> elsewhere) {
    List<Event> events = new ArrayList<>();
    if (pump.isPresent() && !pump.get().isSamePump(now)) {
      events.addAll(forget(pump.get(), now));
    }
    elsewhere.ifPresent(other -> channels = other.channels);
    pump = Optional.of(now);
    following = true;
    heldSinceMs = Optional.empty();
    events.add(
        Event.of(
            EventName.PUMP_IDENTIFIED,
            now,
            where().put("profile", now.profile()).put("software", now.software()).build()));
    events.add(linkEvent(now, "connected", "identified"));
    return events;
  }

  private List<Event> forget(PumpIdentity before, PumpIdentity now) {
    List<Event> events = end(before, instead(before, now));
    channels = new TreeMap<>();
    return events;
  }

  private static String instead(PumpIdentity before, PumpIdentity now) {
    if (now.serialNumber().isEmpty()) {
      return "a pump that does not say its serial number answers";
    }
    return now.serialNumber().equals(before.serialNumber())
        ? "another pump with the same serial number answers: " + now.model()
        : "pump " + now.serialNumber() + " answers instead";
  }

  /** Another protocol is spoken here now: this story ends. */
  List<Event> endInto(PumpIdentity now) {
    return pump.map(before -> forget(before, now)).orElse(List.of());
  }

  /** It was found elsewhere on this gateway and its story goes on there. */
  void leave() {
    pump = Optional.empty();
    following = false;
    heldSinceMs = Optional.empty();
    channels = new TreeMap<>();
  }

  /** Time went by. */
  List<Event> tick(long nowMs) {
    if (pump.isEmpty()
        || heldSinceMs.isEmpty()
        || nowMs - heldSinceMs.get() < settings.associationHold().toMillis()) {
      return List.of();
    }
    heldSinceMs = Optional.empty();
    return end(
        pump.get(),
        "the pump has not answered for " + settings.associationHold().toSeconds() + " s");
  }

  /** What stands, for whoever may not have heard of it. */
  List<Event> again() {
    return placed(channels.values().stream().flatMap(channel -> channel.again().stream()).toList());
  }

  /**
   * The bridge's advisories are taken back, the pump's alarms are not known any more, and what the
   * order system said is dropped.
   */
  private List<Event> end(PumpIdentity before, String reason) {
    List<Event> events = new ArrayList<>();
    channels.values().forEach(channel -> events.addAll(channel.end(reason)));
    events.addAll(drop(before, reason));
    return placed(events);
  }

  private List<Event> drop(PumpIdentity before, String reason) {
    List<Event> events = new ArrayList<>();
    for (Association dropped : judge.drop(before, reason)) {
      events.add(
          Event.of(
              EventName.ASSOCIATION_DROPPED,
              before,
              dropped.channel(),
              Fields.builder().put("association", dropped.id()).put("reason", reason).build()));
    }
    return events;
  }

  List<Event> lost(Effect.LossReason reason, long nowMs) {
    if (!following || pump.isEmpty()) {
      return List.of();
    }
    following = false;
    heldSinceMs = Optional.of(nowMs);
    return List.of(
        linkEvent(pump.get(), "lost", reason.name().toLowerCase(Locale.ROOT).replace('_', '-')));
  }

  /** Advisories first: they must not wait for anything. */
  List<Event> reported(Observation observation, long nowMs) {
    if (pump.isEmpty()) {
      return List.of(); // a session that reports before it identified is not believed
    }
    PumpIdentity identity = pump.get();
    Optional<Channel> found = channelOf(identity, observation.channel());
    if (found.isEmpty()) {
      return List.of();
    }
    Channel channel = found.get();
    List<Event> events = new ArrayList<>();
    events.addAll(
        channel
            .advisory()
            .on(
                judged(identity, observation),
                judge.association(identity, observation.channel()),
                nowMs));
    events.addAll(channel.delivery().on(observation, nowMs));
    return placed(events);
  }

  /**
   * A pump without a serial number is told apart from others by where it is. It never moves: in
   * another place it is another pump.
   */
  private List<Event> placed(List<Event> events) {
    if (pump.filter(here -> here.serialNumber().isEmpty()).isEmpty()) {
      return events;
    }
    return events.stream()
        .map(
            event ->
                new Event(
                    event.name(),
                    event.pump(),
                    event.channel(),
                    where().putAll(event.details()).build()))
        .toList();
  }

  private Judgement judged(PumpIdentity identity, Observation observation) {
    return settings.careArea().isPresent()
        ? judge.judge(identity, observation, settings.careArea().get())
        : judge.judge(identity, observation);
  }

  private Optional<Channel> channelOf(PumpIdentity identity, String name) {
    Channel known = channels.get(name);
    if (known == null && channels.size() < MAX_CHANNELS) {
      known =
          new Channel(
              new DeliveryWatch(identity, name, settings.sampleInterval().toMillis()),
              new AdvisoryWatch(identity, name));
      channels.put(name, known);
    }
    return Optional.ofNullable(known);
  }

  /** It was lost at another place, where it no longer is. */
  List<Event> stillConnected() {
    return pump.filter(here -> following).stream()
        .map(here -> linkEvent(here, "connected", "followed-here"))
        .toList();
  }

  private Fields.Builder where() {
    Fields.Builder where = Fields.builder().put("port", port.path());
    if (!place.isEmpty()) {
      where.put("place", place);
    }
    return where;
  }

  private Event linkEvent(PumpIdentity identity, String state, String reason) {
    return Event.of(
        EventName.COMM_STATUS_CHANGE,
        identity,
        where().put("state", state).put("reason", reason).build());
  }
}
