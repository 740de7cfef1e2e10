// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** All that was promised up to some moment; a copy of it does not change any more. */
final class Promises {

  /** Records that a gap record names. */
  record Gap(String stream, long first, long last) {
    boolean covers(String which, long sequence) {
      return stream.equals(which) && first <= sequence && sequence <= last;
    }
  }

  /** Hash by number, by stream ({@code epoch lane}). */
  private final Map<String, NavigableMap<Long, String>> acknowledged = new HashMap<>();

  private final Map<String, Long> confirming = new HashMap<>();
  private final Map<String, Long> confirmed = new HashMap<>();
  private final Map<String, Long> answers = new TreeMap<>();
  private final List<Gap> gaps = new ArrayList<>();
  private boolean damaged;
  private boolean toldDamage;

  Promises copy() {
    Promises copy = new Promises();
    acknowledged.forEach((stream, hashes) -> copy.acknowledged.put(stream, new TreeMap<>(hashes)));
    copy.confirming.putAll(confirming);
    copy.confirmed.putAll(confirmed);
    copy.answers.putAll(answers);
    copy.gaps.addAll(gaps);
    copy.damaged = damaged;
    copy.toldDamage = toldDamage;
    return copy;
  }

  /** Takes a line of {@link Marks}. */
  void take(String line) {
    String[] words = line.split(" ", -1);
    String stream = words[1] + " " + words[2];
    switch (words[0]) {
      case "acknowledged" ->
          acknowledged
              .computeIfAbsent(stream, none -> new TreeMap<>())
              .put(Long.valueOf(words[3]), words[4]);
      case "confirming" -> confirming.put(stream, Long.valueOf(words[3]));
      case "confirmed" -> confirmed.put(stream, Long.valueOf(words[3]));
      case "gap" -> gaps.add(new Gap(stream, Long.parseLong(words[3]), Long.parseLong(words[4])));
      case "answered" -> answers.put(words[1], Long.valueOf(words[2]));
      case "damaging" -> {
        damaged = true;
        answers.clear(); // a damaged store may take them along
      }
      case "damage-told" -> toldDamage = true;
      default -> throw new IllegalStateException("no such mark: " + line);
    }
  }

  Map<String, NavigableMap<Long, String>> acknowledged() {
    return acknowledged;
  }

  /** For people. */
  @Override
  public String toString() {
    int records = acknowledged.values().stream().mapToInt(Map::size).sum();
    return "%d records acknowledged in %d streams, %d streams confirmed, %d gaps, %d answers"
        .formatted(records, acknowledged.size(), confirmed.size(), gaps.size(), answers.size());
  }

  /** Hash of an acknowledged record, or empty. */
  String hashOf(String stream, long sequence) {
    NavigableMap<Long, String> hashes = acknowledged.get(stream);
    return hashes == null ? "" : hashes.getOrDefault(sequence, "");
  }

  long lastAcknowledged(String stream) {
    NavigableMap<Long, String> hashes = acknowledged.get(stream);
    return hashes == null ? 0 : hashes.lastKey();
  }

  /** The most that the server has ever confirmed, taken or not. */
  long confirming(String stream) {
    return confirming.getOrDefault(stream, 0L);
  }

  /** What the journal has taken of it. */
  long confirmed(String stream) {
    return confirmed.getOrDefault(stream, 0L);
  }

  Map<String, Long> answers() {
    return answers;
  }

  /** What the server knows to be lost. */
  List<Gap> gaps() {
    return gaps;
  }

  boolean damaged() {
    return damaged;
  }

  /** The server has read that a store was damaged. */
  boolean toldDamage() {
    return toldDamage;
  }
}
