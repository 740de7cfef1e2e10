// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Bytes;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What each gateway has, as its newest birth with a body told it: bundles, device profiles, pumps,
 * library. In memory only, for it comes again with every connection; as many as the broker knows
 * gateways.
 */
final class Inventories {
  private static final String FORMAT = "pump-bridge-inventory-1";

  /** More than a gateway may send. */
  static final int MAX_BYTES = 32 * 1024;

  private final Map<String, Fields> newest = new ConcurrentHashMap<>();

  /**
   * Takes what a birth says; one without a body says nothing new.
   *
   * @param gateway who the broker says it is, by the topic
   * @return what is wrong with it, if anything is; then the one before stays
   */
  Optional<String> take(String gateway, byte[] birth) {
    Optional<KuraPayload> payload = KuraCodec.decode(birth);
    if (payload.isEmpty()) {
      return Optional.of("a birth is no Kura payload");
    }
    Bytes body = payload.get().body();
    if (body.length() == 0) {
      return Optional.empty();
    }
    if (body.length() > MAX_BYTES) {
      return Optional.of("an inventory is too long");
    }
    try {
      Fields inventory = StrictJson.read(body);
      if (!inventory.text("format").equals(FORMAT) || !inventory.text("gateway").equals(gateway)) {
        return Optional.of("an inventory is another gateway's or in another format");
      }
      newest.put(gateway, inventory);
      return Optional.empty();
    } catch (DocumentException e) {
      return Optional.of("an inventory cannot be read");
    }
  }

  Optional<Fields> find(String gateway) {
    return Optional.ofNullable(newest.get(gateway));
  }
}
