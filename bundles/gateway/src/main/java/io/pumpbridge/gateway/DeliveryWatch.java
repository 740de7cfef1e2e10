// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.ObservationFields;
import io.pumpbridge.model.nomenclature.Mdc;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpAlarm;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What changed on one channel: pure, told the time, remembers the last reading and which alarms it
 * has said to stand.
 *
 * <p>A delivery that already runs when the channel is first heard is sampled, not announced as
 * started: the bridge did not see it start. A change of rate is a stop ({@code transitioning}) and
 * a start, as IHE PCD IPEC has it.
 *
 * <p>Each alarm that is said to start is said to end, or {@link #unknown} says that nobody knows
 * any more: a pump that has gone for good has not ended its alarm.
 */
final class DeliveryWatch {
  private final PumpIdentity pump;
  private final String channel;
  private final long sampleIntervalMs;

  private Optional<Observation> last = Optional.empty();

  /** As whoever listens knows them. */
  private List<PumpAlarm> standing = List.of();

  private long sampledMs;

  /**
   * Whoever was told that nothing is known learns from a sample that the channel is heard again.
   */
  private boolean sampleIsOwed;

  DeliveryWatch(PumpIdentity pump, String channel, long sampleIntervalMs) {
    this.pump = pump;
    this.channel = channel;
    this.sampleIntervalMs = sampleIntervalMs;
  }

  /** Most urgent first. */
  List<Event> on(Observation now, long nowMs) {
    List<Event> events = new ArrayList<>();
    boolean alarmsChanged = alarmsChanged(events, standing, now.alarms());
    standing = now.alarms();
    boolean deliveryChanged = last.isPresent() && deliveryChanged(events, last.get(), now);
    boolean sampleIsDue = last.isEmpty() || sampleIsOwed || nowMs - sampledMs >= sampleIntervalMs;
    if (sampleIsDue || alarmsChanged || deliveryChanged || statusChanged(now)) {
      events.add(event(EventName.SAMPLE, ObservationFields.of(now)));
      sampledMs = nowMs;
      sampleIsOwed = false;
    }
    last = Optional.of(now);
    return events;
  }

  /** The pump has gone, and whether its alarms still stand nobody knows; why is said. */
  List<Event> unknown(String reason) {
    if (standing.isEmpty()) {
      return List.of();
    }
    Fields details =
        Fields.builder()
            .put("alarms", standing.stream().map(ObservationFields::of).toList())
            .put("reason", reason)
            .build();
    standing = List.of();
    sampleIsOwed = true;
    return List.of(event(EventName.ALERTS_UNKNOWN, details));
  }

  /** What stands, for whoever may not have heard of it. */
  List<Event> again() {
    return standing.stream().map(alarm -> alarmEvent(alarm, "continue")).toList();
  }

  private boolean statusChanged(Observation now) {
    return last.map(before -> before.status() != now.status()).orElse(true);
  }

  private boolean alarmsChanged(List<Event> events, List<PumpAlarm> before, List<PumpAlarm> now) {
    Set<String> codesBefore = codes(before);
    Set<String> codesNow = codes(now);
    now.stream()
        .filter(alarm -> !codesBefore.contains(alarm.code()))
        .forEach(alarm -> events.add(alarmEvent(alarm, "start")));
    before.stream()
        .filter(alarm -> !codesNow.contains(alarm.code()))
        .forEach(alarm -> events.add(alarmEvent(alarm, "end")));
    return !codesBefore.equals(codesNow);
  }

  private static Set<String> codes(List<PumpAlarm> alarms) {
    return alarms.stream().map(PumpAlarm::code).collect(Collectors.toSet());
  }

  private Event alarmEvent(PumpAlarm alarm, String phase) {
    return event(
        EventName.ALARM,
        Fields.builder().putAll(ObservationFields.of(alarm)).put("phase", phase).build());
  }

  private boolean deliveryChanged(List<Event> events, Observation before, Observation now) {
    boolean ran = before.status() == PumpStatus.INFUSING;
    boolean runs = now.status() == PumpStatus.INFUSING;
    boolean rateChanged = ran && runs && !sameRate(before, now);
    if (ran && !runs) {
      events.add(event(isComplete(now) ? EventName.DELIV_COMP : EventName.DELIV_STOP, what(now)));
    } else if (rateChanged) {
      events.add(
          event(
              EventName.DELIV_STOP,
              Fields.builder().putAll(what(before)).put("transitioning", true).build()));
    }
    if (runs && (!ran || rateChanged)) {
      events.add(event(EventName.DELIV_START, what(now)));
    }
    return ran != runs || rateChanged;
  }

  /** A pump names the end of an infusion by an alarm or notice with this code. */
  private static boolean isComplete(Observation now) {
    return now.alarms().stream()
        .anyMatch(alarm -> alarm.mdc().orElse(0) == Mdc.EVT_PUMP_DELIV_COMP.code());
  }

  private static boolean sameRate(Observation before, Observation now) {
    return before.rate().map(q -> q.inBaseUnits()).equals(now.rate().map(q -> q.inBaseUnits()));
  }

  private static Fields what(Observation observation) {
    Fields.Builder fields = Fields.builder().put("status", observation.status().wireName());
    observation.rate().ifPresent(q -> fields.put("rate", q, Mdc.FLOW_FLUID_PUMP.code()));
    observation
        .volumeInfused()
        .ifPresent(q -> fields.put("volume_infused", q, Mdc.VOL_FLUID_DELIV_TOTAL.code()));
    return fields.build();
  }

  private Event event(EventName name, Fields details) {
    return Event.of(name, pump, channel, details);
  }
}
