// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.util.Map;

/** A bridge on its last drain: the running agent, or one that a command started for it. */
public interface Draining extends AutoCloseable {

  /**
   * How it stands: {@code undelivered} and the same by lane; comes some times a second.
   *
   * @throws LaunchException if it could not begin, or ended
   */
  Map<String, Object> standing() throws LaunchException;

  /** It need not come back: it ends, and lets go of the state directory. */
  void leave() throws LaunchException;

  /** Without {@link #leave} before, everything goes on as it was. */
  @Override
  void close();
}
