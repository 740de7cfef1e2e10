// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal.powercut;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.journal.powercut.DiskChange.Synced;
import io.pumpbridge.journal.powercut.DiskChange.Written;
import io.pumpbridge.model.measure.Bytes;
import org.junit.jupiter.api.Test;

class FlashWearTest {
  private final FlashWear wear = new FlashWear();

  @Test
  void aPageCountsOnceBetweenTwoSyncsHoweverOftenItIsTouched() {
    wear.apply(new Written(1, 0, Bytes.of(new byte[100])));
    wear.apply(new Written(1, 100, Bytes.of(new byte[100])));
    wear.apply(new Synced(1));
    wear.apply(new Written(1, 4_090, Bytes.of(new byte[10])));
    assertThat(wear.bytes()).isEqualTo(210);
    assertThat(wear.pageBytes()).isEqualTo(3 * 4_096);
    assertThat(wear.syncs()).isEqualTo(1);
  }
}
