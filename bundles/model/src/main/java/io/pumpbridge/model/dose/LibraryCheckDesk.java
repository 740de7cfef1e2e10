// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import java.util.Map;

/**
 * The gateway's own way of taking and using a signed library, at the command line. JDK types only:
 * the launcher calls it without sharing a class.
 */
public interface LibraryCheckDesk {

  /**
   * Verifies a library and takes it in hand: {@code {"accept":true,"code":"ok","reason",
   * "hospital","name","version","sha256","signers":[{"role","subject"}],"content":bytes}}, or
   * {@code {"accept":false,"code","reason","place"?}}.
   *
   * @param signed CMS SignedData
   * @param hospital whose gateway it would be; empty if any
   */
  Map<String, Object> open(byte[] signed, String hospital);

  /**
   * Judges an order by the library in hand, as the contract's {@code library check} writes order
   * and verdict. What cannot be read is answered with the verdict {@code invalid}.
   *
   * @throws IllegalStateException if none is in hand
   */
  Map<String, Object> judge(Map<String, Object> order);
}
