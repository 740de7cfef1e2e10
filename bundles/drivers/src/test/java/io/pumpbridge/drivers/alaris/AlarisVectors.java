// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Strings as public captures and clients have them, recomputed: body, bar, checksum. */
final class AlarisVectors {

  /** From a real pump at an occlusion. */
  static final String OCCLUSION =
      "!INF^8002-51733^A^HLD^0.00^ml/h^^0.969^ml^530.15^mmHg^00:04:09^EVENT^214725|DB9D";

  static final List<String> ALL =
      List.of(
          "!INF|4961",
          OCCLUSION,
          "!INST_SERIALNO|457D",
          "!INST_SERIALNO^8002-51740|050B",
          "!COMMS_PROTOCOL|E8DA",
          "!COMMS_PROTOCOL^Asena Rev 2.1.5|661A",
          "!COMMS_RESPONSE_MAX|7E29",
          "!COMMS_RESPONSE_MAX^4000^ms|DFDF",
          "!SYRINGE_STATUS|4102",
          "!SYRINGE_STATUS^BD PLASTIPAK^ 50^CONF|1CF8",
          "!INF_RATE_MAX_SYRINGE|8F30",
          "!INF_RATE_MAX_SYRINGE^1200.00^ml/h|8575",
          "!INF_RATE^3.50^ml/h|3885",
          "!INF_RATE^0.1^ml/h|B775",
          "!INF_RATE^0.10^ml/h|D407",
          "!INF_START|38F3",
          "!INF_STOP|CD57",
          "!INF_VI_CLEAR|A706",
          "!INF_VTBI|8456",
          "!INF_VTBI^ACTIV^11.000^ml^STOP|4433",
          "!INF_VTBI^DEACT|D8C5",
          "!REMQUERY^DEACT|F295",
          "!REMQUERY^DEACT^^^^|E5C9",
          "!ALARM|50B2",
          "!ALARM^AL_NOALM^ ^ |C73B",
          "!REMOTE_CTRL^ENABLED^3CC1|B1F1",
          "!REMOTE_CTRL^ENABLED^****^PERMIT^0^ms|7BB0",
          "!REMOTE_CTRL^DISABLED|EF95",
          "!REMOTE_CTRL^DISABLED^****^PERMIT^0^ms|3C5D");

  /** The INF reply of a running infusion, from a published simulator that gives no checksum. */
  static final String RUNNING =
      "INF^8002-51740^-^SET^3.50^ml/h^^0.969^ml^17.91^mmHg^24+^EVENT^127904";

  private AlarisVectors() {}

  /** A vector as it stands on the wire. */
  static Bytes wire(String vector) {
    return Bytes.of(vector + "\r", StandardCharsets.ISO_8859_1);
  }

  /** Any body as a valid frame. */
  static Bytes framed(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
    return Bytes.of(
        "!" + body + "|" + "%04X".formatted(AlarisCrc.of(bytes, 0, bytes.length)) + "\r",
        StandardCharsets.ISO_8859_1);
  }

  static String body(String vector) {
    return vector.substring(1, vector.indexOf('|'));
  }

  static Bytes joined(Bytes... parts) {
    StringBuilder hex = new StringBuilder();
    for (Bytes part : parts) {
      hex.append(part.toHex());
    }
    return Bytes.fromHex(hex.toString());
  }
}
