// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Every accepted record's SHA-256 in one stream, 32 bytes each, so that a duplicate can be told
 * from a lie. Numbers may jump, since a gateway says what is lost, and it may say anything: what
 * was jumped over takes no room. Not thread-safe.
 */
final class Digests {
  private static final int SIZE = 32;
  private static final int FIRST_RECORDS = 16;

  /** Of each run of numbers without a jump: its first number, and how many records precede it. */
  private final TreeMap<Long, Integer> runs = new TreeMap<>();

  private byte[] content = new byte[0];
  private int count;
  private long last;

  /**
   * @param sequence after all that were added before
   * @param hash 64 hex digits
   */
  void add(long sequence, String hash) {
    if (runs.isEmpty() || sequence != last + 1) {
      runs.put(sequence, count);
    }
    int offset = Math.multiplyExact(count, SIZE);
    if (offset == content.length) {
      content = Arrays.copyOf(content, Math.max(FIRST_RECORDS * SIZE, 2 * content.length));
    }
    System.arraycopy(HexFormat.of().parseHex(hash), 0, content, offset, SIZE);
    last = sequence;
    count++;
  }

  /** Empty if there is no record with this number. */
  Optional<String> find(long sequence) {
    Map.Entry<Long, Integer> run = runs.floorEntry(sequence);
    if (run == null || sequence > last) {
      return Optional.empty();
    }
    long index = run.getValue() + (sequence - run.getKey());
    Map.Entry<Long, Integer> next = runs.higherEntry(sequence);
    if (next != null && index >= next.getValue()) {
      return Optional.empty();
    }
    int offset = Math.toIntExact(index) * SIZE;
    return Optional.of(HexFormat.of().formatHex(content, offset, offset + SIZE));
  }

  /** The room that is taken, without what the runs take. */
  long bytes() {
    return content.length;
  }
}
