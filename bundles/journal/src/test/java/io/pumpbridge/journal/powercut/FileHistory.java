// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal.powercut;

import io.pumpbridge.model.measure.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * What is known to be on the disk of one file, and every change since. Promised by a sync are the
 * bytes and the size as they were then; of what came after it each piece of the file (a sector or a
 * page, which is written whole and as it is at that moment) may be there as it was after any of its
 * changes, whatever became of the other pieces, and the size may be any that the file has had.
 */
final class FileHistory {

  /** A change that no sync has followed yet; of a resize, {@code data} is empty. */
  private record Change(boolean resize, long offset, Bytes data) {
    long end() {
      return offset + data.length();
    }

    /** The part of it that lies between two places in the file. */
    void writeTo(Content content, long from, long to) {
      ByteBuffer part = data.toBuffer().slice((int) (from - offset), (int) (to - from));
      content.write(from, part);
    }

    void applyTo(Content content) {
      if (resize) {
        content.resize(offset);
      } else {
        writeTo(content, offset, end());
      }
    }
  }

  private final Content safe = new Content();
  private final Content current = new Content();
  private final List<Change> changes = new ArrayList<>();

  void write(long offset, Bytes data) {
    add(new Change(false, offset, data));
  }

  void resize(long size) {
    add(new Change(true, size, Bytes.EMPTY));
  }

  private void add(Change change) {
    changes.add(change);
    change.applyTo(current);
  }

  /** All so far is on the disk now. */
  void sync() {
    changes.forEach(change -> change.applyTo(safe));
    changes.clear();
  }

  boolean isSafe() {
    return changes.isEmpty();
  }

  /** Nothing of what was not synced is there. */
  byte[] dropped() {
    return safe.toArray();
  }

  byte[] kept() {
    return current.toArray();
  }

  /**
   * All is there, but of the last write only what lies before a border between two pieces, which is
   * chosen at random.
   */
  byte[] torn(int piece, Random random) {
    if (changes.isEmpty() || changes.get(changes.size() - 1).resize()) {
      return kept();
    }
    Content content = safe.copy();
    for (Change change : changes.subList(0, changes.size() - 1)) {
      change.applyTo(content);
    }
    Change last = changes.get(changes.size() - 1);
    long first = last.offset() / piece + 1;
    int borders = (int) ((last.end() - 1) / piece - first + 1);
    int chosen = random.nextInt(borders + 1); // one more: nothing of it
    long end = chosen == 0 ? last.offset() : (first + chosen - 1) * piece;
    last.writeTo(content, last.offset(), end);
    return content.toArray();
  }

  /** The size is as last set, but what was written reads as before, or as zeros where it is new. */
  byte[] zeroed() {
    Content content = safe.copy();
    for (Change change : changes) {
      content.resize(change.resize() ? change.offset() : Math.max(content.size(), change.end()));
    }
    return content.toArray();
  }

  /** Each piece as it was after some of its changes, chosen at random; likewise the size. */
  byte[] scattered(int piece, Random random) {
    int sizeAfter = random.nextInt(changes.size() + 1);
    Content content = safe.copy();
    // Where a file was cut off nothing older shows later, and nothing newer is there before.
    int floor = 0;
    int ceiling = changes.size();
    long size = content.size();
    for (int i = 0; i < changes.size(); i++) {
      Change change = changes.get(i);
      if (i < sizeAfter) {
        long before = size;
        size = change.resize() ? change.offset() : Math.max(size, change.end());
        floor = size < before ? i + 1 : floor;
      } else if (change.resize()) {
        ceiling = Math.min(ceiling, i);
      }
    }
    for (Change change : changes.subList(0, floor)) {
      change.applyTo(content);
    }
    scatter(content, changes.subList(floor, ceiling), piece, random);
    content.resize(size);
    return content.toArray();
  }

  private static void scatter(Content content, List<Change> some, int piece, Random random) {
    Map<Long, List<Integer>> changesOf = new TreeMap<>();
    for (int i = 0; i < some.size(); i++) {
      for (long at : pieces(some.get(i), piece)) {
        changesOf.computeIfAbsent(at, none -> new ArrayList<>()).add(i);
      }
    }
    Map<Long, Integer> lastOf = new TreeMap<>();
    changesOf.forEach(
        (at, indexes) -> {
          int kept = random.nextInt(indexes.size() + 1);
          lastOf.put(at, kept == 0 ? -1 : indexes.get(kept - 1));
        });
    for (int i = 0; i < some.size(); i++) {
      Change change = some.get(i);
      for (long at : pieces(change, piece)) {
        if (i <= lastOf.get(at)) {
          long from = Math.max(change.offset(), at * piece);
          long to = Math.min(change.end(), (at + 1) * piece);
          change.writeTo(content, from, to);
        }
      }
    }
  }

  /** Numbers of the pieces of the file that a change touches. */
  private static long[] pieces(Change change, int piece) {
    return change.data().length() == 0
        ? new long[0]
        : LongStream.rangeClosed(change.offset() / piece, (change.end() - 1) / piece).toArray();
  }
}
