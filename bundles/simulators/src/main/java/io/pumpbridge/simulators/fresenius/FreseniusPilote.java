// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.fresenius;

import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.fresenius.Reply.Code;
import io.pumpbridge.simulators.pump.PumpSimulator;
import java.util.List;
import java.util.Map;

/** A Fresenius Pilote: one pump on its own line, without addresses. */
public final class FreseniusPilote implements PumpSimulator {
  private final FreseniusPump pump;
  private final Dialogue dialogue;
  private final HostLine line;

  /**
   * A stopped pump with a full syringe.
   *
   * @param serial 1 to 20 letters, digits and hyphens
   */
  public FreseniusPilote(String serial) {
    // How a device type reads is not public.
    this.pump = new FreseniusPump("", serial, "PILOTE", 0);
    this.dialogue = new Dialogue(pump);
    // Which error a closed session of a pump without base has is not public: that of a module.
    this.line =
        new HostLine(
            0,
            String::isEmpty,
            (address, text) -> dialogue.answer(text, Code.MODULE_NOT_OPEN),
            () -> Map.of("", dialogue));
  }

  /** What the drug label says; empty for none. */
  public void drug(String name) {
    pump.drug(name);
  }

  @Override
  public String protocol() {
    return "fresenius";
  }

  @Override
  public LineSettings lineSettings() {
    return HostLine.SETTINGS;
  }

  @Override
  public List<Bytes> receive(Bytes chunk, long nowMs) {
    pump.pass(nowMs);
    return line.receive(chunk, nowMs);
  }

  @Override
  public List<Bytes> advance(long nowMs) {
    pump.pass(nowMs);
    return line.advance(nowMs);
  }

  @Override
  public List<Bedside> pumps() {
    return List.of(pump.panel());
  }
}
