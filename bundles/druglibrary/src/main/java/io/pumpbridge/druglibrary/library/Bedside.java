// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.library;

import io.pumpbridge.model.document.Fields;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the shelf must know of the pumps, and what it tells them. */
public interface Bedside {
  /** Older libraries kept for running infusions; when there are more, the oldest is let go. */
  int MAX_OLD = 3;

  /** Takes up what was written before a restart. */
  void load();

  /**
   * The libraries that running infusions began with, the newest and {@link #MAX_OLD} older ones:
   * version by the content's SHA-256.
   */
  Map<String, Long> inUse();

  /** Writes down who is judged by what; when it returns, that would survive a power cut. */
  void keep() throws IOException;

  /**
   * What every pump takes as soon as it is safe.
   *
   * @param old verified libraries that running infusions began with, by their content's SHA-256
   */
  void arm(Optional<VerifiedLibrary> newest, Map<String, VerifiedLibrary> old);

  /**
   * Nobody is judged any more by libraries that are in nobody's use.
   *
   * @param withdrawn contents of which that need not be said
   */
  void retire(Set<String> withdrawn);

  /** Channels on which an infusion goes on by an older library, for an event. */
  List<Fields> waiting();
}
