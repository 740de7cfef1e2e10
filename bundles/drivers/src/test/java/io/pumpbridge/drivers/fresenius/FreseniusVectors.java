// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import io.pumpbridge.model.measure.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Bytes as facts and tests write them; the checksum is computed here once more, by itself. */
final class FreseniusVectors {

  static final Bytes ENQ = Bytes.fromHex("05");
  static final Bytes DC4 = Bytes.fromHex("14");
  static final Bytes ACK = Bytes.fromHex("06");

  private FreseniusVectors() {}

  /** STX, text, FF minus the sum of the text as two upper-case digits, ETX. */
  static Bytes framed(String text) {
    int check = 255 - text.chars().sum();
    return wire(text, String.format(Locale.ROOT, "%02X", Math.floorMod(check, 256)));
  }

  /** As the vectors are written: text and checksum. */
  static Bytes wire(String text, String checksum) {
    return Bytes.of("\u0002" + text + checksum + "\u0003", StandardCharsets.US_ASCII);
  }

  static Bytes joined(Bytes... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Bytes part : parts) {
      all.writeBytes(part.toArray());
    }
    return Bytes.of(all.toByteArray());
  }
}
