// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TimesTest {

  private static Times of(Long... ms) {
    Times times = new Times();
    List.of(ms).forEach(times::add);
    return times;
  }

  @Test
  void halfOfThemTookNoLongerThanTheMedian() {
    assertThat(of(7L).median()).isEqualTo(7);
    assertThat(of(9L, 1L).median()).isEqualTo(1);
    assertThat(of(9L, 1L, 5L).median()).isEqualTo(5);
    assertThat(of(4L, 3L, 2L, 1L).median()).isEqualTo(2);
  }

  @Test
  void theLongestIsTheLongestWhereverItCame() {
    assertThat(of(3L, 12L, 5L).longest()).isEqualTo(12);
    assertThat(of(3L, 12L, 5L).count()).isEqualTo(3);
  }
}
