// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import io.pumpbridge.drivers.fresenius.FreseniusMessages.Echo;
import java.util.ArrayList;
import java.util.List;

/**
 * Echoes that still have to go out.
 *
 * @param lastSent whether the frame that went out last was one
 */
record Echoes(List<Echo> waiting, boolean lastSent) {

  /** One for each address and letter that there can be. */
  static final int MAX_WAITING = 2 * (FreseniusMessages.MAX_MODULES + 2);

  Echoes {
    waiting = List.copyOf(waiting);
  }

  /** One echo answers all that were told in the meantime: the frame would be the same. */
  Echoes with(Echo echo) {
    if (waiting.contains(echo) || waiting.size() >= MAX_WAITING) {
      return this;
    }
    List<Echo> more = new ArrayList<>(waiting);
    more.add(echo);
    return new Echoes(more, lastSent);
  }

  Echoes afterFirst() {
    return new Echoes(waiting.subList(1, waiting.size()), true);
  }

  Echoes afterRequest() {
    return new Echoes(waiting, false);
  }
}
