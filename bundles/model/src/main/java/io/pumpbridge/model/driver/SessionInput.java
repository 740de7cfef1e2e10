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

  /** The port has gone. */
  record Closed(long nowMs) implements SessionInput {}
}
