// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.benchmark;

import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.driver.PumpSession;
import io.pumpbridge.model.driver.SessionInput;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.Simulators;
import io.pumpbridge.simulators.pump.PumpSimulator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * All that a session was told while it followed a simulated pump that infuses. Sessions are pure,
 * so telling it again does the same work again: frames, checksums, values, decisions.
 *
 * @param inputs in order
 * @param frames how many messages came from the pump, single control characters not counted
 * @param bytes how many bytes all that came from it had
 */
record Recording(PumpDriver driver, List<SessionInput> inputs, long frames, long bytes) {

  private static final long TICK_MS = 100;
  private static final long ANSWER_MS = 20;

  /** Time before which nothing of it is real: the pump's own clock begins at zero. */
  private static final long START_MS = 1_000;

  /** Behind a line of several; the others stand alone. */
  private static final Map<String, Integer> PUMPS = Map.of("bcc", 3, "fresenius", 3);

  private record Due(long atMs, long order, Bytes bytes) {}

  Recording {
    inputs = List.copyOf(inputs);
  }

  /**
   * @throws IllegalStateException if the driver does not come to follow its simulated pump
   */
  static Recording of(PumpDriver driver, long lengthMs) {
    String protocol = driver.protocol();
    PumpSimulator pump =
        Simulators.create(protocol, Optional.empty(), PUMPS.getOrDefault(protocol, 1));
    for (PumpSimulator.Bedside bedside : pump.pumps()) {
      bedside.rate("5", START_MS);
      if (!bedside.start(START_MS)) {
        bedside.clear(START_MS); // an NE-1000 alarms at every power-on
        bedside.start(START_MS);
      }
    }
    return new Recorder(driver, pump).record(START_MS + lengthMs);
  }

  /**
   * The same, each byte heard by itself, as a slow line may bring it: the most work there is.
   *
   * @throws IllegalStateException if the session makes something else of it
   */
  Recording byteByByte() {
    List<SessionInput> cut = new ArrayList<>();
    for (SessionInput input : inputs) {
      if (input instanceof SessionInput.Received received) {
        for (byte one : received.bytes().toArray()) {
          cut.add(new SessionInput.Received(Bytes.of(new byte[] {one}), received.nowMs()));
        }
      } else {
        cut.add(input);
      }
    }
    Recording bytewise = new Recording(driver, cut, frames, bytes);
    if (bytewise.replay() != replay()) {
      throw new IllegalStateException(driver.protocol() + " is understood otherwise if it is cut");
    }
    return bytewise;
  }

  /** Tells a fresh session everything; answers how much it had to say, so that nothing is idle. */
  long replay() {
    PumpSession session = driver.newSession();
    long effects = 0;
    for (SessionInput input : inputs) {
      PumpSession.Step step = session.on(input);
      session = step.next();
      effects += step.effects().size();
    }
    return effects;
  }

  /** One pass in virtual time. */
  private static final class Recorder {
    private final PumpDriver driver;
    private final PumpSimulator pump;
    private final List<SessionInput> inputs = new ArrayList<>();
    private final PriorityQueue<Due> line =
        new PriorityQueue<>(
            java.util.Comparator.comparingLong(Due::atMs).thenComparingLong(Due::order));
    private PumpSession session;
    private long order;
    private long frames;
    private long bytes;
    private long reports;

    Recorder(PumpDriver driver, PumpSimulator pump) {
      this.driver = driver;
      this.pump = pump;
      this.session = driver.newSession();
    }

    Recording record(long untilMs) {
      tell(new SessionInput.Opened(START_MS), START_MS);
      long nextTickMs = START_MS;
      while (true) {
        Due due = line.peek();
        long now = due == null ? nextTickMs : Math.min(due.atMs(), nextTickMs);
        if (now > untilMs) {
          break;
        }
        if (due != null && due.atMs() <= nextTickMs) {
          line.remove();
          bytes += due.bytes().length();
          frames += due.bytes().length() > 2 ? 1 : 0;
          tell(new SessionInput.Received(due.bytes(), now), now);
        } else {
          nextTickMs = now + TICK_MS;
          comes(pump.advance(now), now);
          tell(new SessionInput.Tick(now), now);
        }
      }
      if (reports == 0) {
        throw new IllegalStateException(driver.protocol() + " was not followed");
      }
      return new Recording(driver, inputs, frames, bytes);
    }

    private void tell(SessionInput input, long now) {
      inputs.add(input);
      PumpSession.Step step = session.on(input);
      session = step.next();
      for (Effect effect : step.effects()) {
        if (effect instanceof Effect.Send send) {
          comes(pump.receive(send.bytes(), now), now);
        }
        reports += effect instanceof Effect.Report ? 1 : 0;
      }
    }

    private void comes(List<Bytes> said, long now) {
      said.forEach(frame -> line.add(new Due(now + ANSWER_MS, order++, frame)));
    }
  }
}
