// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.health.HealthCheck.Health;
import io.pumpbridge.model.health.HealthCheck.Level;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Locale;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Why nothing can be written, as far as whoever looks after the gateway must know. */
enum Trouble {
  /** Others have filled the disk, or it is smaller than the journal's budget. */
  FULL(
      "disk-full",
      "The gateway's disk is full. Free room on it: alarms are stored in room that is kept for them,"
          + " the oldest of the other records give way."),
  /** Mounted so, or so since the system found it damaged. */
  READ_ONLY(
      "disk-read-only",
      "The gateway's disk is read-only, so no event can be stored. Make it writable, or replace it"
          + " if the system made it read-only after an error; it is tried again by itself."),
  FAILING(
      "storage-failing",
      "Events cannot be stored. Check the gateway's disk; it is tried again by itself."),
  /** For good: whoever wrote has ended. */
  STOPPED(
      "journal-stopped",
      "The journal has stopped, and no event is stored any more. Restart the gateway.");

  private static final int PRIMARY_CODE = 0xff;

  private final String code;
  private final String sentence;

  Trouble(String code, String sentence) {
    this.code = code;
    this.sentence = sentence;
  }

  String code() {
    return code;
  }

  /** Looks at the whole chain of causes, for SQLite's codes and the file system's words. */
  static Trouble of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Optional<Trouble> known = known(cause);
      if (known.isPresent()) {
        return known.get();
      }
    }
    return FAILING;
  }

  private static Optional<Trouble> known(Throwable cause) {
    if (cause instanceof SQLiteException sqlite) {
      SQLiteErrorCode code =
          SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & PRIMARY_CODE);
      return switch (code) {
        case SQLITE_FULL -> Optional.of(FULL);
        case SQLITE_READONLY -> Optional.of(READ_ONLY);
        default -> Optional.empty();
      };
    }
    if (cause instanceof ReadOnlyFileSystemException) {
      return Optional.of(READ_ONLY);
    }
    return cause instanceof IOException failed ? known(failed) : Optional.empty();
  }

  private static Optional<Trouble> known(IOException failed) {
    String words =
        failed instanceof FileSystemException file && file.getReason() != null
            ? file.getReason()
            : String.valueOf(failed.getMessage());
    String lower = words.toLowerCase(Locale.ROOT);
    if (lower.contains("no space left")) {
      return Optional.of(FULL);
    }
    return lower.contains("read-only") ? Optional.of(READ_ONLY) : Optional.empty();
  }

  /**
   * For people and programs.
   *
   * @param why the words of whoever refused
   */
  Health health(String why) {
    return new Health(Level.CRITICAL, code, sentence + " (" + why + ")");
  }
}
