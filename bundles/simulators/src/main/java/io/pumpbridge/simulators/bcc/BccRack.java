// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.bcc;

import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.pump.PumpSimulator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One pillar of up to 24 B. Braun Space pumps behind a ComDevice. Character stuffing is on, as the
 * document has it for compatibility; {@link #stuffing} and {@link #cyclic} stand for the
 * ComDevice's web page. Extended error codes are off, their default.
 *
 * <p>No timeout of the ComDevice is documented: a block waits for its acknowledgement for ever, and
 * a request that comes instead starts again from the first block (3.2.3).
 */
public final class BccRack implements PumpSimulator {
  /** Positions in a pillar: 1 to 9, then A to O (3.2.5.3). */
  private static final String POSITIONS = "123456789ABCDEFGHIJKLMNO";

  private static final char RECORD_SEPARATOR = 0x1e;
  private static final String DEFAULT_BED = "1";
  private static final int PUMPS_IN_SEGMENT = 4;
  private static final long TRIGGER_MS = 1_000;

  private final HostReader reader = new HostReader();
  private final SortedMap<Integer, BccPump> pumps = new TreeMap<>();
  private final Set<Integer> removed = new TreeSet<>(); // and not told yet
  private final Deque<Integer> queue =
      new ArrayDeque<>(); // slots whose blocks are still to be sent
  private final String bed;
  private boolean stuffing = true;
  private long cycleMs;
  private long nextCycleMs;
  private long nextTriggerMs;
  private boolean rackDue;
  private boolean unacknowledged;
  private Optional<Bytes> lastBlock = Optional.empty();
  private long nowMs;

  /** A rack with these pumps, bottom up. */
  public BccRack(List<String> serials) {
    this(serials, "ComSystem");
  }

  /**
   * @param bed the bed id of the ComDevice, 1 to 15 characters
   */
  public BccRack(List<String> serials, String bed) {
    if (!bed.matches("[/0-9A-z]{1,15}")) {
      throw new IllegalArgumentException("a bed id has 1 to 15 letters and digits, not " + bed);
    }
    this.bed = bed;
    for (int i = 0; i < serials.size(); i++) {
      insert(i + 1, serials.get(i));
    }
  }

  /** Character stuffing on or off. */
  public BccRack stuffing(boolean on) {
    stuffing = on;
    return this;
  }

  /** Every so many seconds all pumps are told unasked; 0 for request mode, the default. */
  public BccRack cyclic(int seconds) {
    if (seconds < 0) {
      throw new IllegalArgumentException("a cycle takes no negative time");
    }
    cycleMs = seconds * 1_000L;
    nextCycleMs = nowMs + cycleMs;
    return this;
  }

  /**
   * Puts a pump into an empty slot.
   *
   * @param slot 1 (bottom) to 24
   */
  public void insert(int slot, String serial) {
    if (slot < 1 || slot > POSITIONS.length() || pumps.containsKey(slot)) {
      throw new IllegalArgumentException("no empty slot " + slot);
    }
    if (!serial.matches("[0-9A-Za-z-]{1,12}")) {
      throw new IllegalArgumentException("a serial number has 1 to 12 characters, not " + serial);
    }
    removed.remove(slot);
    pumps.put(slot, new BccPump("1/" + POSITIONS.charAt(slot - 1), serial, nowMs));
  }

  /** Takes a pump out; false if there was none. */
  public boolean remove(int slot) {
    return pumps.remove(slot) != null && removed.add(slot);
  }

  @Override
  public String protocol() {
    return "bcc";
  }

  /** Section 3.2.1; 9600 is the factory default. */
  @Override
  public LineSettings lineSettings() {
    return new LineSettings(9_600, 8, LineSettings.Parity.NONE, 1);
  }

  @Override
  public List<Bedside> pumps() {
    return pumps.values().stream().map(BccPump::panel).toList();
  }

  @Override
  public List<Bytes> receive(Bytes chunk, long nowMs) {
    List<Bytes> said = new ArrayList<>(advance(nowMs));
    for (HostReader.Heard heard : reader.feed(chunk, stuffing)) {
      answer(heard).ifPresent(said::add);
    }
    return said;
  }

  private Optional<Bytes> answer(HostReader.Heard heard) {
    return switch (heard.kind()) {
      case ACKNOWLEDGED -> {
        unacknowledged = false;
        yield nextBlock();
      }
      case REFUSED -> lastBlock;
      case WRONG -> restart(say("50100,GNERR,68"));
      case REQUEST -> request(heard.bed(), heard.command());
    };
  }

  private Optional<Bytes> request(String askedBed, String command) {
    boolean alive = command.equals("ADMIN:ALIVE");
    if (!askedBed.equals(bed) && !(alive && askedBed.equals(DEFAULT_BED))) {
      // "You will get an error" (3.2.4); which one is not said.
      return restart(say("50100,GNERR,68"));
    }
    if (command.startsWith("MEM:GETSLOT#")) {
      return restart(slot(command.substring("MEM:GETSLOT#".length())));
    }
    return switch (command) {
      case "ADMIN:ALIVE" -> restart(say("50100,GNACK,0"));
      case "ADMIN:VERSION" -> restart(say("50100,V3.30"));
      case "MEM:GET" -> all();
      default -> restart(say("50100,GNERR,68"));
    };
  }

  /** A new request is answered from the start, whatever was under way. */
  private Optional<Bytes> restart(String information) {
    queue.clear();
    return Optional.of(block(information));
  }

  private Optional<Bytes> all() {
    fillQueue();
    return queue.isEmpty() ? restart(say("50100,GNERR,11")) : nextBlock();
  }

  private void fillQueue() {
    queue.clear();
    Set<Integer> slots = new TreeSet<>(pumps.keySet());
    slots.addAll(removed);
    queue.addAll(slots);
    rackDue = true;
  }

  private Optional<Bytes> nextBlock() {
    if (queue.isEmpty()) {
      return Optional.empty();
    }
    int slot = queue.removeFirst();
    String rack = rackDue ? rack() : "";
    rackDue = false;
    return Optional.of(block(rack + told(slot)));
  }

  private String told(int slot) {
    BccPump pump = pumps.get(slot);
    String address = "501" + 1 + POSITIONS.charAt(slot - 1);
    if (pump == null) {
      removed.remove(slot); // "only transferred once" (3.3)
      return say(address + ",GNERR,39");
    }
    StringBuilder quadruples = new StringBuilder();
    List<String> values = pump.values();
    for (int i = 0; i < values.size(); i += 2) {
      quadruples.append(i == 0 ? "" : RECORD_SEPARATOR);
      quadruples.append(say(address + "," + values.get(i) + "," + values.get(i + 1)));
    }
    return quadruples.toString();
  }

  private String slot(String xy) {
    if (!xy.matches("[0-9A-Z]{2}")) {
      return say("50100,GNERR,68");
    }
    int slot = POSITIONS.indexOf(xy.charAt(1)) + 1;
    boolean known = pumps.containsKey(slot) || removed.contains(slot);
    // Whether an empty slot is a wrong address or has no data is not said; here it is wrong.
    return xy.charAt(0) == '1' && known ? rack() + told(slot) : say("501" + xy + ",GNERR,811");
  }

  /** The general parameters (3.4.1) come before the first pump. */
  private String rack() {
    int highest = pumps.isEmpty() ? 1 : pumps.lastKey();
    int segments = (highest + PUMPS_IN_SEGMENT - 1) / PUMPS_IN_SEGMENT;
    List<String> quadruples =
        List.of(
            say("50100,FMNOR,1"),
            say("50100,FMSTAT,00051"),
            say("50100,FMDONGLE,T"),
            say("50100,FMBANY,_NV"),
            say("50100,FMRT,FMS" + segments + "NSNS"),
            say("50100,FMRSTAT,00051"));
    return String.join("" + RECORD_SEPARATOR, quadruples) + RECORD_SEPARATOR;
  }

  /** Time is in seconds since the ComDevice was switched on. */
  private String say(String rest) {
    return nowMs / 1_000 + "," + rest;
  }

  private Bytes block(String information) {
    Bytes block = BccFrame.encode(bed + "/1/1>" + information, queue.isEmpty(), stuffing);
    lastBlock = Optional.of(block);
    unacknowledged = true;
    return block;
  }

  @Override
  public List<Bytes> advance(long nowMs) {
    this.nowMs = Math.max(this.nowMs, nowMs);
    pumps.values().forEach(pump -> pump.pass(this.nowMs));
    return cycleMs == 0 ? List.of() : speakUnasked();
  }

  /**
   * Operation mode "cyclic" (3.6.1.5): all pumps once in a cycle, one that changed at once, and
   * nothing more until the last package was acknowledged. That all but the last package of a round
   * end with ETB is a guess.
   */
  private List<Bytes> speakUnasked() {
    if (nowMs >= nextTriggerMs) {
      nextTriggerMs = nowMs + TRIGGER_MS;
      pumps.forEach(this::queueIfTriggered);
    }
    if (nowMs >= nextCycleMs) {
      nextCycleMs = nowMs + cycleMs;
      fillQueue();
    }
    return unacknowledged ? List.of() : nextBlock().stream().toList();
  }

  private void queueIfTriggered(int slot, BccPump pump) {
    if (pump.isTriggered() && !queue.contains(slot)) {
      queue.addFirst(slot);
    }
  }
}
