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
   * @param of {@code library}, {@code association}, {@code order}, {@code signed-order} or {@code
   *     statement}
   */
  String schema(String of);

  /**
   * Looks at a document with a pharmacist's eyes: {@code {"sound","at","hospital"?,"name"?,
   * "version"?,"lines","summary":{"error","warning","note"},"findings":[{"rule","severity",
   * "subject","path","where","care_area"?,"drug"?,"therapy"?,"preparation"?,"mode"?,"figure"?,"message"}],
   * "left_out"}}. Of each rule so many findings that people can read them; {@code left_out} counts
   * the rest.
   *
   * @param document JSON; what a gateway would refuse is found too, as far as it can be read
   * @param at the day it is, as {@code 2026-03-01}
   * @throws IllegalArgumentException if that is no day
   */
  Map<String, Object> lint(byte[] document, String at);

  /**
   * What differs between two documents by their meaning: {@code {"sound":true,"same",
   * "old":{"hospital","name","version"},"new":{…},"changes":[{"direction","care_area"?,"drug"?,
   * "therapy"?,"preparation"?,"mode"?,"figure"?,"what","old"?,"new"?,"message"}]}}, what loosens
   * first; or {@code {"sound":false,"document":"old"|"new","place","problem"}}. Figures are in
   * UCUM, messages in the units that people write.
   */
  Map<String, Object> diff(byte[] before, byte[] after);

  /**
   * Makes a document of a table: {@code {"sound":true,"document"}}, or {@code {"sound":false,
   * "mistakes":[{"line","column","name","problem"}],"left_out"}}; lines and columns count from 1,
   * and 0 is the whole.
   *
   * @param csv comma-separated values, UTF-8, at most 8 MiB
   * @param title {@code hospital}, {@code name}, {@code version} (whole), and perhaps {@code
   *     rounding_tolerance} (per cent, text)
   */
  Map<String, Object> importTable(byte[] csv, Map<String, Object> title);

  /**
   * An example that shows everything a library can hold; not for clinical use.
   *
   * @param form {@code json} or {@code csv}
   */
  String example(String form);
}
