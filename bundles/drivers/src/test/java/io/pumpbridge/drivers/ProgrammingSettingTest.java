// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.driver.PumpDriver;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Only a family that the site has named sets pumps, and only one that can. */
class ProgrammingSettingTest {

  private static Set<String> settable(String... programming) {
    Settings settings =
        new Settings(
            List.of("all"),
            1_000,
            Map.of(),
            Optional.empty(),
            false,
            new LinkedHashSet<>(List.of(programming)));
    Set<String> settable = new TreeSet<>();
    for (Wish wish : SpokenHere.by(settings, Optional.empty()).wishes().values()) {
      PumpDriver driver = wish.driver();
      driver.programmeSteps().ifPresent(steps -> settable.add(driver.protocol()));
    }
    return settable;
  }

  @Test
  void byItselfNobodySetsAPump() {
    assertThat(settable()).isEmpty();
  }

  @Test
  void aFamilySetsPumpsOnceItIsNamed() {
    assertThat(settable("alaris")).containsExactly("alaris");
    assertThat(settable(" dianet ", "alaris", "")).containsExactly("alaris", "dianet");
  }

  @Test
  void aFamilyThatCannotBeSetIsAMistakeInTheSettings() {
    assertThatThrownBy(() -> settable("bcc"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("programming: nobody sets a pump of 'bcc'; only alaris, dianet");
  }
}
