// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.library;

import io.pumpbridge.druglibrary.document.LibraryStatement;
import io.pumpbridge.druglibrary.document.StatementReader;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.trust.SignatureVerifier;
import io.pumpbridge.model.trust.SignedContent;
import io.pumpbridge.model.trust.TrustException;
import java.time.Duration;

/** Everything about a signed statement that does not depend on those before it. */
final class StatementCheck {
  /** Its document, and two chains of certificates. */
  static final int MAX_SIGNED_BYTES = 64 * 1024;

  /** What two synchronised clocks may differ by. */
  static final Duration MAX_AHEAD = Duration.ofMinutes(5);

  private final SignatureVerifier verifier;
  private final String hospital;

  StatementCheck(SignatureVerifier verifier, String hospital) {
    this.verifier = verifier;
    this.hospital = hospital;
  }

  /** Who signed, and what; the same two roles as of a library. */
  VerifiedStatement verify(Bytes signed) throws RefusedException {
    if (signed.length() > MAX_SIGNED_BYTES) {
      throw RefusedException.of(
          "statement-too-large", "A statement has at most " + MAX_SIGNED_BYTES + " bytes.");
    }
    try {
      SignedContent content = verifier.verify(signed, LibraryCheck.ROLES);
      LibraryCheck.requireTwoPeople(content.signers());
      LibraryStatement statement = StatementReader.read(content.content());
      if (!statement.hospital().equals(hospital)) {
        throw RefusedException.of(
            "statement-other-hospital", "The statement is for " + statement.hospital() + ".");
      }
      return new VerifiedStatement(
          statement, EventRecord.hashOf(content.content()), content.signers());
    } catch (TrustException e) {
      throw RefusedException.of(e);
    } catch (DocumentException e) {
      throw RefusedException.malformed("statement-malformed", "statement", e);
    }
  }

  /** A clock that stands at its floor is late: it says nothing about what seems to come early. */
  static void requireTimely(VerifiedStatement verified, ClockReading at) throws RefusedException {
    LibraryStatement statement = verified.statement();
    if (at.quality() != ClockQuality.FLOOR
        && statement.issued().isAfter(at.wall().plus(MAX_AHEAD))) {
      throw RefusedException.of(
          "statement-from-future",
          "It says it was issued at " + statement.issued() + "; here it is " + at.wall() + ".");
    }
  }
}
