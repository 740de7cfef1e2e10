// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.board;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A board in memory whose lid and faults the test works. */
final class FakeLines implements Lines {
  final List<Lamps> lamps = new CopyOnWriteArrayList<>();
  volatile boolean sounding;
  volatile boolean lidClosed = true;
  volatile boolean switchBroken;
  volatile boolean lampsBroken;
  volatile boolean buggy;
  volatile boolean withoutMemory;
  volatile boolean closed;

  @Override
  public void drive(Lamps shown) throws LineException {
    check(lampsBroken, "lamps are broken");
    lamps.add(shown);
  }

  @Override
  public void buzz(boolean on) throws LineException {
    check();
    sounding = on;
  }

  @Override
  public int debounceMs() {
    return 50;
  }

  @Override
  public boolean lidClosed() throws LineException {
    check(switchBroken, "switch is broken");
    return lidClosed;
  }

  private void check(boolean broken, String sentence) throws LineException {
    check();
    if (broken) {
      throw new LineException(sentence);
    }
  }

  private void check() throws LineException {
    if (closed) {
      throw new LineException("used after close");
    }
    if (buggy) {
      throw new IllegalStateException("bug");
    }
    if (withoutMemory) {
      throw new OutOfMemoryError("no memory");
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
