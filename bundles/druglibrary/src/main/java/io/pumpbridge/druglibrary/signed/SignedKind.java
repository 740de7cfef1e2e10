// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.signed;

import io.pumpbridge.druglibrary.document.Heading;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.DeviceIdentity;
import io.pumpbridge.model.trust.SignatureVerifier;
import io.pumpbridge.model.trust.SignedContent;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.model.trust.TrustException;
import java.time.Duration;
import java.util.Set;

/**
 * A kind of signed document, and what each of its kind must be before anybody looks at what it
 * says: small enough, signed by the right people, readable, and for this hospital and gateway.
 *
 * @param title {@code An order}: begins a sentence
 * @param name {@code order}: begins a code
 * @param maxBytes what one may weigh, with its signatures
 * @param roles in which it must be signed
 */
public record SignedKind<T>(
    String title, String name, int maxBytes, Set<SignerRole> roles, Reading<T> reading) {

  /** A short document and two chains of certificates. */
  public static final int SHORT_BYTES = 64 * 1024;

  /** What two synchronised clocks may differ by. */
  public static final Duration MAX_AHEAD = Duration.ofMinutes(5);

  /** From what was signed, once the signatures hold. */
  @FunctionalInterface
  public interface Reading<T> {
    T read(SignedContent content) throws DocumentException, RefusedException;
  }

  public SignedKind {
    roles = Set.copyOf(roles);
  }

  public Signed<T> verify(SignatureVerifier verifier, Bytes signed) throws RefusedException {
    if (signed.length() > maxBytes) {
      throw RefusedException.of(
          name + "-too-large", title + " has at most " + maxBytes + " bytes.");
    }
    try {
      SignedContent content = verifier.verify(signed, roles);
      return new Signed<>(reading.read(content), content.content(), content.signers());
    } catch (TrustException e) {
      throw RefusedException.of(e);
    } catch (DocumentException e) {
      throw RefusedException.malformed(name + "-malformed", name, e);
    }
  }

  /**
   * @param hospital that the document names
   */
  public void requireHospital(String hospital, String ours) throws RefusedException {
    if (!hospital.equals(ours)) {
      throw RefusedException.of(
          name + "-other-hospital", "The " + name + " is for " + hospital + ".");
    }
  }

  public void requireHere(Heading heading, DeviceIdentity identity) throws RefusedException {
    requireHospital(heading.hospital(), identity.hospital());
    if (!heading.gateway().equals(identity.gatewayId())) {
      throw RefusedException.of(
          name + "-other-gateway", "The " + name + " is for gateway " + heading.gateway() + ".");
    }
  }
}
