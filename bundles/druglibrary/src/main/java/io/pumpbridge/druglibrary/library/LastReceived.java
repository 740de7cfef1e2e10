// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.library;

/**
 * What became of the library that came last.
 *
 * @param signed hash of the bytes as they came
 * @param whyNot why it is not in force, for programs; empty if it was taken
 */
public record LastReceived(String signed, String whyNot) {
  static final String NOT_YET_VERIFIED = "not-yet-verified";

  static LastReceived refused(String signed, String code) {
    return new LastReceived(signed, "refused:" + code);
  }
}
