// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Tells a damaged file from a device that is full, gone, read-only or in somebody's use. */
final class Faults {
  private static final Set<SQLiteErrorCode> DAMAGE =
      Set.of(
          SQLiteErrorCode.SQLITE_CORRUPT,
          SQLiteErrorCode.SQLITE_NOTADB,
          SQLiteErrorCode.SQLITE_FORMAT);

  /** While a store is opened, what our own SQL cannot cause is damage too: a table is not there. */
  private static final Set<SQLiteErrorCode> DAMAGE_AT_OPENING =
      Set.of(
          SQLiteErrorCode.SQLITE_ERROR,
          SQLiteErrorCode.SQLITE_MISMATCH,
          SQLiteErrorCode.SQLITE_TOOBIG,
          SQLiteErrorCode.SQLITE_CONSTRAINT);

  /**
   * A number that was never given out is there already: it would be refused for ever. In a new
   * store it is free.
   */
  private static final Set<SQLiteErrorCode> TAKEN =
      Set.of(
          SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY,
          SQLiteErrorCode.SQLITE_CONSTRAINT_ROWID,
          SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE);

  private static final int PRIMARY_CODE = 0xff;

  private Faults() {}

  static JournalException of(SQLException e) {
    return isDamage(e) ? damaged(e) : storage(e);
  }

  static JournalException whileOpening(SQLException e) {
    return isDamage(e) || DAMAGE_AT_OPENING.contains(codeOf(e)) ? damaged(e) : storage(e);
  }

  static JournalException storage(Exception e) {
    return new JournalException(
        Reason.STORAGE, "the journal's storage fails: " + e.getMessage(), e);
  }

  /** By a bug or for want of memory. */
  static JournalException stumbled(Throwable cause) {
    return new JournalException(Reason.STORAGE, "the journal has stumbled: " + cause, cause);
  }

  private static JournalException damaged(SQLException e) {
    return new JournalException(
        Reason.DAMAGED, "the journal's file is damaged: " + e.getMessage(), e);
  }

  private static boolean isDamage(SQLException e) {
    return e instanceof SQLDataException
        || DAMAGE.contains(codeOf(e))
        || (e instanceof SQLiteException sqlite && TAKEN.contains(sqlite.getResultCode()));
  }

  /** Extended codes (SQLITE_CORRUPT_INDEX and so on) carry the primary one in their low byte. */
  private static SQLiteErrorCode codeOf(SQLException e) {
    return e instanceof SQLiteException sqlite
        ? SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & PRIMARY_CODE)
        : SQLiteErrorCode.UNKNOWN_ERROR;
  }
}
