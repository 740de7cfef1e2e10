// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.pump;

import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.measure.Bytes;
import java.util.List;

/**
 * A pump, a rack or a base with its modules, as its serial line and its front panels show it. Pure:
 * it is told the time (milliseconds, never backwards) with every call and does nothing between
 * calls. Not safe for threads.
 */
public interface PumpSimulator {

  /** The protocol family, for example {@code alaris}. */
  String protocol();

  /** How the pump's line is set. */
  LineSettings lineSettings();

  /** What the host sent, however the line cut it; answers what goes on the line, in order. */
  List<Bytes> receive(Bytes chunk, long nowMs);

  /** Lets time go by; answers what the pump says of its own accord. At least every 50 ms. */
  List<Bytes> advance(long nowMs);

  /** The pumps of it, in the order of their places; one for a pump that stands alone. */
  List<Bedside> pumps();

  /**
   * One pump with its front panel. What a nurse does takes effect at once.
   *
   * <p>Each method throws {@link IllegalArgumentException} with a sentence if this pump cannot do
   * that, and {@link UnsupportedOperationException} if it has no such thing.
   */
  interface Bedside {

    /** The place behind the port, for example {@code 1/2}; empty for a pump that stands alone. */
    String place();

    /** Empty if the protocol tells none. */
    String serialNumber();

    /** Sets the rate in mL/h, as decimal text; while running it takes effect at once. */
    void rate(String mlPerHour, long nowMs);

    /** Sets the volume to be infused in mL, as decimal text. */
    void vtbi(String ml, long nowMs);

    /** Presses the start key; false if the pump does not start (alarm, no rate, empty). */
    boolean start(long nowMs);

    void stop(long nowMs);

    /** Somebody kinks the line: pressure builds up as long as the pump runs. */
    void occlude(long nowMs);

    /** The line is free again; a raised alarm stays until it is cleared. */
    void free(long nowMs);

    /** A new syringe or bag with so many mL. */
    void load(String ml, long nowMs);

    /** Nothing is left in the syringe or bag. */
    void empty(long nowMs);

    /** Acknowledges an alarm. */
    void clear(long nowMs);

    /** Takes the mains away or gives it back. */
    void mains(boolean present, long nowMs);

    /** Puts so much of a full charge into the battery, 0 to 100 percent. */
    void battery(int percent, long nowMs);

    /** What is true of it now, to compare with what is heard. */
    Truth truth(long nowMs);
  }

  /**
   * What is true of a pump.
   *
   * @param running whether fluid moves
   * @param rate mL/h that flow now, as decimal text; {@code 0} when it stands
   * @param infused mL since last cleared, as decimal text
   * @param alarms what stands, by the protocol's own codes
   * @param controlled whether somebody holds the pump's remote control over the line
   */
  record Truth(
      boolean running, String rate, String infused, List<String> alarms, boolean controlled) {
    public Truth {
      alarms = List.copyOf(alarms);
    }
  }
}
