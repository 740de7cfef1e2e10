// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.library;

import io.pumpbridge.druglibrary.document.LibraryStatement;
import io.pumpbridge.druglibrary.document.StatementReader;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.druglibrary.signed.Signed;
import io.pumpbridge.druglibrary.signed.SignedKind;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.trust.SignatureVerifier;

/** Everything about a signed statement that does not depend on those before it. */
final class StatementCheck {
  /** The same two roles as of a library. */
  private static final SignedKind<LibraryStatement> KIND =
      new SignedKind<>(
          "A statement",
          "statement",
          SignedKind.SHORT_BYTES,
          LibraryCheck.ROLES,
          content -> {
            LibraryCheck.requireTwoPeople(content.signers());
            return StatementReader.read(content.content());
          });

  private final SignatureVerifier verifier;
  private final String hospital;

  StatementCheck(SignatureVerifier verifier, String hospital) {
    this.verifier = verifier;
    this.hospital = hospital;
  }

  /** Who signed, and what. */
  VerifiedStatement verify(Bytes signed) throws RefusedException {
    Signed<LibraryStatement> found = KIND.verify(verifier, signed);
    KIND.requireHospital(found.document().hospital(), hospital);
    return new VerifiedStatement(found.document(), found.sha256(), found.signers());
  }

  /** A clock that stands at its floor is late: it says nothing about what seems to come early. */
  static void requireTimely(VerifiedStatement verified, ClockReading at) throws RefusedException {
    LibraryStatement statement = verified.statement();
    if (at.quality() != ClockQuality.FLOOR
        && statement.issued().isAfter(at.wall().plus(SignedKind.MAX_AHEAD))) {
      throw RefusedException.of(
          "statement-from-future",
          "It says it was issued at " + statement.issued() + "; here it is " + at.wall() + ".");
    }
  }
}
