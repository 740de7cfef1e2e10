// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.util.Map;
import java.util.function.Consumer;

/** Where a command hears pumps from: a running agent, or ports that nobody holds. */
public interface PumpsHeard extends AutoCloseable {

  /**
   * Begins to hear; lines as {@code io.pumpbridge.model.pump.PumpDesk} describes them. Called once.
   *
   * @param lines is called on other threads
   */
  void watch(Consumer<Map<String, Object>> lines) throws LaunchException;

  /** Stops in order; the pumps go on as they were. */
  @Override
  void close();
}
