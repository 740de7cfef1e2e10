// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.pump;

import io.pumpbridge.model.measure.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One reading of one channel. What the pump does not give is absent, never zero.
 *
 * @param channel the channel's name; {@code "1"} on a pump with one channel
 * @param rate flow, as the pump gives it (mL/h)
 * @param volumeInfused since last cleared (mL)
 * @param vtbiRemaining what is left of the volume to be infused (mL)
 * @param pressure line pressure in the pump's own unit
 * @param drug the drug's label if the protocol carries one
 */
public record Observation(
    String channel,
    PumpStatus status,
    Optional<Quantity> rate,
    Optional<Quantity> volumeInfused,
    Optional<Quantity> vtbiRemaining,
    Optional<Duration> timeRemaining,
    Optional<Quantity> pressure,
    Optional<String> drug,
    List<PumpAlarm> alarms) {

  public Observation {
    alarms = List.copyOf(alarms);
  }

  /** What is known of a channel whose pump fell silent: nothing but that. */
  public static Observation lost(String channel) {
    return new Observation(
        channel,
        PumpStatus.LOST,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }
}
