// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DigestsTest {
  private static String hash(long sequence) {
    return "%064x".formatted(sequence);
  }

  @Test
  void eachIsFoundUnderItsNumberAndNothingBetweenThem() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Digests digests = new Digests();
    Map<Long, String> known = new TreeMap<>();
    long sequence = 0;
    for (int i = 0; i < 500; i++) {
      sequence += random.nextInt(4) == 0 ? 2 + random.nextInt(5) : 1;
      digests.add(sequence, hash(sequence));
      known.put(sequence, hash(sequence));
    }
    for (long number = 0; number <= sequence + 3; number++) {
      assertThat(digests.find(number).orElse("none"))
          .as("number %d, seed %d", number, seed)
          .isEqualTo(known.getOrDefault(number, "none"));
    }
  }

  @Test
  void theRoomThatTheyTakeGrowsWithThemAndNotWithTheirNumbers() {
    List<Long> rooms = new ArrayList<>();
    for (long step : List.of(1L, 4_000L)) {
      Digests digests = new Digests();
      assertThat(digests.bytes()).isZero();
      for (int i = 1; i <= 1_000; i++) {
        digests.add(i * step, hash(i));
      }
      rooms.add(digests.bytes());
    }
    assertThat(rooms.get(0)).isEqualTo(rooms.get(1)).isLessThanOrEqualTo(2 * 32 * 1_000);
  }
}
