// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What a server says, once both ends are proven; looks anew before each read. */
final class ProvenInput extends FilterInputStream {
  private final ProvenSocket socket;

  ProvenInput(InputStream in, ProvenSocket socket) {
    super(in);
    this.socket = socket;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    socket.requireProven();
    try {
      int count = in.read(target, offset, length);
      socket.onRead(count);
      return count;
    } catch (IOException e) {
      throw socket.reasonOf(e);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
