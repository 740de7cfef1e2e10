// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.library;

import io.pumpbridge.druglibrary.document.LibraryStatement;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import java.util.Optional;

/**
 * Why nothing is in force, or what else a person should know.
 *
 * @param code stable, listed in the README
 */
public record Trouble(String code, String sentence) {
  /** What was in force was withdrawn, and nothing takes its place. */
  public static final String WITHDRAWN = "library-withdrawn";

  /** What takes its place is not here. */
  public static final String NO_STEP_BACK = "library-step-back-missing";

  static final Trouble MARK_DAMAGED =
      new Trouble(
          "library-mark-damaged",
          "Nobody can tell which version was in force last; a technician must check "
              + ShelfMark.FILE
              + ".");

  static final Trouble STATEMENT_MARK_DAMAGED =
      new Trouble(
          "statement-mark-damaged",
          "Nobody can tell which libraries were withdrawn; a technician must check "
              + StatementMark.FILE
              + ".");

  static final Trouble MARK_NOT_STORED =
      new Trouble("mark-not-stored", "The highest version could not be stored.");

  static Trouble missing(long version) {
    return new Trouble(
        "library-missing", "Version " + version + " was in force, but its file is gone.");
  }

  /**
   * What was in force is withdrawn.
   *
   * @param stepBack what is to take its place, and is not here
   */
  static Trouble withdrawn(
      long version,
      Optional<LibraryStatement> statement,
      Optional<LibraryStatement.Named> stepBack) {
    String what =
        "Version "
            + version
            + " was withdrawn"
            + statement.map(said -> ": " + said.reason()).orElse("")
            + ". ";
    return stepBack
        .map(
            named ->
                new Trouble(
                    NO_STEP_BACK,
                    what
                        + "Version "
                        + named.version()
                        + " takes its place, but is not here; the pump server must send it."))
        .orElse(new Trouble(WITHDRAWN, what + "The pump server must send a newer version."));
  }

  RefusedException asRefusal() {
    return RefusedException.ours(code, sentence);
  }
}
