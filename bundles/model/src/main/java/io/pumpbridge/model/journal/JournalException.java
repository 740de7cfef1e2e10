// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.journal;

import java.util.Locale;

/** The journal could not do what was asked. */
public final class JournalException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Reason {
    /** The device: disk full, gone or failing. */
    STORAGE,
    /** A stored record does not open or does not chain. */
    DAMAGED,
    /** The server confirmed something that was never said, or said differently. */
    WRONG_CONFIRMATION,
    /** The journal is stopping, or too much waits to be written. */
    UNAVAILABLE,
    /** The journal is another gateway's, or was sealed with another key. */
    FOREIGN
  }

  private final Reason reason;

  public JournalException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public JournalException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** The reason for programs, for example {@code journal-damaged}. */
  public String code() {
    return "journal-" + reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
