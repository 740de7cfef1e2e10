// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.driver;

import io.pumpbridge.model.measure.Bytes;

/** What a session is told; times are monotonic milliseconds. */
public sealed interface SessionInput {

  long nowMs();

  /** The line is open and set. */
  record Opened(long nowMs) implements SessionInput {}

  /** Time went by; comes at least every 100 ms. */
  record Tick(long nowMs) implements SessionInput {}

  /** Bytes came, however the line happened to cut them. */
  record Received(Bytes bytes, long nowMs) implements SessionInput {}

  /** A pump is to be set; answered by exactly one {@link Effect.Programmed}. */
  record Program(Programme programme, long nowMs) implements SessionInput {}

  /**
   * The line will be closed in order: give back what is held of the pump, ask for nothing more.
   * Inputs go on until the session {@link PumpSession#isReleased()} or patience ends, then comes
   * {@link Closed}.
   */
  record Stop(long nowMs) implements SessionInput {}

  /** The port has gone. */
  record Closed(long nowMs) implements SessionInput {}
}
