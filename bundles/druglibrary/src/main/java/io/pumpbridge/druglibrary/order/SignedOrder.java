// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.order;

import io.pumpbridge.druglibrary.channel.Channel;
import io.pumpbridge.druglibrary.document.Heading;
import io.pumpbridge.model.dose.InfusionOrder;
import io.pumpbridge.model.trust.Signer;
import java.time.Instant;
import java.util.List;

/**
 * An order whose signature holds and that is for this gateway.
 *
 * @param sha256 of the signed content
 */
record SignedOrder(Heading heading, InfusionOrder order, String sha256, List<Signer> signers) {
  SignedOrder {
    signers = List.copyOf(signers);
  }

  String id() {
    return order.id();
  }

  Channel channel() {
    return new Channel(order.pumpSerial(), order.channel());
  }

  boolean isExpired(Instant now) {
    return !now.isBefore(heading.expires());
  }
}
