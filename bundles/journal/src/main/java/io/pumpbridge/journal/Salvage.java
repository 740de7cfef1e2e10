// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What can be read of some rows where reading them together failed: each is asked for by itself, so
 * that a damaged page costs its own rows and no others.
 *
 * @param holes numbers that cannot be read, in order
 * @param end how far it was looked; reading goes on after it
 */
record Salvage(List<StoredRecord> rows, List<Hole> holes, long end) {
  /** A page holds some ten records; a larger piece is looked at in several turns. */
  private static final int STRIDE = 1_000;

  /** If even the end cannot be read: so many numbers without a row, and there is none any more. */
  private static final int FRUITLESS = 10_000;

  /**
   * Rows that the file's damage has taken.
   *
   * @param reason SQLite's words
   */
  record Hole(long first, long last, String reason) {}

  Salvage {
    rows = List.copyOf(rows);
    holes = List.copyOf(holes);
  }

  /**
   * Looks row by row until there is a row again, or surely none.
   *
   * @param cause what reading them together failed with
   */
  static Salvage after(Database database, Head head, long after, SQLException cause) {
    Optional<Long> newest = newest(database, head);
    long limit = newest.orElse(after + FRUITLESS);
    List<StoredRecord> rows = new ArrayList<>();
    List<Hole> holes = new ArrayList<>();
    long number = after;
    while (number < limit && (rows.isEmpty() || number < after + STRIDE)) {
      number++;
      try {
        database.records().at(head, number).ifPresent(rows::add);
      } catch (SQLException e) {
        widen(holes, number, String.valueOf(e.getMessage()));
      }
    }
    if (rows.isEmpty() && holes.isEmpty()) {
      holes.add(new Hole(after + 1, after + 1, String.valueOf(cause.getMessage())));
    }
    return new Salvage(rows, holes, number);
  }

  private static Optional<Long> newest(Database database, Head head) {
    try {
      return database.records().newest(head).map(StoredRecord::sequence);
    } catch (SQLException e) {
      return Optional.empty(); // the end is damaged too
    }
  }

  private static void widen(List<Hole> holes, long number, String reason) {
    int last = holes.size() - 1;
    if (last >= 0 && holes.get(last).last() == number - 1) {
      holes.set(last, new Hole(holes.get(last).first(), number, holes.get(last).reason()));
    } else {
      holes.add(new Hole(number, number, reason));
    }
  }
}
