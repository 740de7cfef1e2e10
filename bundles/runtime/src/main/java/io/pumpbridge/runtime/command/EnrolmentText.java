// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import java.util.Map;

/** How it went with a certificate, in words. */
final class EnrolmentText {
  private EnrolmentText() {}

  static boolean isInstalled(Map<String, Object> told) {
    return "installed".equals(told.get("outcome"));
  }

  /**
   * One sentence.
   *
   * @param again the command to give later if somebody has to approve it first
   */
  static String of(Map<String, Object> told, String again) {
    if (!isInstalled(told)) {
      return told.get("server")
          + " waits for somebody to approve the request; the key waits here. Give '"
          + again
          + "' again in "
          + told.get("retry_after_s")
          + " s.";
    }
    String before =
        told.containsKey("previous_ends")
            ? " The one before ends " + told.get("previous_ends") + "."
            : "";
    String key = Boolean.TRUE.equals(told.get("new_key")) ? "a new key" : "the same key";
    return told.get("server")
        + " issued a certificate for "
        + told.get("subject")
        + " and "
        + key
        + ", good from "
        + told.get("begins")
        + " to "
        + told.get("ends")
        + "."
        + before;
  }
}
