// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.profile;

import java.util.Collection;

/** Guesses what somebody meant to write. */
final class Spelling {

  /** More slips than this in one word are another word. */
  private static final int MAX_SLIPS = 2;

  private Spelling() {}

  /** A question to put behind a complaint; empty if nothing is near. */
  static String hint(String written, Collection<String> known) {
    String best = "";
    int fewest = MAX_SLIPS + 1;
    for (String word : known) {
      int slips = slips(written, word);
      if (slips < fewest && slips < word.length()) {
        fewest = slips;
        best = word;
      }
    }
    return best.isEmpty() ? "" : "; did you mean '" + best + "'?";
  }

  /** How many letters must be put, taken or changed; a swap of neighbours is one. */
  private static int slips(String one, String other) {
    if (Math.abs(one.length() - other.length()) > MAX_SLIPS) {
      return MAX_SLIPS + 1;
    }
    int[][] cost = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int same = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        int least = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
        cost[i][j] = Math.min(least, cost[i - 1][j - 1] + same);
        if (i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[one.length()][other.length()];
  }
}
