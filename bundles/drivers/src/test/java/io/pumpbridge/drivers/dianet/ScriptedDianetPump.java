// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import io.pumpbridge.drivers.dianet.DianetFrameReader.Frame;
import io.pumpbridge.drivers.dianet.DianetFrameReader.Item;
import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.drivers.testing.Talk.Arrival;
import io.pumpbridge.model.measure.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The far end of a line as a test wants it. What is published it does, down to the time-out of the
 * control; the rest is switched.
 */
final class ScriptedDianetPump implements Talk.FarEnd {

  static final int DOCUMENTATION = 1 << 1;
  static final int REMOTE = 1 << 2;
  static final int REMOTE_ONLY = 1 << 3;
  static final int STANDBY = 1 << 5;
  static final int RUNNING = 1 << 7;
  static final int KEYS_IN_USE = 1 << 11;
  static final int LOCKED = 1 << 16;
  static final int PCA = 1 << 26;

  private static final long CONTROL_TIMEOUT_MS = 1_200;

  /** What it says of itself, in hex. */
  String identity = DianetVectors.IDENTITY_DATA;

  String actual = DianetVectors.ACTUAL_DATA;
  String targets = DianetVectors.TARGETS_DATA;
  String limits = DianetVectors.LIMITS_DATA;
  long alarms;

  /** Without the bits of the mode. */
  long state = 1 << 4 | 1 << 6;

  long rate;

  /** Whether it answers reading only by the address that it has. */
  boolean wantsItsAddress;

  boolean present = true;
  long delayMs = 30;

  /** How many requests still go unheard. */
  int ignore;

  /** Segments that are refused, and why. */
  final Map<Integer, Integer> refuses = new HashMap<>();

  /** Segments that are never answered, though they are done. */
  final Set<Integer> mute = new HashSet<>();

  /** Segments that do not even arrive. */
  final Set<Integer> deaf = new HashSet<>();

  /** What happens right before a request of that segment is looked at. */
  final Map<Integer, Runnable> before = new HashMap<>();

  /** What happens when it has been answered. */
  final Map<Integer, Runnable> afterwards = new HashMap<>();

  /** Whether the mode is shown in the state. */
  boolean showsItsMode = true;

  /** What came, as segments; for mode changes with the mode behind, {@code 10:01}. */
  final List<String> heard = new ArrayList<>();

  int address;
  int mode;
  int timeouts;
  private long heardAtMs;

  static ScriptedDianetPump stopped() {
    return new ScriptedDianetPump();
  }

  static ScriptedDianetPump running() {
    ScriptedDianetPump pump = new ScriptedDianetPump();
    pump.state |= RUNNING;
    pump.rate = 1_250;
    return pump;
  }

  void become(String identNumber) {
    identity = identNumber + identity.substring(8);
    address = 0;
    mode = 0;
  }

  @Override
  public List<Arrival> onTick(long nowMs) {
    if (mode != 0 && nowMs - heardAtMs > CONTROL_TIMEOUT_MS) {
      timeouts++;
      mode = 0;
    }
    return List.of();
  }

  @Override
  public List<Arrival> onBytes(Bytes sent, long nowMs) {
    onTick(nowMs);
    if (!present) {
      return List.of();
    }
    List<Arrival> arrivals = new ArrayList<>();
    for (Item item : DianetFrameReader.empty().feed(sent).items()) {
      if (item instanceof Frame frame) {
        onRequest(frame.content(), nowMs, arrivals);
      }
    }
    return arrivals;
  }

  private void onRequest(Bytes content, long nowMs, List<Arrival> arrivals) {
    int segment = content.at(1);
    heard.add(
        String.format(Locale.ROOT, "%02x", segment)
            + (segment == 0x10 ? String.format(Locale.ROOT, ":%02x", content.at(6)) : ""));
    before.getOrDefault(segment, () -> {}).run();
    if (ignore > 0) {
      ignore--;
      return;
    }
    if (deaf.contains(segment)) {
      return;
    }
    heardAtMs = nowMs;
    Bytes reply = reply(content);
    afterwards.getOrDefault(segment, () -> {}).run();
    if (!mute.contains(segment)) {
      arrivals.add(new Arrival(reply, delayMs));
    }
  }

  private Bytes reply(Bytes content) {
    int to = content.at(0);
    int segment = content.at(1);
    if (refuses.containsKey(segment)) {
      return DianetVectors.nak(to, segment, refuses.get(segment));
    }
    boolean forAll = segment == 0x01 || segment == 0x10;
    boolean reads = segment < 0x10;
    if (!forAll && to != address && (wantsItsAddress || to != 0 || !reads)) {
      return DianetVectors.nak(to, segment, 0x08);
    }
    return switch (segment) {
      case 0x01 -> DianetVectors.ack(to, segment, identity);
      case 0x02 -> DianetVectors.ack(to, segment, status());
      case 0x03 -> DianetVectors.ack(to, segment, actual);
      case 0x04 -> DianetVectors.ack(to, segment, targets);
      case 0x06 -> DianetVectors.ack(to, segment, limits);
      case 0x10 -> onMode(content);
      case 0x12 -> onTargets(content);
      default -> DianetVectors.nak(to, segment, 0x03);
    };
  }

  String status() {
    long modes = !showsItsMode ? 0 : mode == 0 ? DOCUMENTATION : REMOTE;
    return String.format(
        Locale.ROOT, "00%08x%08x%08x%s", alarms, state | modes, rate, "00000179" + "00b9");
  }

  private Bytes onMode(Bytes content) {
    String inverted =
        String.format(Locale.ROOT, "%08x", (int) ~Long.parseLong(identity.substring(0, 8), 16));
    if (!content.toHex().startsWith(inverted, 4)) {
      mode = 0;
      return DianetVectors.nak(0, 0x10, 0x05);
    }
    mode = content.at(6);
    address = content.at(7);
    return DianetVectors.ack(0, 0x10, "");
  }

  private Bytes onTargets(Bytes content) {
    if (mode == 0) {
      return DianetVectors.nak(address, 0x12, 0x09);
    }
    StringBuilder next = new StringBuilder(targets);
    for (int[] field :
        new int[][] {{0, 4}, {4, 4}, {8, 2}, {10, 4}, {14, 2}, {16, 1}, {17, 2}, {19, 20}}) {
      String value = content.toHex().substring(4 + 2 * field[0], 4 + 2 * (field[0] + field[1]));
      if (!value.equals("ff".repeat(field[1]))) {
        next.replace(2 * field[0], 2 * (field[0] + field[1]), value);
      }
    }
    targets = next.toString();
    return DianetVectors.ack(address, 0x12, "");
  }
}
