// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.refusal.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What a technician was given to enrol one gateway once. Shows itself to the server only. */
final class OneTimeCode {
  /** Long enough for whatever an authority makes; more is a file chosen by mistake. */
  private static final int MAX_CHARACTERS = 128;

  private static final int FIRST_PRINTABLE = 0x21;
  private static final int LAST_PRINTABLE = 0x7e;

  private final String code;

  private OneTimeCode(String code) {
    this.code = code;
  }

  /**
   * @throws TrustException {@code code-invalid}; the code is not in it
   */
  static OneTimeCode from(char[] typed) throws TrustException {
    String code = new String(typed).strip();
    if (code.isEmpty()
        || code.length() > MAX_CHARACTERS
        || !code.chars().allMatch(c -> c >= FIRST_PRINTABLE && c <= LAST_PRINTABLE)) {
      throw Refusal.CODE_INVALID.because(
          "The one-time code must be 1 to "
              + MAX_CHARACTERS
              + " printable ASCII characters without a space, on one line.");
    }
    return new OneTimeCode(code);
  }

  /** The value of {@code Authorization} (RFC 7617). */
  String basic(String user) {
    byte[] pair = (user + ":" + code).getBytes(StandardCharsets.US_ASCII);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /** A server may echo what it was sent: neither the code nor its coded form comes through. */
  String removedFrom(String text, String user) {
    String coded = basic(user).substring("Basic ".length());
    return text.replace(coded, "…").replace(code, "…");
  }

  @Override
  public String toString() {
    return "one-time code";
  }
}
