// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import javax.net.ssl.SSLException;

/** What we say to a server, once both ends are proven; looks anew before each write. */
final class ProvenOutput extends FilterOutputStream {
  private final ProvenSocket socket;

  ProvenOutput(OutputStream out, ProvenSocket socket) {
    super(out);
    this.socket = socket;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    socket.requireProven();
    try {
      out.write(source, offset, length);
    } catch (SocketException | SSLException e) {
      throw socket.reasonOfUnsaid(e);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
