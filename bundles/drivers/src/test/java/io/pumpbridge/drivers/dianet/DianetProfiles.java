// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.drivers.profile.DeviceProfileReader;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The shipped profile, and the same with other limits. */
final class DianetProfiles {

  private static final Path FILE = Path.of("../../device-profiles/bbraun-dianet.json");

  private DianetProfiles() {}

  static Map<String, Object> tree() {
    try {
      return JSON.std.mapFrom(Files.readString(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static DeviceProfile shipped() {
    try {
      return DeviceProfileReader.readShipped(DianetDriver.PROFILE);
    } catch (DocumentException e) {
      throw new AssertionError(e);
    }
  }

  static DeviceProfile shipped(Optional<Quantity> rateMinimum, Optional<Quantity> rateMaximum) {
    Map<String, Object> limits = new LinkedHashMap<>();
    rateMinimum.ifPresent(quantity -> limits.put("rate_minimum", written(quantity)));
    rateMaximum.ifPresent(quantity -> limits.put("rate_maximum", written(quantity)));
    Map<String, Object> tree = new LinkedHashMap<>(tree());
    tree.put("limits", limits);
    try {
      return DeviceProfileReader.read(
          DianetDriver.PROFILE + ".json",
          Bytes.of(JSON.std.asString(tree), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (DocumentException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, String> written(Quantity quantity) {
    return Map.of("value", quantity.value().toPlainString(), "unit", quantity.unit().ucum());
  }
}
