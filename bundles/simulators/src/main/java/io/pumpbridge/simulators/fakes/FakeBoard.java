// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.fakes;

import io.pumpbridge.model.board.Board;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A board without electronics that remembers what it showed. Safe for many threads. */
public final class FakeBoard implements Board {

  /** What was shown at one moment. */
  public record Shown(Light light, Sound sound) {}

  private final List<Shown> history = new ArrayList<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private Tamper tamper = Tamper.CLOSED;
  private Optional<String> problem = Optional.empty();

  @Override
  public synchronized void show(Light light, Sound sound) {
    history.add(new Shown(light, sound));
  }

  /** Everything that was shown, oldest first. */
  public synchronized List<Shown> history() {
    return List.copyOf(history);
  }

  /** What shows now; empty before the first time. */
  public synchronized Optional<Shown> shown() {
    return history.isEmpty() ? Optional.empty() : Optional.of(history.get(history.size() - 1));
  }

  @Override
  public synchronized Tamper tamper() {
    return tamper;
  }

  /** Somebody opens or closes the enclosure; listeners hear of it on the calling thread. */
  public void setTamper(Tamper state) {
    synchronized (this) {
      if (tamper == state) {
        return;
      }
      tamper = state;
    }
    listeners.forEach(Runnable::run);
  }

  @Override
  public AutoCloseable onTamper(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public synchronized Optional<String> problem() {
    return problem;
  }

  public synchronized void setProblem(Optional<String> problem) {
    this.problem = problem;
  }
}
