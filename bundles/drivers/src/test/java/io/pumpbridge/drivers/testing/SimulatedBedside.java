// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.testing;

import io.pumpbridge.drivers.testing.Talk.Arrival;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.fault.LineFaults;
import io.pumpbridge.simulators.pump.PumpSimulator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A simulated pump behind a line that may be bad in every way that a contract asks for. */
public final class SimulatedBedside implements Talk.FarEnd {

  /** Virtual time of {@link Talk} begins below zero, that of a simulator does not. */
  private long offsetMs = 10_000;

  private long lastMs;
  private PumpSimulator pump;
  private LineFaults there = LineFaults.none();
  private LineFaults back = LineFaults.none();
  private long delayMs = 20;
  private boolean echoes;
  private boolean inPieces;
  private boolean muted;
  private Optional<Bytes> babble = Optional.empty();

  public SimulatedBedside(PumpSimulator pump) {
    this.pump = pump;
  }

  /** The pump's own time: goes on where it was when another talk begins. */
  public long pumpTime(long nowMs) {
    offsetMs = Math.max(offsetMs, lastMs - nowMs);
    lastMs = nowMs + offsetMs;
    return lastMs;
  }

  /** Somebody plugs another pump in, without the line noticing. */
  public void swap(PumpSimulator other) {
    pump = other;
  }

  /** Faults of that kind in both directions, drawn from the seed. */
  public void spoil(long seed, LineFaults.Rates rates) {
    there = new LineFaults(seed, rates);
    back = new LineFaults(seed + 1_000, rates);
  }

  /** Answers come so much later than the question. */
  public void delay(long ms) {
    delayMs = ms;
  }

  /** What is sent comes back, besides what the pump says. */
  public void echo(boolean on) {
    echoes = on;
  }

  /** Answers come byte by byte. */
  public void inPieces(boolean on) {
    inPieces = on;
  }

  /** Nothing the pump says arrives, and nothing that it is asked. */
  public void mute(boolean on) {
    muted = on;
  }

  /** Ten times a second so much comes that nobody asked for. */
  public void babble(Optional<Bytes> bytes) {
    babble = bytes;
  }

  public void heal() {
    there = LineFaults.none();
    back = LineFaults.none();
    delayMs = 20;
    echoes = false;
    inPieces = false;
    muted = false;
    babble = Optional.empty();
  }

  @Override
  public List<Arrival> onBytes(Bytes sent, long nowMs) {
    List<Arrival> arrivals = new ArrayList<>();
    if (echoes) {
      arrivals.add(new Arrival(sent, 1));
    }
    if (!muted) {
      carry(pump.receive(there.carry(sent).bytes(), pumpTime(nowMs)), arrivals);
    }
    return arrivals;
  }

  @Override
  public List<Arrival> onTick(long nowMs) {
    List<Arrival> arrivals = new ArrayList<>();
    babble.ifPresent(bytes -> arrivals.add(new Arrival(bytes, 0)));
    List<Bytes> said = pump.advance(pumpTime(nowMs));
    if (!muted) {
      carry(said, arrivals);
    }
    return arrivals;
  }

  private void carry(List<Bytes> said, List<Arrival> arrivals) {
    for (Bytes frame : said) {
      LineFaults.Arrival arrival = back.carry(frame);
      long afterMs = delayMs + arrival.after().toMillis();
      if (!inPieces) {
        arrivals.add(new Arrival(arrival.bytes(), afterMs));
        continue;
      }
      for (int i = 0; i < arrival.bytes().length(); i++) {
        arrivals.add(new Arrival(Bytes.of(new byte[] {(byte) arrival.bytes().at(i)}), afterMs + i));
      }
    }
  }
}
