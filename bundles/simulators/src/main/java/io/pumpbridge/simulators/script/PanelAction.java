// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.script;

import io.pumpbridge.simulators.pump.PumpSimulator.Bedside;

/** What somebody does at a pump. */
public sealed interface PanelAction extends Action {

  /**
   * Does it.
   *
   * @throws IllegalArgumentException with a sentence, if this pump cannot do that now
   * @throws UnsupportedOperationException if it has no such thing
   */
  void at(Bedside pump, long nowMs);

  /** Presses the start key. */
  record Start() implements PanelAction {
    @Override
    public String text() {
      return "start";
    }

    @Override
    public void at(Bedside pump, long nowMs) {
      if (!pump.start(nowMs)) {
        throw new IllegalArgumentException(
            "The pump does not start: an alarm stands, no rate is set, or nothing is left.");
      }
    }
  }

  /** Presses the stop key. */
  record Stop() implements PanelAction {
    @Override
    public String text() {
      return "stop";
    }

    @Override
    public void at(Bedside pump, long nowMs) {
      pump.stop(nowMs);
    }
  }

  /** Turns to another rate, mL/h. */
  record Rate(String mlPerHour) implements PanelAction {
    @Override
    public String text() {
      return "rate " + mlPerHour;
    }

    @Override
    public void at(Bedside pump, long nowMs) {
      pump.rate(mlPerHour, nowMs);
    }
  }

  /** Sets the volume to be infused, mL. */
  record Vtbi(String ml) implements PanelAction {
    @Override
    public String text() {
      return "vtbi " + ml;
    }

    @Override
    public void at(Bedside pump, long nowMs) {
      pump.vtbi(ml, nowMs);
    }
  }

  /** Puts in a new syringe or bag with so many mL. */
  record Load(String ml) implements PanelAction {
    @Override
    public String text() {
      return "load " + ml;
    }

    @Override
    public void at(Bedside pump, long nowMs) {
      pump.load(ml, nowMs);
    }
  }

  /** Takes out what is left in the syringe or bag. */
  record Empty() implements PanelAction {
    @Override
    public String text() {
      return "empty";
    }

    @Override
    public void at(Bedside pump, long nowMs) {
      pump.empty(nowMs);
    }
  }

  /** Kinks the line to the patient. */
  record Occlude() implements PanelAction {
    @Override
    public String text() {
      return "occlude";
    }

    @Override
    public void at(Bedside pump, long nowMs) {
      pump.occlude(nowMs);
    }
  }

  /** Takes the kink out. */
  record Free() implements PanelAction {
    @Override
    public String text() {
      return "free";
    }

    @Override
    public void at(Bedside pump, long nowMs) {
      pump.free(nowMs);
    }
  }

  /** Acknowledges an alarm. */
  record Clear() implements PanelAction {
    @Override
    public String text() {
      return "clear";
    }

    @Override
    public void at(Bedside pump, long nowMs) {
      pump.clear(nowMs);
    }
  }

  /** Takes the mains away or gives them back. */
  record Mains(boolean present) implements PanelAction {
    @Override
    public String text() {
      return present ? "mains on" : "mains off";
    }

    @Override
    public void at(Bedside pump, long nowMs) {
      pump.mains(present, nowMs);
    }
  }

  /** Puts so many percent of a full charge into the battery. */
  record Battery(int percent) implements PanelAction {
    @Override
    public String text() {
      return "battery " + percent;
    }

    @Override
    public void at(Bedside pump, long nowMs) {
      pump.battery(percent, nowMs);
    }
  }
}
