// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.measure;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class BytesTest {
  private static final Bytes ABC = Bytes.of("abc", US_ASCII);

  @Test
  void copiesItselfToAPlace() {
    byte[] target = new byte[5];
    ABC.copyTo(target, 1);
    assertThat(target).containsExactly(0, 'a', 'b', 'c', 0);
    target[1] = 'x';
    assertThat(ABC.toText(US_ASCII)).isEqualTo("abc");
  }

  @Test
  void writesNothingWhereThereIsNoRoom() {
    byte[] target = new byte[3];
    assertThatThrownBy(() -> ABC.copyTo(target, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(target).containsOnly(0);
  }

  /** The digest of "abc" is the first example of FIPS 180-4. */
  @Test
  void feedsADigest() throws Exception {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    ABC.feed(sha256);
    assertThat(HexFormat.of().formatHex(sha256.digest()))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }
}
