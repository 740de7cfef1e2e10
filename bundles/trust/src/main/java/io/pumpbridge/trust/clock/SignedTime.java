// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.clock;

import java.time.Instant;

/**
 * A time that an authority signed, or somebody to whom it gave that work.
 *
 * @param at what it says
 */
public record SignedTime(Instant at, Kind kind) {

  /** What the signer meant by it. */
  public enum Kind {
    /**
     * The moment of signing: producedAt of a response (RFC 6960, 2.4), thisUpdate of a list (RFC
     * 5280, 5.1.2.4). Nobody in his senses signs one for later.
     */
    PRESENT,
    /**
     * When something begins: notBefore of a certificate. Authorities do issue certificates for next
     * month, and people do install them too early.
     */
    PLANNED
  }

  public static SignedTime present(Instant at) {
    return new SignedTime(at, Kind.PRESENT);
  }

  public static SignedTime planned(Instant at) {
    return new SignedTime(at, Kind.PLANNED);
  }
}
