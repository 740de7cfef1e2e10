// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.alerts;

import java.time.Instant;
import java.util.Optional;

/**
 * A pump's alarm, or the bridge's advisory of a dose.
 *
 * @param code the alarm's own; empty for an advisory, of which a channel has one at most
 * @param since when it was said to start, by the gateway's clock
 * @param unknownSince from when on nobody knows whether it stands; empty while it does
 */
public record Alert(
    Line line, Kind kind, String code, Instant since, Optional<Instant> unknownSince) {

  /** Whose it is. */
  public enum Kind {
    ALARM,
    ADVISORY
  }

  /**
   * One channel of a pump.
   *
   * @param serial empty if the pump does not tell one
   * @param port where it is, only of a pump without serial number: it is told apart by nothing else
   */
  public record Line(String protocol, String model, String serial, String port, String channel) {}

  /** As far as its gateway knew when it spoke last. */
  public boolean isStanding() {
    return unknownSince.isEmpty();
  }

  Alert unknown(Instant from) {
    return isStanding() ? new Alert(line, kind, code, since, Optional.of(from)) : this;
  }
}
