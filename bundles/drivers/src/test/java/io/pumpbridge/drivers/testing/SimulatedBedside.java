// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.testing;

import io.pumpbridge.drivers.testing.Talk.Arrival;
import io.pumpbridge.drivers.testing.Truths.Moment;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.fault.LineFaults;
import io.pumpbridge.simulators.pump.PumpSimulator;
import io.pumpbridge.simulators.pump.PumpSimulator.Bedside;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Simulated pumps, whoever stands at them, and a line that may be bad in every way. */
final class SimulatedBedside implements Talk.FarEnd {

  /** How the line carries an answer. */
  enum Delivery {
    WHOLE,
    /** Byte by byte, all of them at once. */
    IN_PIECES,
    /** A byte each millisecond, as 9600 baud does. */
    SLOWLY
  }

  /** Virtual time of {@link Talk} begins below zero, that of a simulator does not. */
  private static final long ZERO_MS = 10_000;

  /** How long a pump takes to answer; none of those known says. */
  private static final long ANSWER_MS = 20;

  private final Truths truths;
  private final Map<String, BigDecimal> set = new HashMap<>();
  private PumpSimulator pump;
  private LineFaults there = LineFaults.none();
  private LineFaults back = LineFaults.none();
  private Delivery delivery = Delivery.WHOLE;
  private long lateMs;
  private boolean echoes;
  private boolean muted;
  private long byteMs = Long.MIN_VALUE;
  private Bytes longest = Bytes.EMPTY;

  SimulatedBedside(Family family, PumpSimulator pump) {
    this.truths = new Truths(family);
    this.pump = pump;
  }

  static long pumpTime(long nowMs) {
    return nowMs + ZERO_MS;
  }

  Truths truths() {
    return truths;
  }

  List<Bedside> pumps() {
    return pump.pumps();
  }

  void rate(Bedside panel, String mlPerHour, long nowMs) {
    panel.rate(mlPerHour, pumpTime(nowMs));
    set.put(panel.place(), new BigDecimal(mlPerHour));
  }

  /** Looks at every pump. */
  void look(long nowMs) {
    for (Bedside panel : pump.pumps()) {
      truths.saw(
          panel.place(),
          new Moment(
              nowMs,
              panel.truth(pumpTime(nowMs)),
              set.getOrDefault(panel.place(), BigDecimal.ZERO)));
    }
  }

  /** Somebody plugs another pump in, without the port noticing. */
  void swap(PumpSimulator other) {
    pump = other;
    set.clear();
  }

  /** Faults of that kind in both directions, drawn from the seed. */
  void spoil(long seed, LineFaults.Rates rates) {
    there = new LineFaults(seed, rates);
    spoilAnswers(seed + 1_000, rates);
  }

  void spoilAnswers(long seed, LineFaults.Rates rates) {
    back = new LineFaults(seed, rates);
  }

  /** Answers come so much later than they should. */
  void late(long ms) {
    lateMs = ms;
  }

  /** What is sent comes back, besides what the pump says. */
  void echo() {
    echoes = true;
  }

  void deliver(Delivery how) {
    delivery = how;
  }

  /** Nothing that the pump says arrives, and nothing that it is asked. */
  void mute() {
    muted = true;
  }

  void heal() {
    there = LineFaults.none();
    back = LineFaults.none();
    delivery = Delivery.WHOLE;
    lateMs = 0;
    echoes = false;
    muted = false;
  }

  /** The longest thing that the pump has said. */
  Bytes longest() {
    return longest;
  }

  @Override
  public List<Arrival> onBytes(Bytes sent, long nowMs) {
    List<Arrival> arrivals = new ArrayList<>();
    if (echoes) {
      arrivals.add(new Arrival(sent, 1));
    }
    if (!muted) {
      carry(pump.receive(there.carry(sent).bytes(), pumpTime(nowMs)), nowMs, arrivals);
    }
    look(nowMs);
    return arrivals;
  }

  @Override
  public List<Arrival> onTick(long nowMs) {
    List<Arrival> arrivals = new ArrayList<>();
    List<Bytes> said = pump.advance(pumpTime(nowMs));
    if (!muted) {
      carry(said, nowMs, arrivals);
    }
    look(nowMs);
    return arrivals;
  }

  private void carry(List<Bytes> said, long nowMs, List<Arrival> arrivals) {
    for (Bytes frame : said) {
      longest = frame.length() > longest.length() ? frame : longest;
      LineFaults.Arrival arrival = back.carry(frame);
      long afterMs = ANSWER_MS + lateMs + arrival.after().toMillis();
      if (delivery == Delivery.WHOLE) {
        arrivals.add(new Arrival(arrival.bytes(), afterMs));
        continue;
      }
      byte[] bytes = arrival.bytes().toArray();
      for (int i = 0; i < bytes.length; i++) {
        arrivals.add(new Arrival(Bytes.of(bytes, i, 1), byteAt(nowMs + afterMs) - nowMs));
      }
    }
  }

  /** When the next byte comes: after those before it. */
  private long byteAt(long soonestMs) {
    byteMs = delivery == Delivery.SLOWLY ? Math.max(soonestMs, byteMs + 1) : soonestMs;
    return byteMs;
  }
}
