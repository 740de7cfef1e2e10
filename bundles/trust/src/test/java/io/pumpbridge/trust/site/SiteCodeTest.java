// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.refusal.Refusal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class SiteCodeTest {
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final Bytes FILE = Bytes.of("a package", StandardCharsets.US_ASCII);

  @Test
  void itIsTheFirst120BitsOfTheHash() throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(FILE.toArray());
    BigInteger bits = new BigInteger(1, hash).shiftRight(256 - 120);
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 24; i++) {
      expected.insert(0, ALPHABET.charAt(bits.intValue() & 31));
      bits = bits.shiftRight(5);
    }
    assertThat(SiteCode.of(FILE).symbols()).hasToString(expected.toString());
    assertThat(SiteCode.of(FILE).printed())
        .matches("(?:[0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}");
  }

  @Test
  void itIsReadAsPeopleType() throws Exception {
    SiteCode code = SiteCode.of(FILE);
    assertThat(SiteCode.typed(code.printed())).isEqualTo(code);
    String untidy =
        " "
            + code.printed()
                .toLowerCase(Locale.ROOT)
                .replace("-", " \t")
                .replace('0', 'o')
                .replace('1', 'l')
            + "\n";
    assertThat(SiteCode.typed(untidy)).isEqualTo(code);
  }

  @Test
  void everySingleWrongSignAndEveryExchangeOfNeighboursIsFound() {
    String good = SiteCode.of(FILE).printed().replace("-", "");
    for (int place = 0; place < good.length(); place++) {
      for (int sign = 0; sign < ALPHABET.length(); sign++) {
        char other = ALPHABET.charAt(sign);
        if (other != good.charAt(place)) {
          mistyped(good.substring(0, place) + other + good.substring(place + 1));
        }
      }
    }
    for (int place = 1; place < good.length(); place++) {
      char left = good.charAt(place - 1);
      char right = good.charAt(place);
      if (left != right) {
        mistyped(good.substring(0, place - 1) + right + left + good.substring(place + 1));
      }
    }
  }

  @Test
  void whatIsNoCodeIsTypedWrongly() {
    String good = SiteCode.of(FILE).printed();
    for (String typed : new String[] {"", "1", good + "0", good.substring(1), "U".repeat(25)}) {
      mistyped(typed);
    }
  }

  private static void mistyped(String text) {
    Refused.with(Refusal.SITE_CODE_MISTYPED, () -> SiteCode.typed(text));
  }
}
