// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.command;

import io.pumpbridge.model.document.Fields;

/**
 * What the server is told.
 *
 * @param status as Kura's response codes
 * @param body {@code {"accepted":…,"code":…,"reason":…}} and what else belongs to it
 * @param changed whether something here may be otherwise than before. Not told to the server: it
 *     decides how long the answer is remembered, and what a flood of such commands costs. Of no
 *     meaning for a GET.
 */
public record Answer(Status status, Fields body, boolean changed) {

  /** Kura's response codes (DEPLOY-V2, CONF-V1). */
  public enum Status {
    OK(200),
    BAD_REQUEST(400),
    NOT_FOUND(404),
    ERROR(500);

    private final int code;

    Status(int code) {
      this.code = code;
    }

    public int code() {
      return code;
    }
  }

  /** What was done may have changed something, and so may what failed; the rest has not. */
  public Answer(Status status, Fields body) {
    this(status, body, status == Status.OK || status == Status.ERROR);
  }

  public static Answer accepted(Fields details) {
    return new Answer(Status.OK, Fields.builder().putAll(details).put("accepted", true).build());
  }

  /** Accepted, and it was so before: whoever sends it once more changes nothing. */
  public static Answer already(Fields details) {
    return new Answer(Status.OK, accepted(details).body(), false);
  }

  /**
   * It was not done, whoever's fault that is.
   *
   * @param code short and stable, for programs
   * @param reason a sentence, for people
   */
  public static Answer refused(Status status, String code, String reason) {
    return new Answer(
        status,
        Fields.builder().put("accepted", false).put("code", code).put("reason", reason).build(),
        false);
  }
}
