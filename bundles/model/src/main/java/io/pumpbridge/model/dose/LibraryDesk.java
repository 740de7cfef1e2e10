// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import java.util.Map;

/**
 * What pharmacists ask about library documents at the command line; nothing here is about
 * signatures. JDK types only: the launcher calls it without sharing a class.
 */
public interface LibraryDesk {

  /**
   * Reads a document as the gateway would: {@code {"sound":true,"library":{…}}}, or {@code
   * {"sound":false,"place","problem"}}. {@code library} is {@code {"hospital","name","version",
   * "rounding_tolerance","sha256","care_areas":[{"name","device":{…},"soft_limits","entries":[…]}]}}
   * with every entry as {@code
   * {"drug","therapy"?,"preparation","high_alert","diluent"?,"advisory"?,
   * "rxnorm"?,"source","edition","limits":[{"mode","figure","unit","hard_min"?,…}]}}.
   *
   * @param document JSON, at most 8 MiB
   */
  Map<String, Object> read(byte[] document);

  /**
   * The JSON Schema of a document.
   *
   * @param of {@code library}, {@code association}, {@code order} or {@code statement}
   */
  String schema(String of);
}
