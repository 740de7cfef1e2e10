// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers;

import io.pumpbridge.model.driver.PumpDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All that can be spoken, those for the bench and those that need a site's line settings too. */
public final class EveryDriver {
  private static final int POLL_MS = 250;

  private EveryDriver() {}

  public static List<PumpDriver> made() {
    Settings settings =
        new Settings(
            DriverFamilies.shipped().known(),
            POLL_MS,
            Settings.lines(List.of("graseby=9600 8N1")),
            Optional.empty(),
            false,
            Set.of());
    List<PumpDriver> drivers = new ArrayList<>();
    for (Map.Entry<String, Wish> wish :
        SpokenHere.by(settings, Optional.empty()).wishes().entrySet()) {
      drivers.add(wish.getValue().driver());
    }
    return drivers;
  }
}
