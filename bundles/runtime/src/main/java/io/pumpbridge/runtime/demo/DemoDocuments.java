// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A small drug library and an association: examples, not for clinical use. */
final class DemoDocuments {
  static final String HOSPITAL = "demo-hospital";
  static final String GATEWAY = "demo-gateway";
  static final String CARE_AREA = "ICU";
  static final String DRUG = "norepinephrine";
  static final String SOURCE = "example, not for clinical use";

  private DemoDocuments() {}

  static Bytes library(long version) {
    Fields entry =
        Fields.builder()
            .put("drug", DRUG)
            .put("concentration", concentration())
            .put("continuous", Fields.builder().put("dose", doseLimits()).build())
            .put("high_alert", true)
            .put("source", SOURCE)
            .put("edition", "2026-03")
            .build();
    Fields area =
        Fields.builder()
            .put("name", CARE_AREA)
            .put("maximum_rate", Quantity.of("999", "mL/h"))
            .put("minimum_weight", Quantity.of("40", "kg"))
            .put("maximum_weight", Quantity.of("250", "kg"))
            .put("entries", List.of(entry))
            .build();
    return bytes(
        Fields.builder()
            .put("format", "pump-bridge-library-1")
            .put("hospital", HOSPITAL)
            .put("name", "Demo intensive care")
            .put("version", version)
            .put("care_areas", List.of(area))
            .build());
  }

  static Bytes association(String pumpSerial, Instant now) {
    return bytes(
        Fields.builder()
            .put("format", "pump-bridge-association-1")
            .put("id", "demo-" + now.toEpochMilli())
            .put("hospital", HOSPITAL)
            .put("gateway", GATEWAY)
            .put("pump", pumpSerial)
            .put("channel", "1")
            .put("drug", DRUG)
            .put("concentration", concentration())
            .put("weight", Quantity.of("70", "kg"))
            .put("care_area", CARE_AREA)
            .put("issued", now)
            .put("expires", now.plus(Duration.ofHours(12)))
            .build());
  }

  /** One byte of the signed content, changed: the kind of change that a limit is made of. */
  static Bytes flipped(Bytes signed) {
    byte[] bytes = signed.toArray();
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int place = text.indexOf("\"hard_max\":\"2\"") + "\"hard_max\":\"".length();
    bytes[place] = '9';
    return Bytes.of(bytes);
  }

  private static Fields doseLimits() {
    return Fields.builder()
        .put("unit", "ug/kg/min")
        .put("soft_min", "0.01")
        .put("soft_max", "0.5")
        .put("hard_max", "2")
        .build();
  }

  private static Fields concentration() {
    return Fields.builder()
        .put("amount", "16")
        .put("amount_unit", "mg")
        .put("volume", "250")
        .put("volume_unit", "mL")
        .build();
  }

  private static Bytes bytes(Fields fields) {
    return Bytes.of(fields.toString(), StandardCharsets.UTF_8);
  }
}
