// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.order;

import io.pumpbridge.druglibrary.document.SignedOrderReader.Addressed;
import io.pumpbridge.druglibrary.line.Line;
import io.pumpbridge.model.dose.InfusionOrder;
import io.pumpbridge.model.trust.Signer;
import java.time.Instant;
import java.util.List;

/**
 * An order whose signature holds and that is for this gateway.
 *
 * @param sha256 of the signed content
 */
record SignedOrder(Addressed addressed, String sha256, List<Signer> signers) {
  SignedOrder {
    signers = List.copyOf(signers);
  }

  InfusionOrder order() {
    return addressed.order();
  }

  String id() {
    return order().id();
  }

  Line line() {
    return new Line(order().pumpSerial(), order().channel());
  }

  boolean isExpired(Instant now) {
    return !now.isBefore(addressed.expires());
  }
}
