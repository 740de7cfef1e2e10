// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/** What SunPKCS11 makes of a token's return codes (PKCS#11 2.40, 5.1), said so that it helps. */
final class TokenFailures {
  /** Causes may form a ring. */
  private static final int MAX_CAUSES = 16;

  private TokenFailures() {}

  static boolean isPinWrong(Throwable failure) {
    return mentions(failure, "CKR_PIN_INCORRECT", "CKR_PIN_INVALID", "CKR_PIN_LEN_RANGE");
  }

  static TrustException explain(Throwable failure) {
    if (mentions(failure, "CKR_PIN_LOCKED")) {
      return Refusal.TOKEN_PIN_LOCKED.because(
          "The token has locked its PIN: unlock it with the security officer's PIN.", "", failure);
    }
    if (mentions(
        failure,
        "CKR_TOKEN_NOT_PRESENT",
        "CKR_TOKEN_NOT_RECOGNIZED",
        "CKR_DEVICE_REMOVED",
        "CKR_SLOT_ID_INVALID",
        "CKR_USER_PIN_NOT_INITIALIZED",
        "Token has been removed")) {
      return missing(failure);
    }
    return Refusal.TOKEN_FAILED.because(
        "The token failed: " + innermost(failure) + ".", "", failure);
  }

  static TrustException opening(TokenPlace place, Throwable failure) {
    return mentions(failure, "slotListIndex", "CKR_SLOT_ID_INVALID", "CKR_TOKEN_NOT")
        ? missing(failure)
        : library(place, failure);
  }

  static TrustException missing(Throwable failure) {
    return Refusal.TOKEN_MISSING.because(
        "There is no initialised token in that slot: plug it in, or correct the slot.",
        "",
        failure);
  }

  static TrustException library(TokenPlace place, @Nullable Throwable failure) {
    String sentence =
        "The PKCS#11 library "
            + place.library()
            + " cannot be used: install it, or correct its path.";
    return failure == null
        ? Refusal.TOKEN_LIBRARY_UNUSABLE.because(sentence)
        : Refusal.TOKEN_LIBRARY_UNUSABLE.because(sentence, "", failure);
  }

  private static boolean mentions(Throwable failure, String... words) {
    @Nullable Throwable cause = failure;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      for (String word : words) {
        if (String.valueOf(cause.getMessage()).contains(word)) {
          return true;
        }
      }
      cause = cause.getCause();
    }
    return false;
  }

  private static String innermost(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; depth < MAX_CAUSES; depth++) {
      Throwable next = cause.getCause();
      if (next == null) {
        break;
      }
      cause = next;
    }
    return String.valueOf(cause.getMessage());
  }
}
