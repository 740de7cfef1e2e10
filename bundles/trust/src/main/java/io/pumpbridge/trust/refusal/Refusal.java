// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.refusal;

import io.pumpbridge.model.trust.TrustException;
import java.util.Locale;

/**
 * Every reason for which this bundle refuses. The code is the name in lower case with hyphens; it
 * is a contract: programs and hospital runbooks compare it. The README explains each one.
 */
public enum Refusal {
  // Not provisioned, or damaged.
  NO_IDENTITY,
  NO_ANCHORS,
  ANCHORS_UNREADABLE,
  KEY_STORE_DAMAGED,
  KEY_STORE_UNWRITABLE,
  IDENTITY_WRONG_GATEWAY,

  // The end of this gateway.
  DECOMMISSIONING,
  NOT_DECOMMISSIONING,

  // The token with the key, if there is one.
  TOKEN_LIBRARY_UNUSABLE,
  TOKEN_MISSING,
  TOKEN_PIN_UNREADABLE,
  TOKEN_PIN_WRONG,
  TOKEN_PIN_LOCKED,
  TOKEN_KEY_MISSING,
  TOKEN_NOT_ANSWERING,
  TOKEN_FAILED,

  // The profile for the host's Wi-Fi.
  WIFI_PROFILE_UNWRITABLE,

  // A certificate that should become this gateway's.
  CERTIFICATE_UNREADABLE,
  CERTIFICATE_NOT_OURS,
  CERTIFICATE_WRONG_GATEWAY,
  DEVICE_CHAIN_UNTRUSTED,
  DEVICE_CERTIFICATE_EXPIRED,
  DEVICE_CERTIFICATE_NOT_YET_VALID,
  DEVICE_KEY_PURPOSE,
  DEVICE_KEY_WEAK,

  // Enrolment and renewal.
  EST_NOT_CONFIGURED,
  EST_SERVER_INVALID,
  EST_UNREACHABLE,
  EST_TIMEOUT,
  EST_ANSWER_MALFORMED,
  EST_ANSWER_TOO_LARGE,
  EST_CONTENT_TYPE,
  EST_REDIRECTED,
  EST_UNAUTHORIZED,
  EST_REQUEST_REFUSED,
  EST_SERVER_FAILED,
  EST_CERTIFICATES_MALFORMED,
  EST_CERTIFICATE_UNEXPECTED,
  EST_ATTRIBUTES_UNSUPPORTED,
  EST_PROOF_UNSUPPORTED,
  CODE_INVALID,
  BOOTSTRAP_UNREADABLE,
  FINGERPRINT_INVALID,
  FINGERPRINT_MISMATCH,
  ANCHOR_UNWRITABLE,
  RENEWAL_TOO_LATE,
  // The clock's floor, when a technician sets it.
  CLOCK_RESET_INVALID,
  CLOCK_RESET_TOO_LATE,
  CLOCK_RESETS_WAITING,
  CLOCK_FLOOR_UNWRITABLE,

  // Sealing.
  SEAL_BROKEN,

  // Key escrow, and its use at a desk.
  ESCROW_CERTIFICATE_UNREADABLE,
  ESCROW_CHAIN_UNTRUSTED,
  ESCROW_CERTIFICATE_EXPIRED,
  ESCROW_CERTIFICATE_NOT_YET_VALID,
  ESCROW_KEY_PURPOSE,
  ESCROW_KEY_WEAK,
  ESCROW_UNWRITABLE,
  ESCROW_ENVELOPE_DAMAGED,
  ESCROW_KEY_UNREADABLE,
  ESCROW_KEY_WRONG,

  // Signatures.
  TOO_LARGE,
  MALFORMED,
  CONTENT_MISSING,
  SIGNER_MISSING,
  SIGNER_UNEXPECTED,
  SIGNER_UNNAMED,
  SAME_SIGNER,
  ROLE_MISSING,
  ROLE_AMBIGUOUS,
  CERTIFICATE_UNEXPECTED,
  SIGNATURE_INVALID,
  SIGNING_TIME_MISSING,
  SIGNING_TIME_IMPLAUSIBLE,
  CHAIN_UNTRUSTED,
  CERTIFICATE_EXPIRED,
  CERTIFICATE_NOT_YET_VALID,
  KEY_PURPOSE,
  ALGORITHM_WEAK,
  SIGNER_WITHDRAWN,
  CERTIFICATE_SWAPPED,

  // Signing at a desk.
  SIGNING_KEY_UNREADABLE,
  SIGNING_SECRET_WRONG,
  SIGNING_KEY_MISSING,
  SIGNING_KEY_AMBIGUOUS,
  SIGNING_ANCHORS_MISSING,
  SIGNING_INPUT_INVALID,
  ROLE_TAKEN,

  // A site package.
  SITE_PACKAGE_DAMAGED,
  SITE_PACKAGE_UNWRITABLE,
  SITE_MALFORMED,
  SITE_OTHER_HOSPITAL,
  SITE_NOT_NEWER,
  SITE_DATED_AHEAD,
  SITE_ANCHOR_UNUSABLE,
  SITE_WITHDRAWAL_MISSING,
  SITE_LOCKS_OUT,
  SITE_CODE_NEEDED,
  SITE_CODE_MISTYPED,
  SITE_CODE_OTHER_PACKAGE,
  SITE_CODE_TOO_LATE,

  // Taken back by its issuer, or not known not to be; of any chain.
  CERTIFICATE_REVOKED,
  REVOCATION_STALE,
  REVOCATION_UNKNOWN,

  // A revocation list that somebody passes on.
  REVOCATION_LIST_UNUSABLE,
  REVOCATION_LIST_UNTRUSTED,
  REVOCATION_LIST_OLD,
  REVOCATION_LIST_UNWRITABLE,

  // The server, as we judge it.
  SERVER_NAME_INVALID,
  SERVER_CHAIN_UNTRUSTED,
  SERVER_NAME_MISMATCH,
  SERVER_CERTIFICATE_EXPIRED,
  SERVER_CERTIFICATE_NOT_YET_VALID,
  SERVER_KEY_PURPOSE,
  SERVER_KEY_WEAK,
  SERVER_CERTIFICATE_UNREADABLE,
  SERVER_KEY_NOT_PROVEN,
  SERVER_MESSAGE_TOO_LARGE,
  SERVER_BREAKS_TLS,
  CLIENT_CERTIFICATE_NOT_REQUESTED,
  HANDSHAKE_TIMEOUT,

  // The server, as it judges us, or does not talk.
  SERVER_REFUSED_OUR_CERTIFICATE,
  NO_COMMON_TLS_VERSION,
  NO_COMMON_CIPHER_SUITE,
  HANDSHAKE_REFUSED,
  SERVER_DOES_NOT_KNOW_NAME,
  SERVER_ALERT,
  SERVER_NOT_TLS,
  SERVER_ENDED_HANDSHAKE;

  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @param subject whose certificate failed; empty if it never came to one
   */
  public TrustException because(String sentence, String subject) {
    return new TrustException(code(), sentence, subject);
  }

  public TrustException because(String sentence) {
    return because(sentence, "");
  }

  /** Keeps the technical cause for the log. */
  public TrustException because(String sentence, String subject, Throwable cause) {
    TrustException refusal = because(sentence, subject);
    refusal.initCause(cause);
    return refusal;
  }
}
