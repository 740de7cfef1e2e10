// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import io.pumpbridge.model.measure.Bytes;
import java.util.Map;
import java.util.Optional;

/** A request's wrapping. */
final class RequestPayload {
  private RequestPayload() {}

  static byte[] of(String serverId, String requestId, Bytes body) {
    return KuraCodec.encode(
        new KuraPayload(
            Optional.empty(),
            Map.of("request.id", requestId, "requester.client.id", serverId),
            body));
  }
}
