// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.mqtt;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * Beneath TLS, which asks for each record's header and then for its rest, and a broker makes a
 * record of each PUBACK: with this, what has come by then takes one system call.
 */
final class BufferedSocket extends Socket {
  private static final int BUFFER_BYTES = 8_192; // a page of PUBACKs, half of the largest record

  private @Nullable InputStream buffered;

  @Override
  public synchronized InputStream getInputStream() throws IOException {
    InputStream in = buffered;
    if (in == null) {
      in = new BufferedInputStream(super.getInputStream(), BUFFER_BYTES);
      buffered = in;
    }
    return in;
  }
}
