// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.transports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.contract.ByteLinkContract;
import io.pumpbridge.simulators.contract.FarEnd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TcpByteLinkTest extends ByteLinkContract {

  @Override
  protected Line open() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      TcpByteLink link = TcpByteLink.open(address(server.getLocalPort()), WRITE_LIMIT);
      return new Line(link, new ServerEnd(server.accept()));
    }
  }

  private static PortPattern.Tcp address(int port) {
    return (PortPattern.Tcp) PortPattern.from("tcp:127.0.0.1:" + port);
  }

  private record ServerEnd(Socket socket) implements FarEnd {
    @Override
    public void send(Bytes bytes) throws IOException {
      socket.getOutputStream().write(bytes.toArray());
    }

    @Override
    public Bytes receive(Duration wait) throws IOException {
      socket.setSoTimeout((int) wait.toMillis());
      byte[] buffer = new byte[4_096];
      try {
        int count = socket.getInputStream().read(buffer);
        return count < 0 ? Bytes.EMPTY : Bytes.of(buffer, 0, count);
      } catch (SocketTimeoutException e) {
        return Bytes.EMPTY;
      }
    }

    @Override
    public void vanish() throws IOException {
      socket.close();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void whereNobodyListensOpeningSaysWhichPortIsNotThere() throws Exception {
    int port;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }
    assertThatThrownBy(() -> TcpByteLink.open(address(port), WRITE_LIMIT))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("tcp:127.0.0.1:" + port + " is not there: ");
  }

  @Test
  void itIsCalledAsItWasConfigured() {
    assertThat(line.link().port().path()).startsWith("tcp:127.0.0.1:");
  }
}
