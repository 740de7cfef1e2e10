// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.contract;

import io.pumpbridge.model.measure.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/** The other end of a link under test: what a pump sees. */
public interface FarEnd extends Closeable {

  void send(Bytes bytes) throws IOException;

  /** What has come within the wait; empty if nothing did. */
  Bytes receive(Duration wait) throws IOException;

  /** The cable is pulled, or the far end dies. */
  void vanish() throws IOException;
}
