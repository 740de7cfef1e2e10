// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.described;

import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.drivers.profile.DeviceProfileReader;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;

/** Profiles to test with. */
final class DescribedProfiles {
  static final int POLL_MS = 1_000;

  private DescribedProfiles() {}

  /** One that the bundle carries, on a line that somebody has proven. */
  static DeviceProfile shipped(String name) {
    try {
      DeviceProfile profile = DeviceProfileReader.readShipped(name);
      return profile.with(profile.line());
    } catch (DocumentException e) {
      throw new AssertionError(e);
    }
  }

  /** One that stands in a test. */
  static DeviceProfile read(String name, String json) {
    try {
      return DeviceProfileReader.read(name + ".json", Bytes.of(json, StandardCharsets.UTF_8));
    } catch (DocumentException e) {
      throw new AssertionError(e);
    }
  }

  static FrameShape shape(DeviceProfile profile) {
    return new FrameShape(profile.framing(), profile.checksum());
  }

  static DescribedSession session(DeviceProfile profile) {
    return DescribedSession.closed(new DescribedSettings(profile, POLL_MS));
  }
}
