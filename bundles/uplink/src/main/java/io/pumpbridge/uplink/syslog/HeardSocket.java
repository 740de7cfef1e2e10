// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.syslog;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/** A TCP socket beneath TLS; what it receives is seen by somebody else, too. */
final class HeardSocket extends Socket {
  private final LastRecord heard;

  HeardSocket(LastRecord heard) {
    this.heard = heard;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        if (count > 0) {
          heard.see(target, offset, count);
        }
        return count;
      }

      @Override
      public long skip(long count) throws IOException {
        throw new IOException("nothing is skipped here: it would go by unseen");
      }
    };
  }
}
