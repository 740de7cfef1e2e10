// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.trust;

import java.util.Map;

/**
 * What people and scripts ask of trust at the command line. JDK types only: the launcher calls it
 * without sharing a class. Questions and answers are those of {@code trust check} in the contract,
 * as maps, lists, text, whole numbers and booleans; a question that cannot be read is answered as
 * well.
 */
public interface TrustDesk {

  /** Judges a chain: {@code {"id","accept","code","reason","subject"}}. */
  Map<String, Object> check(Map<String, Object> question);

  /** Verifies a signature: {@code {"id","accept","code","reason"}}. */
  Map<String, Object> checkSignature(Map<String, Object> question);
}
