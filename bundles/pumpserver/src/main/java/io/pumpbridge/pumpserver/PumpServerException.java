// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver;

/** The pump server could not do what was asked. */
public final class PumpServerException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Reason {
    /** A certificate request is not what it should be. */
    REQUEST_REFUSED,
    /** A key or certificate could not be made, read or used. */
    KEYS,
    /** The broker did not start, or cannot be reached. */
    BROKER,
    /** The store could not be read or written, or holds what nobody wrote there. */
    STORAGE,
    /** More is asked at once than this server allows. */
    TOO_MUCH
  }

  private final Reason reason;

  public PumpServerException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public PumpServerException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
