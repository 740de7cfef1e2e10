// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.drivers.profile.DeviceProfileReader;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.measure.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Frames built by the words of the document, not by the code under test. */
final class BccVectors {

  /**
   * The document prints the word ComSystem where a bed id of eight characters stood; any of that
   * length whose bytes sum to 203 modulo 256 makes the printed lengths and checksums right. This
   * one holds characters that must be stuffed, too.
   */
  static final String BED = "WardBed2";

  /** What a Perfusor Space says that infuses: pages 12 and 13, shortened. */
  static final Map<String, String> RUNNING = running();

  private BccVectors() {}

  private static Map<String, String> running() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("GNMODEL", "688F030006\r");
    values.put("INRT", "0.30");
    values.put("INSOL", "Arterenol 4mg/50");
    values.put("INSOLSN", "Arteren\ue021");
    values.put("INVOLACT", "47.64");
    values.put("INRMT", "65535");
    values.put("INVI", "1.4");
    values.put("INNR", "60009FA0");
    values.put("INP1", "4");
    values.put("INP2", "35");
    values.put("INSTBY", "0");
    values.put("INSERNUM", "40864");
    values.put("DSSTATUS", "00051");
    String[] states = {"0", "0", "1", "_NV", "1", "0", "0", "1", "_NV", "0", "0", "0"};
    for (int i = 0; i < states.length; i++) {
      values.put("INM" + (i + 1), states[i]);
    }
    for (int i = 1; i <= 15; i++) {
      values.put("INA" + i, i == 6 || i == 10 || i == 13 ? "_NV" : "0");
    }
    return values;
  }

  /** The same pump with other values. */
  static Map<String, String> with(String... changes) {
    Map<String, String> values = new LinkedHashMap<>(RUNNING);
    for (int i = 0; i < changes.length; i += 2) {
      values.put(changes[i], changes[i + 1]);
    }
    return values;
  }

  /** The same values of another pump; its INNR repeats the serial number as all of them do. */
  static Map<String, String> pump(int serial, String... changes) {
    Map<String, String> values = with(changes);
    values.put("INSERNUM", Integer.toString(serial));
    values.put("INNR", String.format(Locale.ROOT, "%08X", 0x60000000 | serial));
    return values;
  }

  static String records(String address, Map<String, String> values) {
    StringBuilder info = new StringBuilder();
    values.forEach(
        (key, value) ->
            info.append(info.length() == 0 ? "" : "\u001e")
                .append("215,")
                .append(address)
                .append(',')
                .append(key)
                .append(',')
                .append(value));
    return info.toString();
  }

  static byte[] plain(String bed, String info, boolean more) {
    byte[] text = (bed + "/1/1>" + info).getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(0x01);
    frame.writeBytes(String.format(Locale.ROOT, "%05d", text.length + 14).getBytes(ascii()));
    frame.write(0x02);
    frame.writeBytes(text);
    frame.write(more ? 0x17 : 0x03);
    int sum = 0;
    for (byte one : frame.toByteArray()) {
      sum = (sum + (one & 0xff)) % 256;
    }
    frame.writeBytes(String.format(Locale.ROOT, "%05d", sum).getBytes(ascii()));
    frame.write(0x04);
    return frame.toByteArray();
  }

  private static java.nio.charset.Charset ascii() {
    return StandardCharsets.US_ASCII;
  }

  static Bytes framed(String bed, String info, boolean more, boolean stuffed) {
    return stuffed ? stuffed(plain(bed, info, more)) : Bytes.of(plain(bed, info, more));
  }

  static Bytes stuffed(byte[] plain) {
    String text = new String(plain, StandardCharsets.ISO_8859_1);
    text = text.replace("E", "EE").replace("D", "EX").replace("e", "ee").replace("d", "ex");
    return Bytes.of(text, StandardCharsets.ISO_8859_1);
  }

  /** Reads pairs from left to right. */
  static byte[] unstuffed(Bytes wire) {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    for (int i = 0; i < wire.length(); i++) {
      int value = wire.at(i);
      if (value == 'E' || value == 'e') {
        i++;
        plain.write(wire.at(i) == value ? value : value - 1);
      } else {
        plain.write(value);
      }
    }
    return plain.toByteArray();
  }

  static DeviceProfile profile() {
    try {
      return DeviceProfileReader.readShipped(BccDriver.PROFILE);
    } catch (DocumentException e) {
      throw new AssertionError(e);
    }
  }

  static BccSettings settings(BccStuffing stuffing) {
    BccSettings shipped = BccSettings.from(profile(), 1_000);
    return new BccSettings(
        shipped.profile(),
        shipped.model(),
        shipped.types(),
        shipped.alarms(),
        shipped.replyWaitMs(),
        stuffing,
        shipped.pollIntervalMs());
  }

  static BccSettings settings() {
    return settings(BccStuffing.ON);
  }

  static Bytes joined(Bytes... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Bytes part : parts) {
      all.writeBytes(part.toArray());
    }
    return Bytes.of(all.toByteArray());
  }
}
