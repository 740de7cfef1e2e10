// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The journal of a running agent as it comes, line by line; as {@code RunningJournal} has it, and
 * no longer than it is asked for.
 */
public final class ToldJournal implements Iterator<String>, AutoCloseable {
  private static final String NO_RECORD = "{\"what\":\"";
  private static final String END = NO_RECORD + "end\"";
  private static final String REFUSED = NO_RECORD + "refused\"";

  private final AskedAgent agent;
  private Optional<String> next = Optional.empty();
  private boolean ended;
  private Optional<LaunchException> failure = Optional.empty();

  ToldJournal(AskedAgent agent) {
    this.agent = agent;
  }

  /** Whether a line is a stored record, as an export has it. */
  public static boolean isRecord(String line) {
    return !line.startsWith(NO_RECORD);
  }

  /** Whether a line stands for a record that does not open. */
  public static boolean isClosed(String line) {
    return line.startsWith(NO_RECORD + "closed\"");
  }

  @Override
  public boolean hasNext() {
    if (next.isEmpty() && !ended) {
      try {
        take(agent.line());
      } catch (IOException e) {
        fail(RunningAgent.lost(e));
      }
    }
    return next.isPresent();
  }

  private void take(Optional<String> line) throws IOException {
    if (line.isEmpty()) {
      throw new IOException("it hung up in the middle of its journal");
    }
    if (line.get().startsWith(END)) {
      ended = true;
    } else if (line.get().startsWith(REFUSED)) {
      String reason = String.valueOf(JSON.std.mapFrom(line.get()).get("reason"));
      fail(new LaunchException(LaunchException.Fault.DEVICE, "journal-not-told", reason));
    } else {
      next = line;
    }
  }

  private void fail(LaunchException why) {
    ended = true;
    failure = Optional.of(why);
  }

  @Override
  public String next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the journal has ended");
    }
    String line = next.orElseThrow();
    next = Optional.empty();
    return line;
  }

  /**
   * To be called after the last line.
   *
   * @throws LaunchException if it was not all
   */
  public void requireWhole() throws LaunchException {
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  @Override
  public void close() {
    agent.close();
  }
}
