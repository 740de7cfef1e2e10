// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import io.pumpbridge.model.dose.DoseJudge;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.pump.PumpIdentity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The pumps behind one port, each with its own story: one where a pump has the port for itself,
 * several where a rack or a base stands there.
 *
 * <p>A pump that moves takes its story along, so that no advisory is said twice, or is left behind
 * and stands for ever. Until its old place notices, two know the same story; therefore the ports of
 * a gateway hear one at a time.
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

  /** All ports of one gateway; they hear in turns on this object. */
  interface Neighbours {
    /** Whether another port than this follows that pump now. */
    boolean follows(PumpIdentity pump, PortId here);

    /** Where on another port than this that pump is followed, or else known. */
    Optional<PumpWatch> find(PumpIdentity pump, PortId here);
  }

  private final PortId port;
  private final DoseJudge judge;
  private final Settings settings;
  private final Reports reports;
  private final Neighbours neighbours;
  private final Map<String, PumpWatch> places = new TreeMap<>();

  private volatile PortState state;

  PortWatch(
      PortId port, DoseJudge judge, Settings settings, Reports reports, Neighbours neighbours) {
    this.port = port;
    this.judge = judge;
    this.settings = settings;
    this.reports = reports;
    this.neighbours = neighbours;
    this.state = new PortState(port, List.of());
  }

  PortState state() {
    return state;
  }

  /** Where that pump is known here; in the ports' turns. */
  Optional<PumpWatch> find(PumpIdentity pump) {
    return places.values().stream()
        .filter(watch -> watch.knows(pump))
        .max(Comparator.comparing(PumpWatch::isFollowing));
  }

  @Override
  public boolean isFollowing() {
    return places.values().stream().anyMatch(PumpWatch::isFollowing);
  }

  @Override
  public void heard(Effect effect, long nowMs) {
    synchronized (neighbours) {
      hear(effect, nowMs);
    }
  }

  private void hear(Effect effect, long nowMs) {
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
        say(lost(watch, lost.reason(), nowMs));
      }
    }
  }

  private List<Event> lost(PumpWatch watch, Effect.LossReason reason, long nowMs) {
    if (watch.isFollowing() && isFollowedElsewhere(watch)) {
      return lostHereOnly(watch, reason, nowMs);
    }
    if (watch.isFollowing()) {
      watch.pump().ifPresent(judge::lost);
    }
    return watch.lost(reason, nowMs);
  }

  /** That its pump is lost must not be the last word on it. */
  private List<Event> lostHereOnly(PumpWatch watch, Effect.LossReason reason, long nowMs) {
    List<Event> events = new ArrayList<>(watch.lost(reason, nowMs));
    watch
        .pump()
        .flatMap(pump -> find(pump, watch).or(() -> neighbours.find(pump, port)))
        .ifPresent(elsewhere -> events.addAll(elsewhere.stillConnected()));
    watch.leave();
    return events;
  }

  private Optional<PumpWatch> find(PumpIdentity pump, PumpWatch notThis) {
    return places.values().stream()
        .filter(other -> other != notThis && other.follows(pump))
        .findFirst();
  }

  private void onIdentified(String place, PumpIdentity pump) {
    List<Event> events = new ArrayList<>(endOtherProtocols(pump));
    Optional<PumpWatch> watch = at(place);
    if (watch.isPresent()) {
      if (!watch.get().knows(pump) && isFollowedElsewhere(watch.get())) {
        watch.get().leave(); // two pumps have changed places
      }
      Optional<PumpWatch> elsewhere = find(pump).or(() -> neighbours.find(pump, port));
      events.addAll(watch.get().identified(pump, elsewhere));
      say(events);
      reports.identified(port, pump);
    }
  }

  /** On another port of this gateway, or at another place of this one. */
  private boolean isFollowedElsewhere(PumpWatch watch) {
    return watch
        .pump()
        .filter(pump -> neighbours.follows(pump, port) || find(pump, watch).isPresent())
        .isPresent();
  }

  /** A rack in place of a pump, or a pump in place of a rack: whoever was here is no longer. */
  private List<Event> endOtherProtocols(PumpIdentity pump) {
    List<Event> events = new ArrayList<>();
    List<PumpWatch> others =
        places.values().stream()
            .filter(
                watch ->
                    watch.pump().filter(p -> !p.protocol().equals(pump.protocol())).isPresent())
            .toList();
    others.stream()
        .filter(watch -> !isFollowedElsewhere(watch))
        .forEach(watch -> events.addAll(watch.endInto(pump)));
    places.values().removeAll(others);
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
    synchronized (neighbours) {
      List<Event> events = new ArrayList<>();
      places.values().forEach(watch -> events.addAll(lost(watch, reason, nowMs)));
      say(events);
    }
  }

  @Override
  public void tick(long nowMs) {
    synchronized (neighbours) {
      List<Event> events = new ArrayList<>();
      for (PumpWatch watch : places.values()) {
        if (!watch.isFollowing() && isFollowedElsewhere(watch)) {
          watch.leave();
          publish();
        } else {
          events.addAll(watch.tick(nowMs));
        }
      }
      say(events);
    }
  }

  /** Says what stands, for whoever may not have heard of it. */
  void again() {
    synchronized (neighbours) {
      List<Event> events = new ArrayList<>();
      places.values().stream()
          .filter(watch -> watch.isFollowing() || !isFollowedElsewhere(watch))
          .forEach(watch -> events.addAll(watch.again()));
      say(events);
    }
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
