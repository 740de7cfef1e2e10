// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;

/** A server whose process has no file descriptor left, every time before somebody comes in. */
final class FaultyServer extends ServerSocketChannel {
  private final ServerSocketChannel server;
  private final int failures;
  private int failed;

  FaultyServer(ServerSocketChannel server, int failures) {
    super(server.provider());
    this.server = server;
    this.failures = failures;
  }

  @Override
  public SocketChannel accept() throws IOException {
    if (failed < failures) {
      failed++;
      throw new IOException("Too many open files");
    }
    failed = 0;
    return server.accept();
  }

  @Override
  public ServerSocketChannel bind(SocketAddress local, int backlog) throws IOException {
    server.bind(local, backlog);
    return this;
  }

  @Override
  public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) throws IOException {
    server.setOption(name, value);
    return this;
  }

  @Override
  public <T> T getOption(SocketOption<T> name) throws IOException {
    return server.getOption(name);
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return server.supportedOptions();
  }

  @Override
  public ServerSocket socket() {
    return server.socket();
  }

  @Override
  public SocketAddress getLocalAddress() throws IOException {
    return server.getLocalAddress();
  }

  @Override
  protected void implCloseSelectableChannel() throws IOException {
    server.close();
  }

  @Override
  protected void implConfigureBlocking(boolean block) throws IOException {
    server.configureBlocking(block);
  }
}
