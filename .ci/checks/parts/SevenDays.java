// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.ObservationFields;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;
import io.pumpbridge.model.pump.AlarmPriority;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpAlarm;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.GcmSealer;
import io.pumpbridge.trust.keys.SealingKeyFile;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * What four pumps say in seven days without a server, in a provisioned gateway's own journal, sealed
 * with its own key; time is driven. Prints one line: {@code epoch alarm clinical telemetry audit}.
 */
final class SevenDays {
  private static final Duration LENGTH = Duration.ofDays(7);
  private static final Duration SAMPLES = Duration.ofSeconds(10);
  private static final int PUMPS = 4;

  /** 60 480 steps: 20 160 deliveries that begin or end, 201 alarms, 100 words of the server's loss. */
  private static final int EVENT_EVERY = 3;

  private static final int ALARM_EVERY = 300;
  private static final int AUDIT_EVERY = 600;

  /** Half of what the journal takes in before it says that it is too much. */
  private static final int AHEAD = 1_000;

  private final SqliteEventJournal journal;
  private final Deque<CompletableFuture<EventRecord>> waiting = new ArrayDeque<>();
  private final Instant start;
  private volatile ClockReading now;

  private SevenDays(Path state, String gateway, Instant end) throws Exception {
    SecureRandom random = new SecureRandom();
    StateFolder keys = StateFolder.open(state.resolve("trust"));
    GcmSealer sealer = new GcmSealer(SealingKeyFile.loadOrMake(keys, random), random);
    this.start = end.minus(LENGTH);
    this.now = new ClockReading(start, ClockQuality.SYNCHRONISED, 0);
    this.journal =
        new SqliteEventJournal(
            () -> now, sealer, gateway, state.resolve("journal"), new Settings(256, 100, 12));
  }

  public static void main(String[] arguments) throws Exception {
    SevenDays days =
        new SevenDays(Path.of(arguments[0]), arguments[1], Instant.parse(arguments[2]));
    days.pass();
  }

  private void pass() throws Exception {
    long steps = LENGTH.dividedBy(SAMPLES);
    for (int step = 0; step < steps; step++) {
      Duration since = SAMPLES.multipliedBy(step);
      now = new ClockReading(start.plus(since), ClockQuality.SYNCHRONISED, since.toMillis());
      for (int pump = 0; pump < PUMPS; pump++) {
        append(Event.of(EventName.SAMPLE, pump(pump), "1", reading(step, pump, List.of())));
      }
      if (step % EVENT_EVERY == 0) {
        EventName name =
            step % (2 * EVENT_EVERY) == 0 ? EventName.DELIV_START : EventName.DELIV_STOP;
        append(Event.of(name, pump(step % PUMPS), "1", reading(step, 0, List.of())));
      }
      if (step % ALARM_EVERY == 0) {
        append(Event.of(EventName.ALARM, pump(step % PUMPS), "1", reading(step, 0, occlusion())));
      }
      if (step % AUDIT_EVERY == 0) {
        append(
            Event.of(
                EventName.SERVER_REFUSED,
                Fields.builder().put("code", "unreachable").put("repeated", 60).build()));
      }
    }
    while (!waiting.isEmpty()) {
      waiting.remove().join();
    }
    StringBuilder line = new StringBuilder(journal.streams().get(0).stream().epoch());
    journal.streams().forEach(status -> line.append(' ').append(status.lastSequence()));
    journal.close();
    System.out.println(line);
  }

  private void append(Event event) {
    waiting.add(journal.append(event));
    if (waiting.size() >= AHEAD) {
      waiting.remove().join(); // fails if the journal did not take it
    }
  }

  private static PumpIdentity pump(int number) {
    return new PumpIdentity("alaris", "alaris", "GH", "8002-5174" + number, "1.9.5");
  }

  private static List<PumpAlarm> occlusion() {
    return List.of(
        new PumpAlarm("AL_OCCLU", OptionalInt.of(196_940), AlarmPriority.HIGH, "Occlusion"));
  }

  private static Fields reading(int step, int pump, List<PumpAlarm> alarms) {
    return ObservationFields.of(
        new Observation(
            "1",
            PumpStatus.INFUSING,
            Optional.of(quantity("5." + pump + (step % 10), Unit.ML_PER_HOUR)),
            Optional.of(quantity(step / 7 + ".25", Unit.ML)),
            Optional.of(quantity(100 + step % 400 + ".75", Unit.ML)),
            Optional.of(Duration.ofSeconds(36_000 - step % 3_600)),
            Optional.of(quantity(String.valueOf(100 + step % 77), Unit.MMHG)),
            Optional.empty(),
            alarms));
  }

  private static Quantity quantity(String value, Unit unit) {
    return new Quantity(new BigDecimal(value), unit);
  }
}
