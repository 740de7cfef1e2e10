// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import java.util.Map;

/**
 * What is in force where, and why not, at the command line. JDK types only: the launcher calls it
 * without sharing a class.
 */
public interface LibraryStatusDesk {

  /**
   * Tells it: {@code {"in_force"?:{"version","library","sha256","signed_sha256","signers",
   * "since"},"why_not"?,"trouble"?,"trouble_reason"?,"last_received"?,"statement"?,"pumps":[{
   * "serial","channel","running","heard","on_newest","version"?,"sha256"?,"since"?,"why_not"?}]}}.
   */
  Map<String, Object> status();
}
