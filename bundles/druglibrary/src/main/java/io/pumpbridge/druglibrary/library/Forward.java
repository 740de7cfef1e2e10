// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.library;

import io.pumpbridge.druglibrary.document.LibraryStatement;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import java.util.Optional;
import java.util.Set;

/**
 * Versions only go forward; two people may say otherwise of single libraries. Pure.
 *
 * @param mark the highest version that was ever in force
 * @param withdrawn contents that never count again
 * @param statement the newest; who signed it can step back
 */
record Forward(ShelfMark mark, Set<String> withdrawn, Optional<LibraryStatement> statement) {

  /**
   * @throws RefusedException if it may not come into force
   */
  void require(VerifiedLibrary checked) throws RefusedException {
    long version = checked.library().version();
    if (withdrawn.contains(checked.sha256())) {
      throw RefusedException.of(
          "library-withdrawn",
          "Version "
              + version
              + " was withdrawn"
              + statement.map(said -> ": " + said.reason()).orElse("")
              + ".");
    }
    if (isSteppedBackTo(checked.sha256())) {
      return;
    }
    if (version < mark.version()) {
      throw RefusedException.of(
          "library-not-newer",
          "Version " + version + " is older than version " + mark.version() + ", once in force.");
    }
    if (version == mark.version() && !checked.sha256().equals(mark.sha256())) {
      throw RefusedException.of(
          "library-version-reused",
          "Version " + version + " was in force with another content; a change needs a new one.");
    }
  }

  private boolean isSteppedBackTo(String sha256) {
    return stepBack().map(LibraryStatement.Named::sha256).filter(sha256::equals).isPresent();
  }

  /** The library that takes the place of what was withdrawn here, if one is named. */
  Optional<LibraryStatement.Named> stepBack() {
    return statement.flatMap(said -> said.stepBackFrom(mark.version()));
  }
}
