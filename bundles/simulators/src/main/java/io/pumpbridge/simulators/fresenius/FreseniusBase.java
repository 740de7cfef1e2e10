// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.fresenius;

import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.fresenius.Reply.Code;
import io.pumpbridge.simulators.pump.PumpSimulator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A Fresenius Orchestra base, address 0, with pumps as modules at the addresses 1 to 8. */
public final class FreseniusBase implements PumpSimulator {
  /** How many modules a base takes is not public; as many as b has bits in two hex digits. */
  private static final int SLOTS = 8;

  private static final String BASE = "0";

  private record Module(FreseniusPump pump, Dialogue dialogue) {}

  private final SortedMap<Integer, Module> modules = new TreeMap<>();
  private final Dialogue base = new Dialogue(new BaseStation());
  private final HostLine line =
      new HostLine(1, address -> address.matches("[0-8]"), this::answer, this::dialogues);
  private long nowMs;

  /** A base with these pumps, from slot 1. */
  public FreseniusBase(List<String> serials) {
    for (int i = 0; i < serials.size(); i++) {
      insert(i + 1, serials.get(i));
    }
  }

  /**
   * Puts a module into an empty slot.
   *
   * @param slot 1 to 8
   * @param serial 1 to 20 letters, digits and hyphens
   */
  public void insert(int slot, String serial) {
    if (slot < 1 || slot > SLOTS || modules.containsKey(slot)) {
      throw new IllegalArgumentException("no empty slot " + slot);
    }
    // How a device type reads is not public.
    FreseniusPump pump = new FreseniusPump(Integer.toString(slot), serial, "MODULE DPS", nowMs);
    modules.put(slot, new Module(pump, new Dialogue(pump)));
  }

  /** Takes a module out; false if there was none. */
  public boolean remove(int slot) {
    return modules.remove(slot) != null;
  }

  /** What the drug label of a module says; empty for none. */
  public void drug(int slot, String name) {
    Optional.ofNullable(modules.get(slot))
        .orElseThrow(() -> new IllegalArgumentException("no module in slot " + slot))
        .pump()
        .drug(name);
  }

  private Reply answer(String address, String text) {
    if (address.equals(BASE)) {
      Reply reply = base.answer(text, Code.BASE_NOT_OPEN);
      if (!base.isOpen()) {
        modules.values().forEach(module -> module.dialogue().close()); // a guess
      }
      return reply;
    }
    if (!base.isOpen()) {
      return Reply.error(Code.BASE_NOT_OPEN);
    }
    Module module = modules.get(Integer.parseInt(address));
    return module == null
        ? Reply.error(Code.MODULE_UNREACHABLE)
        : module.dialogue().answer(text, Code.MODULE_NOT_OPEN);
  }

  private Map<String, Dialogue> dialogues() {
    Map<String, Dialogue> byAddress = new TreeMap<>();
    byAddress.put(BASE, base);
    modules.forEach((slot, module) -> byAddress.put(Integer.toString(slot), module.dialogue()));
    return byAddress;
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
    pass(nowMs);
    return line.receive(chunk, this.nowMs);
  }

  @Override
  public List<Bytes> advance(long nowMs) {
    pass(nowMs);
    return line.advance(this.nowMs);
  }

  private void pass(long nowMs) {
    this.nowMs = Math.max(this.nowMs, nowMs);
    modules.values().forEach(module -> module.pump().pass(this.nowMs));
  }

  @Override
  public List<Bedside> pumps() {
    return modules.values().stream().map(module -> module.pump().panel()).toList();
  }

  /** The base's own variables: b has bit n-1 for slot n, i counts; two hex digits are a guess. */
  private final class BaseStation implements Station {

    @Override
    public Optional<String> variable(char identifier) {
      return switch (identifier) {
        case 'b' -> Optional.of(hex(modules.keySet().stream().mapToInt(n -> 1 << (n - 1)).sum()));
        case 'i' -> Optional.of(hex(modules.size()));
        default -> Optional.empty();
      };
    }

    private static String hex(int value) {
      return String.format(Locale.ROOT, "%02X", value);
    }

    @Override
    public String deviceType() {
      return "BASE A";
    }

    @Override
    public Reply act(String command, String argument) {
      return Reply.error(Code.UNKNOWN_COMMAND);
    }
  }
}
