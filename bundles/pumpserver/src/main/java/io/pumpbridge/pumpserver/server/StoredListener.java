// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

/** Hears of records once they are on the disk. */
public interface StoredListener {

  /**
   * Called on the server's own thread; must be quick.
   *
   * @param storedNanos {@code System.nanoTime()} when the disk had said yes
   */
  void onStored(ReceivedRecord received, long storedNanos);

  /**
   * A record that came out of turn while its lane has a backlog: sound in itself, not yet proven to
   * belong to the chain, and not stored. It comes again. Called on the broker's thread, beside the
   * other one.
   */
  default void onShown(ReceivedRecord received) {
    // Whoever only wants what is stored need not know.
  }
}
