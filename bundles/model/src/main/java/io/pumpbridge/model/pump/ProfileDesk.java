// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.pump;

/**
 * What people ask about device profiles at the command line. JDK types only: the launcher calls it
 * without sharing a class.
 */
public interface ProfileDesk {

  /**
   * All there is to say about a profile, as one JSON object without a line break: {@code
   * {"file","sound","profile"?,"findings":[{"line","place","severity":"error|warning","problem"}]}};
   * {@code profile} is there if it is sound: {@code {"name","protocol","spoken_by":
   * "driver|profile","bench","line_proven","may":["monitor",…]}}. Of each severity 200 at most.
   *
   * @param file the file's name, without a directory; a profile must be called as its file
   * @param content what stands in it; more than 256 kB is a finding
   */
  String lint(String file, byte[] content);

  /** The JSON Schema of a device profile. */
  String schema();
}
