// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.Evidence.Gap;
import io.pumpbridge.journal.LaneReview.Anchor;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.measure.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * All that was found of one stream, in the order in which it came. A record that is whole and
 * follows the one before it takes 48 bytes, since its predecessor has its {@code prev}; any other
 * is kept as it is.
 */
final class StreamEvidence {
  private static final int HASH_BYTES = 32;

  /** Number, line and hash. */
  private static final int ENTRY = 2 * Long.BYTES + HASH_BYTES;

  /** Small at first: a file made to keep us busy may name a stream in each line. */
  private static final int FIRST_PIECE = 8;

  private static final int LARGEST_PIECE = 1_024;

  private final StreamId stream;
  private final List<ByteBuffer> pieces = new ArrayList<>();
  private final Map<Integer, Evidence> others = new HashMap<>();
  private final List<Hole> jumps = new ArrayList<>();
  private Optional<Evidence> first = Optional.empty();
  private Optional<Evidence> last = Optional.empty();
  private int count;
  private boolean rising = true;

  StreamEvidence(StreamId stream) {
    this.stream = stream;
  }

  int count() {
    return count;
  }

  /** Of a {@linkplain #isWhole whole} stream: its oldest record. */
  Optional<Evidence> first() {
    return first;
  }

  /** And its newest. */
  Optional<Evidence> last() {
    return last;
  }

  void add(Evidence one) {
    boolean follows = last.filter(before -> isBefore(before, one)).isPresent();
    if (follows && one.isSound() && one.gap().isEmpty()) {
      put(one);
    } else {
      others.put(count, one);
    }
    if (last.isPresent() && !follows) {
      long expected = last.get().sequence() + 1;
      rising &= one.sequence() > expected;
      jumps.add(new Hole(expected, one.sequence() - 1));
    }
    rising &= one.isSound();
    first = first.or(() -> Optional.of(one));
    last = Optional.of(one);
    count++;
  }

  private static boolean isBefore(Evidence before, Evidence one) {
    return one.sequence() == before.sequence() + 1 && one.previous().equals(before.claimed());
  }

  /** What is sound claims the very SHA-256 that was computed, so each entry is equally long. */
  private void put(Evidence one) {
    if (pieces.isEmpty() || !pieces.get(pieces.size() - 1).hasRemaining()) {
      int entries = FIRST_PIECE << Math.min(pieces.size(), Integer.SIZE / 2);
      pieces.add(ByteBuffer.allocate(Math.min(entries, LARGEST_PIECE) * ENTRY));
    }
    pieces
        .get(pieces.size() - 1)
        .putLong(one.sequence())
        .putLong(one.line())
        .put(Bytes.fromHex(one.claimed()).toArray());
  }

  /** In the order in which it came. */
  void forEach(Consumer<Evidence> consumer) {
    int piece = 0;
    int at = 0;
    String previous = "";
    for (int i = 0; i < count; i++) {
      Evidence one = others.get(i);
      if (one == null) {
        ByteBuffer entries = pieces.get(piece);
        one = entry(entries, at, previous);
        at += ENTRY;
        if (at == entries.capacity()) {
          piece++;
          at = 0;
        }
      }
      previous = one.claimed();
      consumer.accept(one);
    }
  }

  private Evidence entry(ByteBuffer entries, int at, String previous) {
    byte[] hash = new byte[HASH_BYTES];
    entries.get(at + 2 * Long.BYTES, hash);
    String claimed = Bytes.of(hash).toHex();
    long line = entries.getLong(at + Long.BYTES);
    return new Evidence(
        stream, entries.getLong(at), previous, claimed, claimed, Evidence.Word.NONE, line);
  }

  /**
   * Whether there is certainly nothing to find: all records are whole, in order and chained, and
   * what is not there is said. If not, {@link LaneReview} may still find nothing.
   */
  boolean isWhole(Optional<Anchor> anchor, long expectedLast, List<Gap> gaps) {
    if (first.isEmpty() || last.isEmpty()) {
      return expectedLast == 0;
    }
    long begin = first.get().sequence();
    long before = anchor.map(Anchor::sequence).orElse(begin - 1);
    return rising
        && begin > Math.max(0, before)
        && LaneReview.follows(first.get(), anchor)
        && LaneReview.unexplained(before + 1, begin - 1, gaps).isEmpty()
        && LaneReview.unexplained(last.get().sequence() + 1, expectedLast, gaps).isEmpty()
        && jumps.stream()
            .allMatch(jump -> LaneReview.unexplained(jump.first(), jump.last(), gaps).isEmpty());
  }
}
