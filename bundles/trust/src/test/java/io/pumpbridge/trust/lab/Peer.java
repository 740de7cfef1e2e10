// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.lab;

/** A server on loopback for one connection, which counts what of the application reaches it. */
public interface Peer extends AutoCloseable {

  int port();

  /** Bytes of the application that reached it; waits until the connection is over. */
  long applicationBytes();

  @Override
  void close();
}
