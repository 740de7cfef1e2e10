// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.command;

import io.pumpbridge.model.document.Fields;

/**
 * What the server is told.
 *
 * @param status as Kura's response codes
 * @param body {@code {"accepted":…,"code":…,"reason":…}} and what else belongs to it
 */
public record Answer(Status status, Fields body) {

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

  public static Answer accepted(Fields details) {
    return new Answer(Status.OK, Fields.builder().putAll(details).put("accepted", true).build());
  }

  /**
   * @param code short and stable, for programs
   * @param reason a sentence, for people
   */
  public static Answer refused(Status status, String code, String reason) {
    return new Answer(
        status,
        Fields.builder().put("accepted", false).put("code", code).put("reason", reason).build());
  }
}
