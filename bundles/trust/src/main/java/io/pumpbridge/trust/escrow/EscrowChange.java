// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.escrow;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.Certificates;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * What must become of the envelope, and why; pure.
 *
 * @param to whom a new one is for; empty if the present one goes
 */
record EscrowChange(Optional<X509Certificate> to, String why) {

  static EscrowChange removal(String why) {
    return new EscrowChange(Optional.empty(), why);
  }

  /**
   * Empty if all is as it should be.
   *
   * @param present the envelope that is there, as it was read
   */
  static Optional<EscrowChange> needed(
      Optional<byte[]> present, EscrowedKey key, X509Certificate to) {
    if (present.isEmpty()) {
      return because("none-yet", to);
    }
    try {
      EscrowLabel is = EscrowEnvelope.read(present.get()).label();
      EscrowLabel shall = EscrowLabel.of(key, to);
      if (!is.keyId().equals(shall.keyId())) {
        return because("sealing-key-changed", to);
      }
      return is.equals(shall) ? Optional.empty() : because("certificate-changed", to);
    } catch (TrustException damaged) {
      return because("envelope-damaged", to);
    }
  }

  private static Optional<EscrowChange> because(String why, X509Certificate to) {
    return Optional.of(new EscrowChange(Optional.of(to), why));
  }

  String act() {
    return to.isPresent() ? "written" : "removed";
  }

  /** Said before it is done. */
  Event event(EscrowedKey key) {
    Fields.Builder details =
        Fields.builder()
            .put("act", act())
            .put("why", why)
            .put("key_id", Bytes.of(key.id()).toHex());
    to.ifPresent(
        certificate ->
            details
                .put("subject", Certificates.subjectOf(certificate))
                .put("serial", certificate.getSerialNumber().toString(16))
                .put("sha256", Certificates.fingerprintOf(certificate))
                .put("ends", certificate.getNotAfter().toInstant()));
    return Event.of(EventName.ESCROW_CHANGED, details.build());
  }
}
