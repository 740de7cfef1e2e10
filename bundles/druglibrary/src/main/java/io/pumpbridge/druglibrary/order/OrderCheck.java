// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.order;

import io.pumpbridge.druglibrary.document.SignedOrderReader;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.DeviceIdentity;
import io.pumpbridge.model.trust.SignatureVerifier;
import io.pumpbridge.model.trust.SignedContent;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.model.trust.TrustException;
import java.util.Set;

/** Who signed an order, and for whom. */
public final class OrderCheck {
  /** What a signed order may weigh: its document and two certificates. */
  static final int MAX_SIGNED_BYTES = 64 * 1024;

  private static final Set<SignerRole> ROLES = Set.of(SignerRole.ORDER_SYSTEM);

  private final SignatureVerifier verifier;
  private final DeviceIdentity identity;

  public OrderCheck(SignatureVerifier verifier, DeviceIdentity identity) {
    this.verifier = verifier;
    this.identity = identity;
  }

  /**
   * @throws RefusedException if it is not an order for this gateway; then its id means nothing
   */
  SignedOrder verify(Bytes signed) throws RefusedException {
    if (signed.length() > MAX_SIGNED_BYTES) {
      throw RefusedException.of(
          "order-too-large", "An order has at most " + MAX_SIGNED_BYTES + " bytes.");
    }
    try {
      SignedContent content = verifier.verify(signed, ROLES);
      SignedOrderReader.Addressed read = SignedOrderReader.read(content.content());
      if (!read.hospital().equals(identity.hospital())) {
        throw RefusedException.of(
            "order-other-hospital", "The order is for " + read.hospital() + ".");
      }
      if (!read.gateway().equals(identity.gatewayId())) {
        throw RefusedException.of(
            "order-other-gateway", "The order is for gateway " + read.gateway() + ".");
      }
      return new SignedOrder(read, EventRecord.hashOf(content.content()), content.signers());
    } catch (TrustException e) {
      throw RefusedException.of(e);
    } catch (DocumentException e) {
      throw RefusedException.malformed("order-malformed", "order", e);
    }
  }
}
