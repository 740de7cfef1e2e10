// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers;

import io.pumpbridge.drivers.described.DescribedDriver;
import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.drivers.profile.DeviceProfileReader;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.driver.PumpDriver;
import java.util.ArrayList;
import java.util.List;

/** All that can be spoken, those for the bench and those that need a site's line settings too. */
final class EveryDriver {
  private static final int POLL_MS = 250;

  private EveryDriver() {}

  static List<PumpDriver> made() {
    List<PumpDriver> drivers = new ArrayList<>();
    for (String family : DriverFamilies.known()) {
      drivers.add(
          family.equals("graseby")
              ? new DescribedDriver(withLine("graseby-3000"), POLL_MS)
              : DriverFamilies.drivers(new Settings(List.of(family), POLL_MS)).get(0));
    }
    return drivers;
  }

  private static DeviceProfile withLine(String name) {
    try {
      DeviceProfile profile = DeviceProfileReader.readShipped(name);
      return profile.with(profile.line());
    } catch (DocumentException e) {
      throw new AssertionError(e);
    }
  }
}
