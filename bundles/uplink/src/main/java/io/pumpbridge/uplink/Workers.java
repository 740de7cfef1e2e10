// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.command.Command;

/**
 * Who works on what has arrived. Commands one after the other; confirmations beside them, also one
 * after the other, because an order may take half a minute at a slow pump, and without
 * confirmations nothing more is sent.
 */
final class Workers implements AutoCloseable {
  /** One largest body that waits or is worked on, and small ones beside it. */
  static final long COMMAND_BYTES = 12L * 1024 * 1024;

  /** A confirmation of 256 streams has some 50 kB. */
  static final long CONFIRMATION_BYTES = 2L * 1024 * 1024;

  private final CommandQueue commands = new CommandQueue("uplink-commands", COMMAND_BYTES);
  private final CommandQueue confirmations =
      new CommandQueue("uplink-confirmations", CONFIRMATION_BYTES);

  /** Whether there was room for it; never waits. */
  boolean offer(Command command, Runnable task) {
    boolean confirmation = command.resource().equals(Confirmations.RESOURCE);
    return (confirmation ? confirmations : commands).offer(command.body().length(), task);
  }

  /** Something that asks handlers and was not sent by anybody. */
  boolean offer(Runnable task) {
    return commands.offer(0, task);
  }

  @Override
  public void close() {
    confirmations.close();
    commands.close();
  }
}
