// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import io.pumpbridge.model.measure.Bytes;
import java.util.List;
import java.util.Locale;

/** Frames whose checksums were reckoned with the vendor's routine, and replies made like them. */
final class DianetVectors {

  static final Bytes IDENT = Bytes.fromHex("7e00011d0e7e");

  /** Never to be sent by us. */
  static final Bytes START = Bytes.fromHex("7e41110001b82c7e");

  /** Never to be sent by us. */
  static final Bytes REMOTE_ONLY = Bytes.fromHex("7e0010ed3fcfc60241ffffffff82357e");

  static final Bytes RATE_12_50 = Bytes.fromHex("7e4112000004e2" + "ff".repeat(35) + "14677e");

  static final List<Bytes> PUBLISHED = List.of(IDENT, START, REMOTE_ONLY, RATE_12_50);

  /** Type 1200 (Perfusor compact), serial number 12345. */
  static final long IDENT_NUMBER = 0x12c03039L;

  static final String IDENTITY_DATA =
      "12c03039" // type 1200 << 18 | serial number 12345
          + "000e" // protocol version
          + "434d4320312e3233ffff" // software "CMC 1.23", the rest never set
          + "4d000000"; // the pump's clock

  static final String STATUS_DATA =
      "00" // nothing to ask about
          + "00000000" // no alarm
          + "000000d2" // documentation mode, mains, ready, running
          + "000004e2" // 12.50 mL/h
          + "00000179" // 37.7 mL remain
          + "00b9"; // 185 min remain

  static final String ACTUAL_DATA =
      "2a" // 42 % of the pressure step
          + "0000007e" // 12.6 mL infused; its last byte must be stuffed
          + "003c" // 60 min
          + "ffff" // no bolus interval
          + "01e0" // battery 480 min
          + "ffff" // no standby
          + "0032" // syringe 50 mL
          + "ffff"
          + "ffff"
          + "0000";

  static final String TARGETS_DATA =
      "000004e2" // 12.50 mL/h
          + "000001f4" // 50.0 mL
          + "ffff" // no time
          + "000186a0" // bolus rate 1000.00 mL/h
          + "0014" // bolus 2.0 mL
          + "05" // pressure step 5
          + "ffff" // no standby
          + "4e6f726164" // "Norad"
          + "20".repeat(15);

  static final String LIMITS_DATA =
      "0002bf20" // bolus rate at most
          + "05" // call of personnel
          + "02" // two decimals
          + "0001869f" // rate at most 999.99 mL/h
          + "0000000a" // rate at least 0.10 mL/h
          + "03" // pre-alarm 3 min
          + "0000003f" // special functions
          + "09" // pressure steps
          + "0001869f" // volume at most 9999.9 mL
          + "03e7" // bolus at most 99.9 mL
          + "0000000a"
          + "0001"
          + "01"
          + "0001869f" // by hand at most
          + "0000000a" // by hand at least
          + "0000c350" // controlled at most 500.00 mL/h
          + "00000032"; // controlled at least 0.50 mL/h

  private DianetVectors() {}

  /** What a pump answers: address, segment, ACK, data. */
  static Bytes ack(int address, int segment, String data) {
    return framed(String.format(Locale.ROOT, "%02x%02x06", address, segment) + data);
  }

  static Bytes nak(int address, int segment, int error) {
    return framed(String.format(Locale.ROOT, "%02x%02x15%02x", address, segment, error));
  }

  static Bytes framed(String hex) {
    return DianetFrameReader.framed(Bytes.fromHex(hex).toArray());
  }

  /** The content of the only frame in there. */
  static Bytes content(Bytes wire) {
    return ((DianetFrameReader.Frame) DianetFrameReader.empty().feed(wire).items().get(0))
        .content();
  }

  static DianetReply reply(Bytes wire) {
    return DianetReply.from(content(wire));
  }
}
