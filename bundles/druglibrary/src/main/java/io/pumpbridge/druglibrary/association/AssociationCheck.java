// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.association;

import io.pumpbridge.druglibrary.channel.Channel;
import io.pumpbridge.druglibrary.document.AssociationReader;
import io.pumpbridge.druglibrary.document.Heading;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.druglibrary.signed.Signed;
import io.pumpbridge.druglibrary.signed.SignedKind;
import io.pumpbridge.model.dose.Association;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.trust.DeviceIdentity;
import io.pumpbridge.model.trust.SignatureVerifier;
import io.pumpbridge.model.trust.Signer;
import io.pumpbridge.model.trust.SignerRole;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Everything about an association that does not depend on those already held. */
public final class AssociationCheck {
  static final SignedKind<AssociationReader.Addressed> KIND =
      new SignedKind<>(
          "An association",
          "association",
          SignedKind.SHORT_BYTES,
          Set.of(SignerRole.ORDER_SYSTEM),
          content -> AssociationReader.read(content.content()));

  /** No order for a running infusion stands longer without being given again. */
  static final Duration MAX_LIFE = Duration.ofDays(7);

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
    Channel channel() {
      return new Channel(association.pumpSerial(), association.channel());
    }

    boolean isExpired(Instant now) {
      return !now.isBefore(association.expires());
    }
  }

  /** Who signed, for whom, and what; as true later as now, but for certificates that end. */
  Verified verify(Bytes signed) throws RefusedException {
    Signed<AssociationReader.Addressed> found = KIND.verify(verifier, signed);
    Heading heading = found.document().heading();
    KIND.requireHere(heading, identity);
    return new Verified(
        found.document().association(), found.sha256(), found.signers(), heading.encounter());
  }

  /** Whether it may begin now. */
  void requireTimely(Verified verified, ClockReading at) throws RefusedException {
    Association association = verified.association();
    if (at.quality() == ClockQuality.FLOOR) {
      throw RefusedException.ours(
          "clock-untrusted", "The gateway does not know the time yet, so no one can say it holds.");
    }
    if (association.issued().isAfter(at.wall().plus(SignedKind.MAX_AHEAD))) {
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
