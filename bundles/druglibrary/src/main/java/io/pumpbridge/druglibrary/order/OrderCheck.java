// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.order;

import io.pumpbridge.druglibrary.document.SignedOrderReader;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.druglibrary.signed.Signed;
import io.pumpbridge.druglibrary.signed.SignedKind;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.DeviceIdentity;
import io.pumpbridge.model.trust.SignatureVerifier;
import io.pumpbridge.model.trust.SignerRole;
import java.util.Set;

/** Who signed an order, and for whom. */
public final class OrderCheck {
  static final SignedKind<SignedOrderReader.Addressed> KIND =
      new SignedKind<>(
          "An order",
          "order",
          SignedKind.SHORT_BYTES,
          Set.of(SignerRole.ORDER_SYSTEM),
          content -> SignedOrderReader.read(content.content()));

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
    Signed<SignedOrderReader.Addressed> found = KIND.verify(verifier, signed);
    KIND.requireHere(found.document().heading(), identity);
    return new SignedOrder(
        found.document().heading(), found.document().order(), found.sha256(), found.signers());
  }
}
