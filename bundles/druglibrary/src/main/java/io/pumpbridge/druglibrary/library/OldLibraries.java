// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.library;

import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The older libraries that somebody needs: those that running infusions began with, and the one
 * before, to step back to. Kept as signed bytes; verified again whenever one is taken up.
 */
final class OldLibraries {
  private static final Logger log = LoggerFactory.getLogger(OldLibraries.class);

  private final LibraryFiles files;
  private final LibraryCheck check;
  private final LibraryEvents events;
  private final Bedside bedside;

  OldLibraries(LibraryFiles files, LibraryCheck check, LibraryEvents events, Bedside bedside) {
    this.files = files;
    this.check = check;
    this.events = events;
    this.bedside = bedside;
  }

  /** What running infusions began with; one that no longer verifies judges nobody. */
  Map<String, VerifiedLibrary> inUse() {
    Map<String, VerifiedLibrary> old = new HashMap<>();
    for (String sha256 : bedside.inUse().keySet()) {
      if (old.size() < Bedside.MAX_OLD) {
        find(sha256).ifPresent(library -> old.put(sha256, library));
      }
    }
    return old;
  }

  /** One of them, by its content's SHA-256. */
  Optional<VerifiedLibrary> find(String sha256) {
    String hash = "";
    try {
      Optional<Bytes> stored = files.read(LibraryFiles.old(sha256));
      if (stored.isEmpty()) {
        return Optional.empty();
      }
      hash = EventRecord.hashOf(stored.get());
      VerifiedLibrary checked = check.verify(stored.get());
      if (checked.sha256().equals(sha256)) {
        return Optional.of(checked);
      }
      throw RefusedException.of("library-file-mixed-up", "It is not the library it is named for.");
    } catch (IOException e) {
      log.error("an older drug library cannot be read failure={}", e.toString());
    } catch (RefusedException e) {
      events.refused(e, "loaded", hash);
    }
    return Optional.empty();
  }

  /**
   * Lets go of the others.
   *
   * @param before the one before, kept if there is room
   * @param now in force, which has its own place
   */
  void retain(Optional<String> before, String now) {
    Set<String> needed = new HashSet<>(bedside.inUse().keySet());
    needed.remove(now);
    before.filter(sha256 -> needed.size() < Bedside.MAX_OLD).ifPresent(needed::add);
    try {
      files.retain(needed);
    } catch (IOException e) { // the next library tries again
      log.error("older drug libraries not removed failure={}", e.toString());
    }
  }
}
