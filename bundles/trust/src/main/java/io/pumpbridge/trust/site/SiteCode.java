// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.site;

import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.refusal.Refusal;
import java.util.Locale;

/**
 * The code by which somebody at a gateway vouches for one site package: the first 120 bits of the
 * file's SHA-256 and a check symbol, in Crockford's base 32. To find another package for a given
 * code takes some 2^120 trials, and the code itself is no secret.
 *
 * <p>The check symbol is no part of the hash: it tells a slip of the finger from another package.
 * It is a weighted sum over GF(2^5), so one wrong symbol and any two exchanged neighbours are
 * always found. Crockford's own (modulo 37) needs signs that some keyboards lack.
 *
 * @param symbols the 24 of the hash, in capitals
 */
record SiteCode(String symbols) {
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int SYMBOL_BITS = 5;
  private static final int DATA_SYMBOLS = 24;
  private static final int GROUP = 5;

  /** x^5 + x^2 + 1, primitive over GF(2): its root's powers differ for 31 places. */
  private static final int POLYNOMIAL = 0b100101;

  static SiteCode of(Bytes file) {
    Bytes hash = Bytes.fromHex(EventRecord.hashOf(file));
    StringBuilder symbols = new StringBuilder();
    for (int symbol = 0; symbol < DATA_SYMBOLS; symbol++) {
      int value = 0;
      for (int bit = symbol * SYMBOL_BITS; bit < (symbol + 1) * SYMBOL_BITS; bit++) {
        value =
            (value << 1) | ((hash.at(bit / Byte.SIZE) >> (Byte.SIZE - 1 - bit % Byte.SIZE)) & 1);
      }
      symbols.append(ALPHABET.charAt(value));
    }
    return new SiteCode(symbols.toString());
  }

  /**
   * Reads what somebody typed: capitals or not, O for 0, I and L for 1, groups as they like.
   *
   * @throws TrustException with {@code site-code-mistyped} if it is no code at all
   */
  static SiteCode typed(String text) throws TrustException {
    String bare =
        text.replaceAll("[\\s-]", "")
            .toUpperCase(Locale.ROOT)
            .replace('O', '0')
            .replace('I', '1')
            .replace('L', '1');
    if (bare.length() != DATA_SYMBOLS + 1) {
      throw mistyped("it has " + bare.length() + " signs and not " + (DATA_SYMBOLS + 1));
    }
    for (int i = 0; i < bare.length(); i++) {
      if (ALPHABET.indexOf(bare.charAt(i)) < 0) {
        throw mistyped("sign " + (i + 1) + " is none that a code has");
      }
    }
    SiteCode code = new SiteCode(bare.substring(0, DATA_SYMBOLS));
    if (code.check() != bare.charAt(DATA_SYMBOLS)) {
      throw mistyped("its last sign does not fit the others");
    }
    return code;
  }

  private static TrustException mistyped(String why) {
    return Refusal.SITE_CODE_MISTYPED.because(
        "The code was not typed as it was printed: " + why + ". Type it again.");
  }

  private char check() {
    int sum = 0;
    for (int i = 0; i < symbols.length(); i++) {
      sum = timesRoot(sum ^ ALPHABET.indexOf(symbols.charAt(i)));
    }
    return ALPHABET.charAt(sum);
  }

  private static int timesRoot(int value) {
    int shifted = value << 1;
    return shifted < ALPHABET.length() ? shifted : shifted ^ POLYNOMIAL;
  }

  /** As it is printed: five groups of five. */
  String printed() {
    String all = symbols + check();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < all.length(); i += GROUP) {
      text.append(i == 0 ? "" : "-").append(all, i, i + GROUP);
    }
    return text.toString();
  }
}
