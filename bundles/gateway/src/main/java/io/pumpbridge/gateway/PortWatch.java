// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import io.pumpbridge.model.dose.DoseJudge;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.pump.PumpIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The pumps behind one port, each with its own story: one where a pump has the port for itself,
 * several where a rack or a base stands there.
 */
final class PortWatch implements PortListener {

  /** A full rack has fewer pumps; a line cannot make us grow. */
  static final int MAX_PLACES = 32;

  /** Who is told of every change; called on the port's own thread, must not block. */
  interface Reports {
    void say(PortState state, List<Event> events);

    /** A pump said who it is. */
    void identified(PortId port, PumpIdentity pump);
  }

  private final PortId port;
  private final DoseJudge judge;
  private final Settings settings;
  private final Reports reports;
  private final Predicate<PumpIdentity> followedElsewhere;
  private final Map<String, PumpWatch> places = new TreeMap<>();

  private volatile PortState state;

  /**
   * @param followedElsewhere whether another port of this gateway follows that pump now
   */
  PortWatch(
      PortId port,
      DoseJudge judge,
      Settings settings,
      Reports reports,
      Predicate<PumpIdentity> followedElsewhere) {
    this.port = port;
    this.judge = judge;
    this.settings = settings;
    this.reports = reports;
    this.followedElsewhere = followedElsewhere;
    this.state = new PortState(port, List.of());
  }

  PortState state() {
    return state;
  }

  @Override
  public boolean isFollowing() {
    return places.values().stream().anyMatch(PumpWatch::isFollowing);
  }

  @Override
  public void heard(Effect effect, long nowMs) {
    if (effect instanceof Effect.Identified identified) {
      onIdentified(identified.place(), identified.pump());
    } else if (effect instanceof Effect.Report report) {
      PumpWatch watch = places.get(report.place());
      if (watch != null) {
        int before = watch.channelCount();
        List<Event> events = watch.reported(report.observation(), nowMs);
        if (watch.channelCount() != before) {
          publish(); // a channel counts as known also where there was nothing to say of it
        }
        say(events);
      }
    } else if (effect instanceof Effect.Lost lost) {
      PumpWatch watch = places.get(lost.place());
      if (watch != null) {
        say(watch.lost(lost.reason(), nowMs));
      }
    }
  }

  private void onIdentified(String place, PumpIdentity pump) {
    List<Event> events = new ArrayList<>(endOtherProtocols(pump));
    Optional<PumpWatch> watch = at(place);
    if (watch.isPresent()) {
      events.addAll(watch.get().identified(pump));
      say(events);
      reports.identified(port, pump);
    }
  }

  /** A rack in place of a pump, or a pump in place of a rack: whoever was here is no longer. */
  private List<Event> endOtherProtocols(PumpIdentity pump) {
    List<Event> events = new ArrayList<>();
    places
        .entrySet()
        .removeIf(
            entry ->
                entry
                        .getValue()
                        .pump()
                        .filter(p -> !p.protocol().equals(pump.protocol()))
                        .isPresent()
                    && entry.getValue().endInto(events, pump));
    return events;
  }

  private Optional<PumpWatch> at(String place) {
    PumpWatch known = places.get(place);
    if (known == null && places.size() < MAX_PLACES) {
      known = new PumpWatch(port, place, judge, settings);
      places.put(place, known);
    }
    return Optional.ofNullable(known);
  }

  @Override
  public void gone(Effect.LossReason reason, long nowMs) {
    List<Event> events = new ArrayList<>();
    places.values().forEach(watch -> events.addAll(watch.lost(reason, nowMs)));
    say(events);
  }

  @Override
  public void tick(long nowMs) {
    List<Event> events = new ArrayList<>();
    for (PumpWatch watch : places.values()) {
      if (watch.pump().filter(followedElsewhere).isPresent() && !watch.isFollowing()) {
        watch.leave();
        publish();
      } else {
        events.addAll(watch.tick(nowMs));
      }
    }
    say(events);
  }

  private void say(List<Event> events) {
    if (!events.isEmpty()) {
      publish();
      reports.say(state, events);
    }
  }

  private void publish() {
    state = new PortState(port, places.values().stream().map(PumpWatch::state).toList());
  }
}
