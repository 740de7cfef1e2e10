// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.journal;

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
    UNAVAILABLE
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
}
