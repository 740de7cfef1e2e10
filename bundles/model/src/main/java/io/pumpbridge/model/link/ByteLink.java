// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.link;

import io.pumpbridge.model.measure.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/** An open, exclusive, binary-transparent way to a pump. One thread at a time. */
public interface ByteLink extends Closeable {

  PortId port();

  /**
   * Waits for bytes.
   *
   * @param wait at most this long; the platform may round up to 100 ms
   * @return what had arrived, empty if nothing did
   * @throws LinkLostException if the port has gone
   * @throws IOException if it cannot be read for another reason
   */
  Bytes read(Duration wait) throws IOException;

  /**
   * Writes all of it, or gives up after a limit of the link's own and closes itself.
   *
   * @throws LinkLostException if the port has gone or does not take the bytes in time
   */
  void write(Bytes bytes) throws IOException;

  /** Wakes a reader; never throws. */
  @Override
  void close();
}
