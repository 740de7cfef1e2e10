// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.backup;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * One file that becomes another.
 *
 * @param target where
 * @param before what is there; empty if nothing is
 * @param after what will be there; empty if nothing will
 */
record Change(Path target, Optional<byte[]> before, Optional<byte[]> after) {

  boolean isOne() {
    return before.isPresent() != after.isPresent()
        || (before.isPresent() && !Arrays.equals(before.get(), after.orElseThrow()));
  }

  /** The way back. */
  Change reversed() {
    return new Change(target, after, before);
  }

  /** For people: what happens to which file. */
  String describe() {
    if (before.isEmpty()) {
      return "new      " + target;
    }
    return (after.isEmpty() ? "removed  " : "changed  ") + target;
  }
}
