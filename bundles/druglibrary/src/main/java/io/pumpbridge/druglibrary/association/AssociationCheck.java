// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.association;

import io.pumpbridge.druglibrary.document.AssociationReader;
import io.pumpbridge.druglibrary.line.Line;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.dose.Association;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.trust.DeviceIdentity;
import io.pumpbridge.model.trust.SignatureVerifier;
import io.pumpbridge.model.trust.SignedContent;
import io.pumpbridge.model.trust.Signer;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.model.trust.TrustException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Everything about an association that does not depend on those already held. */
public final class AssociationCheck {
  /** What a signed association may weigh: its document and two certificates. */
  static final int MAX_SIGNED_BYTES = 64 * 1024;

  /** No order for a running infusion stands longer without being given again. */
  static final Duration MAX_LIFE = Duration.ofDays(7);

  /** What two synchronised clocks may differ by. */
  static final Duration MAX_AHEAD = Duration.ofMinutes(5);

  private static final Set<SignerRole> ROLES = Set.of(SignerRole.ORDER_SYSTEM);

  private final SignatureVerifier verifier;
  private final DeviceIdentity identity;

  public AssociationCheck(SignatureVerifier verifier, DeviceIdentity identity) {
    this.verifier = verifier;
    this.identity = identity;
  }

  /**
   * An association that may be believed until it expires.
   *
   * @param sha256 of the signed content
   * @param encounter the opaque reference that it was signed with
   */
  record Verified(
      Association association, String sha256, List<Signer> signers, Optional<String> encounter) {
    Line line() {
      return new Line(association.pumpSerial(), association.channel());
    }

    boolean isExpired(Instant now) {
      return !now.isBefore(association.expires());
    }
  }

  /** Who signed, for whom, and what; as true later as now, but for certificates that end. */
  Verified verify(Bytes signed) throws RefusedException {
    if (signed.length() > MAX_SIGNED_BYTES) {
      throw RefusedException.of(
          "association-too-large", "An association has at most " + MAX_SIGNED_BYTES + " bytes.");
    }
    try {
      SignedContent content = verifier.verify(signed, ROLES);
      AssociationReader.Addressed read = AssociationReader.read(content.content());
      if (!read.hospital().equals(identity.hospital())) {
        throw RefusedException.of(
            "association-other-hospital", "The association is for " + read.hospital() + ".");
      }
      if (!read.gateway().equals(identity.gatewayId())) {
        throw RefusedException.of(
            "association-other-gateway", "The association is for gateway " + read.gateway() + ".");
      }
      return new Verified(
          read.association(),
          EventRecord.hashOf(content.content()),
          content.signers(),
          read.encounter());
    } catch (TrustException e) {
      throw RefusedException.of(e);
    } catch (DocumentException e) {
      throw RefusedException.malformed("association-malformed", "association", e);
    }
  }

  /** Whether it may begin now. */
  void requireTimely(Verified verified, ClockReading at) throws RefusedException {
    Association association = verified.association();
    if (at.quality() == ClockQuality.FLOOR) {
      throw RefusedException.ours(
          "clock-untrusted", "The gateway does not know the time yet, so no one can say it holds.");
    }
    if (association.issued().isAfter(at.wall().plus(MAX_AHEAD))) {
      throw RefusedException.of(
          "association-from-future",
          "It says it was issued at " + association.issued() + "; here it is " + at.wall() + ".");
    }
    if (Duration.between(association.issued(), association.expires()).compareTo(MAX_LIFE) > 0) {
      throw RefusedException.of(
          "association-too-long",
          "An association may stand for " + MAX_LIFE.toDays() + " days at most.");
    }
    if (verified.isExpired(at.wall())) {
      throw RefusedException.of(
          "association-expired", "The association ended at " + association.expires() + ".");
    }
  }
}
