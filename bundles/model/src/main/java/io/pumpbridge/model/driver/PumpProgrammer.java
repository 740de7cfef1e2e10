// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.driver;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.PumpIdentity;
import java.util.Optional;

/**
 * Sets a pump that stands still, for an order; offered by whoever follows the pumps. Whether the
 * order may be carried out is the caller's to decide, and that it is carried out once.
 */
public interface PumpProgrammer {

  /** What is known of a pump's channel at this moment; asks the pump nothing. */
  Found find(String pumpSerial, String channel);

  /**
   * Sets it and reads it back; never starts it. Returns within half a minute.
   *
   * @param id of the order
   * @param rate in mL/h, a multiple of the step
   * @param volume to be infused in mL; without one the pump's own setting stays
   * @throws InterruptedException and then nobody knows how it ended
   */
  ProgrammeOutcome programme(String id, Settable pump, Quantity rate, Optional<Quantity> volume)
      throws InterruptedException;

  /** What {@link #find} knows. */
  sealed interface Found {}

  /** No pump of that serial number answers here. */
  record Offline() implements Found {}

  /** The pump answers, but has said nothing of such a channel, or of more than that one. */
  record NoSuchChannel() implements Found {}

  /** The site, the protocol or the driver does not let it be set. */
  record OnlyListenedTo() implements Found {}

  /**
   * It can be set if it stands still.
   *
   * @param port where it is
   * @param place which pump of the port
   */
  record Settable(
      PumpIdentity pump, String channel, String port, String place, ProgrammeSteps steps)
      implements Found {}
}
