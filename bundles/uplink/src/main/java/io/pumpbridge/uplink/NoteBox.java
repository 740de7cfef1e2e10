// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the uplink's one thread is told by all others. */
final class NoteBox {
  private static final Logger log = LoggerFactory.getLogger(NoteBox.class);

  /**
   * There are never more than some 310: acknowledgements of the largest window (264) and of all
   * previews (8), all replies that may be on their way (32), and a few that come once each.
   */
  private static final int LIMIT = 1_024;

  private final BlockingQueue<Runnable> notes = new ArrayBlockingQueue<>(LIMIT);

  /** From any thread, and never waits. */
  void leave(Runnable note) {
    if (!notes.offer(note)) {
      // If it happens all the same, silence ends the connection and everything is sent again.
      log.warn("a note was lost, the box is full");
    }
  }

  /**
   * Waits for a note and reads all that are there by then.
   *
   * @param woken first of all, also if nothing came
   */
  void read(long waitMs, Runnable woken) throws InterruptedException {
    Runnable note = notes.poll(waitMs, TimeUnit.MILLISECONDS);
    woken.run();
    for (int count = 0; note != null && count < LIMIT; count++) {
      note.run();
      note = notes.poll();
    }
  }
}
