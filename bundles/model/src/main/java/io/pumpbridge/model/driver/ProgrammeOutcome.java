// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.driver;

/** How a programme ended. */
public sealed interface ProgrammeOutcome {

  /** Written, read back, and equal; the control is released. */
  record Programmed() implements ProgrammeOutcome {}

  /** Nothing was written: the pump is as it was. */
  record Refused(Reason reason, String sentence) implements ProgrammeOutcome {}

  /**
   * Something may have been written, and the pump was not seen to hold all of it. It is stopped; a
   * clinician must look at it.
   */
  record Failed(Reason reason, String sentence) implements ProgrammeOutcome {}

  /** Why not. */
  enum Reason {
    /** The site has not enabled programming. */
    NOT_ENABLED,
    /** The protocol, the model or this software version cannot be programmed. */
    NOT_SUPPORTED,
    /** No pump is followed at that place. */
    NOT_FOLLOWED,
    /** Another programme is under way. */
    BUSY,
    /** The pump was not freshly read as stopped, or an alarm stands. */
    NOT_STOPPED,
    /** Beyond what the pump can do. */
    OUT_OF_RANGE,
    /** The pump's steps cannot express it exactly; it is never rounded. */
    NOT_IN_STEPS,
    /** The pump does not give its control away. */
    CONTROL_REFUSED,
    /** The pump refused what was written. */
    REFUSED_BY_PUMP,
    /** The pump does not hold what was written. */
    READ_BACK_DIFFERS,
    /** The pump stopped answering. */
    NO_ANSWER,
    /** Somebody started the pump, or it became another pump, under way. */
    CHANGED_UNDER_WAY,
    /** The port went, or the bridge stops. */
    LOST
  }
}
