// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.mqtt;

/**
 * Why there is no connection.
 *
 * @param code short and stable, for programs; the failed check's own if one failed
 * @param reason a sentence, for people
 * @param subject whose certificate failed; empty if it never came to one
 * @param verdict one end judged the other and refused; trying again will not help by itself
 */
public record Failure(String code, String reason, String subject, boolean verdict) {

  public static Failure of(String code, String reason) {
    return new Failure(code, reason, "", false);
  }
}
