// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What stands in a write-ahead log (SQLite's file format, 4.1): which frames SQLite would use, and
 * which it would pass over without a word.
 *
 * @param frames all that are complete, in order of the file
 * @param used how many of them, from the first on, belong to finished transactions
 * @param round the salt of the present round; empty if the log's header does not hold
 */
record WalFrames(List<Frame> frames, int used, OptionalLong round) {
  private static final int HEADER = 32;
  private static final int FRAME_HEADER = 24;
  private static final int STRIDE = FRAME_HEADER + Database.PAGE_BYTES;
  private static final int MAGIC = 0x377f0682;

  /** Beyond, a log was never cut back as it should have been: some 4 MB are normal. */
  private static final int MAX_FRAMES = 65_536;

  /** A power cut tears the last transaction and no other: each is synced before the next. */
  private static final int TORN = 1;

  static final WalFrames NONE = new WalFrames(List.of(), 0, OptionalLong.empty());

  /**
   * A page's content at some time.
   *
   * @param offset of the content in the file
   * @param page its number, from 1
   * @param commits whether it ends a transaction
   * @param salt of the round in which it was written
   */
  record Frame(long offset, int page, boolean commits, long salt) {}

  WalFrames {
    frames = List.copyOf(frames);
  }

  /** One of the two ways to go on where a block cannot be read. */
  private interface Filling {
    boolean isFull(ByteBuffer into, long at) throws IOException;
  }

  /** Of a store that is to be used: what cannot be read now may be read later. */
  static WalFrames of(FileChannel file) throws IOException {
    return of(file, (into, at) -> fill(file, into, at));
  }

  /** Of a store that is given up: what cannot be read counts as damaged. */
  static WalFrames ofDamaged(FileChannel file) throws IOException {
    return of(
        file,
        (into, at) -> {
          try {
            return fill(file, into, at);
          } catch (IOException e) {
            into.clear().put(new byte[into.capacity()]);
            return true;
          }
        });
  }

  private static WalFrames of(FileChannel file, Filling filling) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    int count = (int) Math.min(MAX_FRAMES, (file.size() - HEADER) / STRIDE);
    if (count <= 0 || !filling.isFull(header, 0)) {
      return NONE;
    }
    int magic = header.getInt(0);
    ByteOrder order = (magic & 1) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    int[] sum = sum(header, 0, HEADER - 8, order, new int[2]);
    boolean whole =
        (magic & ~1) == MAGIC
            && header.getInt(8) == Database.PAGE_BYTES
            && sum[0] == header.getInt(24)
            && sum[1] == header.getInt(28);
    long salt = header.getLong(16);
    OptionalLong round = whole ? OptionalLong.of(salt) : OptionalLong.empty();
    List<Frame> frames = new ArrayList<>(count);
    ByteBuffer frame = ByteBuffer.allocate(STRIDE);
    int used = 0;
    for (int i = 0; i < count; i++) {
      long at = HEADER + (long) i * STRIDE;
      if (!filling.isFull(frame.clear(), at)) {
        break;
      }
      boolean commits = frame.getInt(4) != 0;
      frames.add(new Frame(at + FRAME_HEADER, frame.getInt(0), commits, frame.getLong(8)));
      if (whole) {
        sum = sum(frame, 0, 8, order, sum);
        sum = sum(frame, FRAME_HEADER, STRIDE, order, sum);
        whole =
            frame.getLong(8) == salt && frame.getInt(16) == sum[0] && frame.getInt(20) == sum[1];
        used = whole && commits ? i + 1 : used;
      }
    }
    return new WalFrames(frames, used, round);
  }

  /** The newest content of each page in finished transactions: its place in {@link #frames}. */
  Map<Integer, Integer> newest() {
    Map<Integer, Integer> newest = new HashMap<>();
    for (int i = 0; i < used; i++) {
      newest.put(frames.get(i).page(), i);
    }
    return newest;
  }

  /**
   * The newest frame of each page among those that SQLite would pass over although more than one
   * transaction ends there: a power cut leaves at most one unfinished, so what was promised has
   * been damaged. Frames of an earlier round were folded in before this one began; without a header
   * nobody knows the round, and only a look into the file tells. Empty if there is nothing.
   */
  Collection<Frame> passedOver() {
    Map<Integer, Frame> left = new HashMap<>();
    int finished = 0;
    for (Frame frame : frames.subList(used, frames.size())) {
      if (round.isEmpty() || frame.salt() == round.getAsLong()) {
        left.put(frame.page(), frame);
        finished += frame.commits() ? 1 : 0;
      }
    }
    return finished > TORN ? left.values() : List.of();
  }

  /** SQLite's own sum over pairs of 32-bit words. */
  private static int[] sum(ByteBuffer bytes, int from, int to, ByteOrder order, int[] start) {
    int first = start[0];
    int second = start[1];
    bytes.order(order);
    for (int i = from; i < to; i += 8) {
      first += bytes.getInt(i) + second;
      second += bytes.getInt(i + 4) + first;
    }
    bytes.order(ByteOrder.BIG_ENDIAN);
    return new int[] {first, second};
  }

  private static boolean fill(FileChannel file, ByteBuffer into, long at) throws IOException {
    while (into.hasRemaining()) {
      if (file.read(into, at + into.position()) < 0) {
        return false;
      }
    }
    return true;
  }
}
