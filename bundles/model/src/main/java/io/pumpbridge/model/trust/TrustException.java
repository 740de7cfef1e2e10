// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.trust;

/** Something could not be verified, and was refused. */
public final class TrustException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String subject;

  /**
   * @param code short and stable, for programs, for example {@code signature-invalid}
   * @param message a sentence, for people
   * @param subject whose certificate failed; empty if it never came to one
   */
  public TrustException(String code, String message, String subject) {
    super(message);
    this.code = code;
    this.subject = subject;
  }

  public String code() {
    return code;
  }

  public String subject() {
    return subject;
  }
}
