// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.fleet;

import java.util.List;
import java.util.Optional;

/**
 * One gateway.
 *
 * @param library what it judges by whatever begins now; empty if nothing
 * @param why why that is not the newest, for programs; empty if it is
 * @param proof the newest library's steps on this gateway, oldest first
 */
public record GatewayStanding(
    String gateway,
    Optional<Library> library,
    Optional<String> why,
    List<Step> proof,
    List<PumpStanding> pumps) {

  public GatewayStanding {
    proof = List.copyOf(proof);
    pumps = List.copyOf(pumps);
  }

  /** Whether it, or one of its pumps, is not on the newest. */
  public boolean isStale() {
    return why.isPresent() || pumps.stream().anyMatch(pump -> pump.why().isPresent());
  }
}
