// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The state directory that somebody only looks at. Where none is, as on a gateway before its first
 * start, one that is gone afterwards stands for it: looking makes nothing that stays.
 */
record LookedAt(Path path, boolean passing) implements AutoCloseable {

  static LookedAt of(Path state) throws LaunchException {
    return Files.isDirectory(state)
        ? new LookedAt(state, false)
        : new LookedAt(TemporaryBridge.temporary(), true);
  }

  @Override
  public void close() {
    if (passing) {
      TemporaryBridge.delete(path);
    }
  }
}
