// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import java.util.List;

/**
 * Numbers of a stream of which some or all were lost to damage; a gap record says so.
 *
 * @param first from 1
 * @param last not before first
 */
record Hole(long first, long last) {

  /** Whether the numbers from first to last all lie in holes. */
  static boolean cover(List<Hole> holes, long first, long last) {
    long missing = first;
    for (Hole hole : holes) { // in order, and without touching each other
      if (hole.first() <= missing && missing <= hole.last()) {
        missing = hole.last() + 1;
      }
    }
    return missing > last;
  }
}
