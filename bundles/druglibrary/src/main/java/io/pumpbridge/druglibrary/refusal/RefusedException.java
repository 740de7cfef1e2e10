// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.refusal;

import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.trust.TrustException;
import java.util.Optional;

/** What came in is not taken; the last good state stays. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Answer.Status status;
  private final String code;
  private final String place;

  private RefusedException(Answer.Status status, String code, String reason, String place) {
    super(reason);
    this.status = status;
    this.code = code;
    this.place = place;
  }

  /**
   * @param code stable, listed in the README
   * @param reason a sentence
   */
  public static RefusedException of(String code, String reason) {
    return new RefusedException(Answer.Status.BAD_REQUEST, code, reason, "");
  }

  /** Not the sender's fault: this gateway could not do it. */
  public static RefusedException ours(String code, String reason) {
    return new RefusedException(Answer.Status.ERROR, code, reason, "");
  }

  /** The code of the check that failed passes through. */
  public static RefusedException of(TrustException e) {
    return of(e.code(), String.valueOf(e.getMessage()));
  }

  public static RefusedException malformed(String code, String what, DocumentException e) {
    return new RefusedException(
        Answer.Status.BAD_REQUEST,
        code,
        "The " + what + " is wrong at " + e.path() + ": " + e.problem() + ".",
        e.path());
  }

  public Answer.Status status() {
    return status;
  }

  public String code() {
    return code;
  }

  public String reason() {
    return String.valueOf(getMessage());
  }

  /** Where in the document, if it came to that. */
  public Optional<String> place() {
    return place.isEmpty() ? Optional.empty() : Optional.of(place);
  }
}
