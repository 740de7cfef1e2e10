// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.drivers.profile.DeviceProfileReader;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.driver.PumpDriver;

/** The shipped profile, and drivers made of it. */
final class AlarisProfiles {

  private AlarisProfiles() {}

  static DeviceProfile shipped() {
    try {
      return DeviceProfileReader.readShipped(AlarisDriver.PROFILE);
    } catch (DocumentException e) {
      throw new AssertionError(e);
    }
  }

  /** The shipped profile with other limits. */
  static DeviceProfile with(DeviceProfile.Limits limits) {
    DeviceProfile shipped = shipped();
    return new DeviceProfile(
        shipped.identity(),
        shipped.lineTable(),
        shipped.framing(),
        shipped.checksum(),
        shipped.dialogue(),
        shipped.units(),
        shipped.fields(),
        shipped.modes(),
        shipped.noAlarm(),
        shipped.alarms(),
        shipped.deviceTypes(),
        shipped.capabilities(),
        shipped.quirks(),
        limits);
  }

  static AlarisSettings settings(boolean programming) {
    return new AlarisSettings(shipped(), 1_000, programming);
  }

  /** A driver that only looks. */
  static PumpDriver driver() {
    return new AlarisDriver(shipped(), 1_000);
  }

  /** A driver of a site that has enabled programming, or has not. */
  static PumpDriver driver(boolean programming) {
    return new AlarisDriver(shipped(), 1_000, programming);
  }
}
