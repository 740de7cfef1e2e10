// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.drive;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.pump.PumpSimulator;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What every simulated pump has to bear: bytes that nobody meant. */
public final class HostileLine {
  private static final int CHUNKS = 20_000;
  private static final int LONGEST_CHUNK = 40;

  /** More than any pump here says to one chunk. */
  private static final int MOST_SAID = 200_000;

  private HostileLine() {}

  /**
   * Random bytes, bytes of the protocol in a random order, and sound requests with a flipped bit,
   * in random pieces; it must neither throw nor talk for ever.
   *
   * @return the time when it ended
   */
  public static long fuzz(PumpSimulator pump, long seed, List<Bytes> requests) {
    Random random = new Random(seed);
    long now = 0;
    for (int i = 0; i < CHUNKS; i++) {
      now += random.nextInt(200);
      List<Bytes> said =
          random.nextInt(4) == 0 ? pump.advance(now) : pump.receive(chunk(random, requests), now);
      assertThat(said.stream().mapToInt(Bytes::length).sum())
          .as("said to chunk %s, seed %s", i, seed)
          .isLessThan(MOST_SAID);
    }
    return now;
  }

  private static Bytes chunk(Random random, List<Bytes> requests) {
    byte[] request = requests.get(random.nextInt(requests.size())).toArray();
    return switch (random.nextInt(4)) {
      case 0 -> {
        byte[] bytes = new byte[random.nextInt(LONGEST_CHUNK)];
        random.nextBytes(bytes);
        yield Bytes.of(bytes);
      }
      case 1 -> {
        byte[] bytes = new byte[random.nextInt(LONGEST_CHUNK)];
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = request[random.nextInt(request.length)];
        }
        yield Bytes.of(bytes);
      }
      case 2 -> {
        int bit = random.nextInt(request.length * 8);
        request[bit / 8] ^= (byte) (1 << (bit % 8));
        yield Bytes.of(request);
      }
      default -> Bytes.of(request, 0, random.nextInt(request.length + 1));
    };
  }

  /** A host that begins and never ends; afterwards the pump must still listen. */
  public static void flood(PumpSimulator pump, byte[] beginning, byte filling, long nowMs) {
    byte[] megabyte = new byte[1 << 20];
    Arrays.fill(megabyte, filling);
    System.arraycopy(beginning, 0, megabyte, 0, beginning.length);
    assertThat(pump.receive(Bytes.of(megabyte), nowMs).stream().mapToInt(Bytes::length).sum())
        .isLessThan(MOST_SAID);
  }
}
