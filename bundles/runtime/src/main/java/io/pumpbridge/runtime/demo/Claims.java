// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import java.util.ArrayList;
import java.util.List;

/** What the story claims, whether it held, and what was measured. */
final class Claims {

  /**
   * One of them.
   *
   * @param measured figures that show it; may be empty
   */
  record Claim(String text, boolean held, String measured) {}

  private final Narrator narrator;
  private final List<Claim> claims = new ArrayList<>();

  Claims(Narrator narrator) {
    this.narrator = narrator;
  }

  void claim(String text, boolean held, String measured) {
    Claim claim = new Claim(text, held, measured);
    claims.add(claim);
    narrator.claim(claim);
  }

  boolean allHeld() {
    return claims.stream().allMatch(Claim::held);
  }

  int count() {
    return claims.size();
  }

  long heldCount() {
    return claims.stream().filter(Claim::held).count();
  }
}
