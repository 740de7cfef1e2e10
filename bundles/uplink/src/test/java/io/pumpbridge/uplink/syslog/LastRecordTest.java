// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LastRecordTest {
  private static final String TAG = "00000000000000000000000000000000";

  /** Records as RFC 8446 (5.1, 5.2) and RFC 5246 (6.2.1) write them. */
  @ParameterizedTest
  @CsvSource({
    "1503030002 0100, true", // in the clear
    "150303001a " + TAG + ", false", // its last 10 bytes are missing
    "1703030013 " + TAG + "010015, true",
    "1703030023 " + TAG + TAG + "010015, true", // as the JDK pads
    "1703030014 " + TAG + "01020315, false",
    "1603030004 0e000000, false",
    "1603030004 0e000000 1703030013 " + TAG + "010015, true",
    "1703030013 " + TAG + "010015 17, false", // another begins
    "1703030013 " + TAG + "010015 1603030000, false",
    "'', false"
  })
  void onlyAnAlertThatIsTheLastAndWholeIsOne(String bytes, boolean expected) {
    byte[] stream = HexFormat.of().parseHex(bytes.replace(" ", ""));
    for (int piece = 1; piece <= Math.max(1, stream.length); piece++) {
      LastRecord record = new LastRecord();
      for (int at = 0; at < stream.length; at += piece) {
        record.see(stream, at, Math.min(piece, stream.length - at));
      }
      assertThat(record.isAlert()).as("in pieces of %d", piece).isEqualTo(expected);
    }
  }
}
