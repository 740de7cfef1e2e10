// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.drivers.testing.Talk.Arrival;
import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A rack that answers as pages 11 to 16 say, and worse where a test wants it to. */
final class ScriptedRack implements Talk.FarEnd {

  /** Values by address. */
  final Map<String, Map<String, String>> pumps = new TreeMap<>();

  /** What is said once, before the pumps. */
  final Deque<String> once = new ArrayDeque<>();

  /** What is said instead of the pumps. */
  String instead = "";

  String bed = BccVectors.BED;
  boolean stuffed = true;
  boolean gone;

  /** Whether it hears ACK and NAK. */
  boolean deafToAcks;

  /** Whether each block says that more follows. */
  boolean endless;

  /** What happens to the next blocks on their way, and then nothing more. */
  final Deque<UnaryOperator<Bytes>> accidents = new ArrayDeque<>();

  /** How the line cuts what comes; 0 is not at all. */
  int chunk;

  /** From one chunk to the next. */
  long chunkMs = 1;

  long delayMs = 20;

  /** Plain texts of what was asked; ACK and NAK by name. */
  final List<String> heard = new ArrayList<>();

  private final List<Bytes> blocks = new ArrayList<>();
  private int next;

  void put(String address, Map<String, String> values) {
    pumps.put(address, values);
  }

  void takeOut(String address) {
    pumps.remove(address);
    once.add("215," + address + ",GNERR,39");
  }

  @Override
  public List<Arrival> onBytes(Bytes sent, long nowMs) {
    if (sent.equals(BccMessages.ACK) || sent.equals(BccMessages.NAK)) {
      boolean isAck = sent.equals(BccMessages.ACK);
      heard.add(isAck ? "ACK" : "NAK");
      next = isAck ? next + 1 : next;
      return gone || deafToAcks ? List.of() : block();
    }
    byte[] plain = stuffed ? BccVectors.unstuffed(sent) : sent.toArray();
    String text = new String(plain, 7, plain.length - 14, StandardCharsets.US_ASCII);
    heard.add(text);
    if (gone) {
      return List.of();
    }
    blocks.clear();
    next = 0;
    if (text.equals("1/1/1>ADMIN:ALIVE")) {
      blocks.add(framed("206,50100,GNACK,0", false));
    } else if (text.equals(bed + "/1/1>MEM:GET")) {
      fill();
    } else {
      blocks.add(framed("206,50100,GNERR,68", false));
    }
    return block();
  }

  private void fill() {
    List<String> said = new ArrayList<>(once);
    once.clear();
    if (!instead.isEmpty()) {
      said.add(instead);
    } else {
      pumps.forEach((address, values) -> said.add(BccVectors.records(address, values)));
    }
    if (said.isEmpty()) {
      said.add("215,50100,GNERR,11");
    }
    for (int i = 0; i < said.size(); i++) {
      blocks.add(framed(said.get(i), endless || i < said.size() - 1));
    }
  }

  Bytes framed(String info, boolean more) {
    return BccVectors.framed(bed, info, more, stuffed);
  }

  private List<Arrival> block() {
    if (endless && !blocks.isEmpty()) {
      next = next % blocks.size();
    }
    if (next >= blocks.size()) {
      return List.of();
    }
    Bytes wire = blocks.get(next);
    UnaryOperator<Bytes> accident = accidents.poll();
    return arrivals(accident == null ? wire : accident.apply(wire));
  }

  List<Arrival> arrivals(Bytes wire) {
    int size = chunk == 0 ? Math.max(1, wire.length()) : chunk;
    List<Arrival> arrivals = new ArrayList<>();
    for (int at = 0; at < wire.length(); at += size) {
      int length = Math.min(size, wire.length() - at);
      arrivals.add(
          new Arrival(Bytes.of(wire.toArray(), at, length), delayMs + at / size * chunkMs));
    }
    return arrivals;
  }

  long count(String what) {
    return heard.stream().filter(one -> one.equals(what)).count();
  }

  long gets() {
    return count(bed + "/1/1>MEM:GET");
  }
}
