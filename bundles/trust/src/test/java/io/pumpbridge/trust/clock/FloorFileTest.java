// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.trust.clock.TimeFloor.Kept;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class FloorFileTest {
  private static final Instant TIME = Instant.parse("2026-06-01T12:00:00.123Z");
  private static final FloorFile FULL =
      new FloorFile(
          new Kept(
              TIME,
              TIME.plusSeconds(1),
              new Claims(Map.of(Witness.MACHINE, TIME, new Witness("ab12"), TIME.plusSeconds(2)))),
          List.of(
              new ClockReset(
                  UUID.nameUUIDFromBytes(new byte[1]),
                  TIME,
                  TIME,
                  Instant.EPOCH,
                  "battery \u00e4 \"x\"")));

  @Test
  void whatIsWrittenIsRead() {
    assertThat(FloorFile.parse(FULL.toBytes())).contains(FULL);
  }

  @Test
  void aFileThatIsCutAnywhereIsNone() {
    byte[] whole = FULL.toBytes();
    for (int length = 0; length < whole.length - 1; length++) {
      assertThat(FloorFile.parse(Arrays.copyOf(whole, length))).as("length " + length).isEmpty();
    }
  }

  @Test
  void anyBytesGiveAnAnswer() {
    Random random = new Random(11);
    byte[] whole = FULL.toBytes();
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = whole.clone();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      assertThat(FloorFile.parse(changed)).isNotNull();
    }
    String many = "floor 2026-06-01T12:00:00Z\nvouched 2026-06-01T12:00:00Z\n";
    for (int i = 0; i < 17; i++) {
      many += "said w" + i + " 2026-06-01T12:00:00Z\n";
    }
    many += "end\n";
    assertThat(FloorFile.parse(many.getBytes(StandardCharsets.US_ASCII))).isEmpty();
  }
}
