// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.trust;

import java.time.Instant;
import java.util.Optional;

/** Who this gateway is. */
public interface DeviceIdentity {

  /** The gateway's id, also in its certificate; fixed for the life of its configuration. */
  String gatewayId();

  /** The hospital it belongs to; what is signed for another hospital is refused. */
  String hospital();

  /** When the certificate ends; empty if there is none yet. */
  Optional<Instant> certificateEnds();
}
