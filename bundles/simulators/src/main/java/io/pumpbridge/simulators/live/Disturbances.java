// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.live;

import io.pumpbridge.model.measure.Bytes;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Random;

/**
 * What somebody does to a line on purpose, frame by frame. Told the time; the same seed does the
 * same harm. Not safe for threads.
 */
final class Disturbances {
  private static final int MAX_NOISE = 8;

  private final Random random;
  private int toCorrupt;
  private int toSurround;
  private long silentUntilMs = Long.MIN_VALUE;
  private Duration delay = Duration.ZERO;

  Disturbances(long seed) {
    random = new Random(seed);
  }

  void corrupt(int frames) {
    toCorrupt = frames;
  }

  void noise(int frames) {
    toSurround = frames;
  }

  void silence(long untilMs) {
    silentUntilMs = untilMs;
  }

  void late(Duration by) {
    delay = by;
  }

  Duration delay() {
    return delay;
  }

  /** What comes through of a frame; a frame that is swallowed counts for nothing. */
  Bytes carry(Bytes frame, long nowMs) {
    if (nowMs < silentUntilMs || frame.length() == 0) {
      return Bytes.EMPTY;
    }
    byte[] content = frame.toArray();
    if (toCorrupt > 0) {
      toCorrupt--;
      content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    }
    if (toSurround == 0) {
      return Bytes.of(content);
    }
    toSurround--;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(random(1 + random.nextInt(MAX_NOISE)).toArray());
    out.writeBytes(content);
    out.writeBytes(random(1 + random.nextInt(MAX_NOISE)).toArray());
    return Bytes.of(out.toByteArray());
  }

  Bytes random(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }
}
