// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.clock;

import java.util.function.Supplier;

/**
 * The machine's clock, before anybody believes it; may look around on its own until it is closed.
 */
@FunctionalInterface
public interface MachineClock extends Supplier<RawTime>, AutoCloseable {

  @Override
  default void close() {}
}
