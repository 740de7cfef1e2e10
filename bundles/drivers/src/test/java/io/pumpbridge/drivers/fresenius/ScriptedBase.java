// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import static io.pumpbridge.drivers.fresenius.FreseniusVectors.ACK;
import static io.pumpbridge.drivers.fresenius.FreseniusVectors.DC4;
import static io.pumpbridge.drivers.fresenius.FreseniusVectors.ENQ;
import static io.pumpbridge.drivers.fresenius.FreseniusVectors.framed;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A base with modules, or a pump alone, that does as it is told; what it does not know it answers
 * with errors as they are published. It watches the manners of whoever talks to it.
 */
final class ScriptedBase implements Talk.FarEnd {

  /** One pump. */
  static final class Slot {
    String type;
    String drug = "";
    final Map<Character, String> values = new TreeMap<>();

    Slot(String type, String... items) {
      this.type = type;
      for (String item : items) {
        set(item);
      }
    }

    void set(String item) {
      values.put(item.charAt(0), item.substring(1));
    }
  }

  static final String ALLOWED = "[0-9]?(DC|FC|AE|LP|LE;[abdemr]+|LF;b|DE;[ademr]+|E|M)";

  final Map<String, Slot> slots = new TreeMap<>();
  final Set<String> open = new HashSet<>();
  final List<String> heard = new ArrayList<>();
  final List<String> badManners = new ArrayList<>();
  final List<String> refusals = new ArrayList<>();
  final Set<String> deaf = new HashSet<>();
  final Map<String, Deque<Bytes>> instead = new HashMap<>();
  final boolean isBase;
  int acknowledgements;
  int presences;
  boolean gone;

  /** Whether it acknowledges every question and then answers none. */
  boolean mute;

  long delayMs = 10;

  /** How often it calls; 0 never. */
  long callMs;

  private long nextCallMs = Long.MIN_VALUE;
  private long freeAtMs = Long.MIN_VALUE;

  private ScriptedBase(boolean isBase) {
    this.isBase = isBase;
  }

  static ScriptedBase withModules(String... places) {
    ScriptedBase base = new ScriptedBase(true);
    for (String place : places) {
      base.slots.put(place, infusing());
    }
    return base;
  }

  static ScriptedBase alone() {
    ScriptedBase pump = new ScriptedBase(false);
    pump.slots.put("", infusing());
    return pump;
  }

  /** 5.5 mL/h, 5.000 mL. */
  static Slot infusing() {
    return new Slot("DPS", "a0000", "e0000", "m0001", "d0037", "r00001388");
  }

  /** Answers the next question of this text otherwise, with a sound frame. */
  void lie(String question, String... replies) {
    for (String reply : replies) {
      sayRaw(question, framed(reply));
    }
  }

  void sayRaw(String question, Bytes reply) {
    instead.computeIfAbsent(question, q -> new ArrayDeque<>()).add(reply);
  }

  void takeOut(String place) {
    slots.remove(place);
    open.remove(place);
  }

  @Override
  public List<Talk.Arrival> onTick(long nowMs) {
    if (gone || callMs == 0 || nowMs < nextCallMs) {
      return List.of();
    }
    nextCallMs = nowMs + callMs;
    return List.of(new Talk.Arrival(ENQ, 0));
  }

  @Override
  public List<Talk.Arrival> onBytes(Bytes sent, long nowMs) {
    if (sent.equals(ACK)) {
      acknowledgements++;
      return List.of();
    }
    if (sent.equals(DC4)) {
      presences++;
      return List.of();
    }
    if (sent.at(0) == 0x15) {
      refusals.add(sent.toHex());
      return List.of();
    }
    String text = Bytes.of(sent.toArray(), 1, sent.length() - 4).toText(StandardCharsets.US_ASCII);
    watchManners(text, sent, nowMs);
    heard.add(text);
    return gone || deaf.contains(text) ? List.of() : answer(text, nowMs);
  }

  private void watchManners(String text, Bytes sent, long nowMs) {
    if (!sent.equals(framed(text)) || !text.matches(ALLOWED)) {
      badManners.add("sends " + sent);
    }
    if (nowMs < freeAtMs) {
      badManners.add("sends " + text + " while another frame is under way");
    }
    freeAtMs = nowMs + 500; // unless it is acknowledged before
  }

  private List<Talk.Arrival> answer(String text, long nowMs) {
    Deque<Bytes> lies = instead.get(text);
    if (lies != null && !lies.isEmpty()) {
      Bytes lie = lies.remove();
      if (lie.at(0) == 0x15) {
        freeAtMs = nowMs + delayMs;
        return List.of(new Talk.Arrival(lie, delayMs));
      }
      return acknowledged(lie, nowMs);
    }
    if (mute || text.matches("[0-9]?[EM]")) {
      freeAtMs = nowMs + delayMs;
      return List.of(new Talk.Arrival(ACK, delayMs));
    }
    int command = text.charAt(0) <= '9' ? 1 : 0;
    String reply = reply(text.substring(0, command), text.substring(command));
    return reply.isEmpty() ? List.of() : acknowledged(framed(reply), nowMs);
  }

  private List<Talk.Arrival> acknowledged(Bytes reply, long nowMs) {
    freeAtMs = nowMs + delayMs;
    return List.of(new Talk.Arrival(ACK, delayMs), new Talk.Arrival(reply, 2 * delayMs));
  }

  private String reply(String address, String command) {
    if (isBase == address.isEmpty()) {
      return ""; // not for us
    }
    if (address.equals("0")) {
      return base(command);
    }
    if (isBase && !open.contains("0")) {
      return address + "I;0D";
    }
    Slot slot = slots.get(address);
    if (slot == null) {
      return address + "I;0E";
    }
    if (command.equals("DC")) {
      open.add(address);
      return address + "C";
    }
    return open.contains(address) ? address + module(address, slot, command) : address + "I;1E";
  }

  private String base(String command) {
    if (command.equals("DC")) {
      open.add("0");
      return "0C";
    }
    if (!open.contains("0")) {
      return "0I;0D";
    }
    if (command.equals("FC")) {
      open.remove("0");
      return "0C";
    }
    int bits = slots.keySet().stream().mapToInt(s -> 1 << (Integer.parseInt(s) - 1)).sum();
    return command.equals("LE;b") ? String.format(Locale.ROOT, "0C;b%04X", bits) : "0I;01";
  }

  private String module(String address, Slot slot, String command) {
    if (command.equals("FC")) {
      open.remove(address);
    }
    return switch (command.substring(0, 2)) {
      case "LF" -> "C;b" + slot.type;
      case "LP" -> slot.drug.isEmpty() ? "C" : "C;" + slot.drug;
      case "LE" -> values(slot, command.substring(3));
      default -> "C";
    };
  }

  private static String values(Slot slot, String ids) {
    StringBuilder reply = new StringBuilder("C");
    for (int i = 0; i < ids.length(); i++) {
      char id = ids.charAt(i);
      String value = slot.values.get(id);
      if (value == null) {
        return "I;0A";
      }
      reply.append(';').append(id).append(value);
    }
    return reply.toString();
  }
}
