// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.BridgeFramework;
import io.pumpbridge.runtime.launch.DeskSocket;
import io.pumpbridge.runtime.launch.LaunchException.Fault;
import java.util.Optional;

/**
 * How an agent ends. To be told to stop is no failure: on SIGTERM and Ctrl-C it ends in order, with
 * exit code 0 instead of the JVM's 143 and 130; 3 if something would not end.
 */
final class OrderlyEnd implements AutoCloseable {
  private final BridgeFramework bridge;
  private final Thread onSignal = new Thread(this::endNow, "stop");
  private volatile Optional<DeskSocket> desk = Optional.empty();

  private OrderlyEnd(BridgeFramework bridge) {
    this.bridge = bridge;
  }

  /** From now on until it is closed, a signal ends the agent in order. */
  static OrderlyEnd of(BridgeFramework bridge) {
    OrderlyEnd end = new OrderlyEnd(bridge);
    Runtime.getRuntime().addShutdownHook(end.onSignal);
    return end;
  }

  /** Where commands ask it goes with it. */
  void takesAlong(DeskSocket socket) {
    desk = Optional.of(socket);
  }

  private void endNow() {
    boolean inOrder = bridge.stop();
    desk.ifPresent(DeskSocket::close);
    Runtime.getRuntime().halt(inOrder ? 0 : Fault.DEVICE.exitCode());
  }

  /** It has ended without a signal, or has not come to life. */
  @Override
  public void close() {
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(onSignal);
    } catch (IllegalStateException e) {
      return; // it runs already
    }
    desk.ifPresent(DeskSocket::close);
  }
}
