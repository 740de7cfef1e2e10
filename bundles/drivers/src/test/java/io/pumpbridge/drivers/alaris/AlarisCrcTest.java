// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.profile.Checksum;
import io.pumpbridge.drivers.profile.DeviceProfileReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class AlarisCrcTest {

  private static int crc(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return AlarisCrc.of(bytes, 0, bytes.length);
  }

  @Test
  void everyPublishedStringCarriesTheChecksumThatWeCompute() {
    for (String vector : AlarisVectors.ALL) {
      assertThat("%04X".formatted(crc(AlarisVectors.body(vector))))
          .as(vector)
          .isEqualTo(vector.substring(vector.indexOf('|') + 1));
    }
  }

  /**
   * The pump's unlock code is the same checksum over its serial number; we compute it only here.
   */
  @Test
  void serialNumbersHaveTheirPublishedChecksums() {
    assertThat(crc("8002-51740")).isEqualTo(0x3cc1);
    assertThat(crc("8002-51733")).isEqualTo(0x9535);
  }

  @Test
  void theProfileDescribesThisChecksum() throws Exception {
    Checksum checksum = DeviceProfileReader.readShipped(AlarisDriver.PROFILE).checksum();
    assertThat(crc("123456789")).isEqualTo(checksum.check());
    assertThat(checksum.crc()).isEqualTo(new Checksum.Crc(0x1021, 0xffff, false, false, 0, true));
    byte[] text = "INST_SERIALNO".getBytes(StandardCharsets.US_ASCII);
    assertThat(checksum.of(text, 0, text.length)).isEqualTo(crc("INST_SERIALNO"));
  }

  @Test
  void onlyTheAskedForBytesCount() {
    byte[] bytes = "xxINF|".getBytes(StandardCharsets.US_ASCII);
    assertThat(AlarisCrc.of(bytes, 2, 3)).isEqualTo(0x4961);
    assertThat(AlarisCrc.of(bytes, 0, 0)).isEqualTo(0xffff);
  }
}
