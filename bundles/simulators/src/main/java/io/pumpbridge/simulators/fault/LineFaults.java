// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.fault;

import io.pumpbridge.model.measure.Bytes;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Random;

/**
 * A bad line: takes what was sent and says what arrives, and when. The same seed does the same harm
 * to the same bytes. Not safe for threads.
 */
public final class LineFaults {
  private static final int MAX_NOISE = 8;

  /**
   * How often what goes wrong, in frames of a thousand.
   *
   * @param corrupt one bit of the frame is flipped
   * @param drop one byte of the frame is missing
   * @param half only the beginning of the frame comes
   * @param lose nothing of the frame comes
   * @param noise up to eight random bytes come before and after it
   * @param delay the frame comes late, by at most {@code maxDelay}
   */
  public record Rates(
      int corrupt, int drop, int half, int lose, int noise, int delay, Duration maxDelay) {
    public static final Rates NONE = new Rates(0, 0, 0, 0, 0, 0, Duration.ZERO);

    /** A pump whose cable was pulled at the pump's end: the port stays, nothing comes. */
    public static final Rates DEAD = new Rates(0, 0, 0, 1_000, 0, 0, Duration.ZERO);

    public Rates {
      for (int rate : new int[] {corrupt, drop, half, lose, noise, delay}) {
        if (rate < 0 || rate > 1_000) {
          throw new IllegalArgumentException("rates are 0 to 1000 per thousand, not " + rate);
        }
      }
    }
  }

  /** What arrives, and how long after it was sent. */
  public record Arrival(Bytes bytes, Duration after) {}

  private final Rates rates;
  private final Random random;

  public LineFaults(long seed, Rates rates) {
    this.rates = rates;
    this.random = new Random(seed);
  }

  /** A good line. */
  public static LineFaults none() {
    return new LineFaults(0, Rates.NONE);
  }

  public Arrival carry(Bytes frame) {
    byte[] bytes = frame.toArray();
    if (hits(rates.corrupt()) && bytes.length > 0) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    }
    int missing = hits(rates.drop()) && bytes.length > 0 ? random.nextInt(bytes.length) : -1;
    int end = hits(rates.half()) && bytes.length > 0 ? random.nextInt(bytes.length) : bytes.length;
    if (hits(rates.lose())) {
      end = 0;
    }
    boolean noisy = hits(rates.noise());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (noisy) {
      addNoise(out);
    }
    for (int i = 0; i < end; i++) {
      if (i != missing) {
        out.write(bytes[i]);
      }
    }
    if (noisy) {
      addNoise(out);
    }
    return new Arrival(Bytes.of(out.toByteArray()), delay());
  }

  private boolean hits(int perThousand) {
    return random.nextInt(1_000) < perThousand;
  }

  private void addNoise(ByteArrayOutputStream out) {
    byte[] noise = new byte[1 + random.nextInt(MAX_NOISE)];
    random.nextBytes(noise);
    out.writeBytes(noise);
  }

  private Duration delay() {
    return hits(rates.delay())
        ? Duration.ofMillis(random.nextInt((int) rates.maxDelay().toMillis() + 1))
        : Duration.ZERO;
  }
}
