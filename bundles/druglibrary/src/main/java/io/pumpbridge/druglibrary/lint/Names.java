// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lint;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How alike two names look. By the number of letters to change (Levenshtein, with transposition)
 * and by shared pairs of letters in order (BI-SIM, Kondrak and Dorr, Artificial Intelligence in
 * Medicine 36, 2006), which weigh beginnings more, as eyes do.
 */
final class Names {
  /** Finds dopamine and dobutamine, ephedrine and epinephrine, cisplatin and carboplatin. */
  static final int ALIKE_PERCENT = 63;

  /** Finds morphine and hydromorphone, fentanyl and remifentanil. */
  private static final int PART_PERCENT = 62;

  private static final int LEAST_PART = 5;

  /** Shorter names are alike by chance. */
  private static final int LEAST = 4;

  private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}]+");

  /** One drug is often filed with its salt here and without it there. */
  private static final Set<String> SALTS =
      Set.of(
          "sulfate",
          "hydrochloride",
          "hcl",
          "sodium",
          "acetate",
          "citrate",
          "besylate",
          "tartrate",
          "bitartrate",
          "lactate",
          "succinate",
          "mesylate");

  enum Likeness {
    NONE,
    NUMBER,
    PART,
    STRONG
  }

  private Names() {}

  /** Without case, spaces, punctuation and accents. */
  static String fold(String name) {
    StringBuilder folded = new StringBuilder();
    Normalizer.normalize(name.toLowerCase(Locale.ROOT), Normalizer.Form.NFKD)
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .forEach(folded::appendCodePoint);
    return folded.toString();
  }

  /** As {@link #fold}, and without a salt at the end. */
  static String ingredient(String name) {
    List<String> words = new ArrayList<>(List.of(name.toLowerCase(Locale.ROOT).split(" ", -1)));
    while (words.size() > 1 && SALTS.contains(words.get(words.size() - 1))) {
      words.remove(words.size() - 1);
    }
    return fold(String.join(" ", words));
  }

  /** What two names share word by word tells nobody apart and is left out. */
  static Likeness likeness(String one, String other) {
    Set<String> words = new HashSet<>(words(other));
    words.retainAll(words(one));
    String a = without(words, one);
    String b = without(words, other);
    if (a.isEmpty() && b.isEmpty()) {
      return Likeness.NUMBER;
    }
    if (Math.min(a.length(), b.length()) < LEAST) {
      return Likeness.NONE;
    }
    int longest = Math.max(a.length(), b.length());
    int shortest = Math.min(a.length(), b.length());
    // Neither measure can reach what the lengths do not allow.
    boolean possible = shortest * 100 >= ALIKE_PERCENT * longest;
    if (possible
        && (edits(a, b) * 100 <= (100 - ALIKE_PERCENT) * longest
            || halfBigrams(a, b) * 50 >= ALIKE_PERCENT * longest)) {
      return Likeness.STRONG;
    }
    int part = part(a, b);
    return part >= LEAST_PART && part * 100 >= PART_PERCENT * shortest
        ? Likeness.PART
        : Likeness.NONE;
  }

  private static List<String> words(String name) {
    return Arrays.stream(NO_LETTERS.split(name.toLowerCase(Locale.ROOT)))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static String without(Set<String> shared, String name) {
    return words(name).stream()
        .filter(word -> !shared.contains(word))
        .collect(Collectors.joining());
  }

  /** Insertions, deletions, substitutions and swaps of neighbours. */
  static int edits(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      cost[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      cost[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }

  /** Twice the longest common sequence of pairs of letters, the first letter counting twice. */
  private static int halfBigrams(String a, String b) {
    String left = a.charAt(0) + a;
    String right = b.charAt(0) + b;
    int[][] best = new int[a.length() + 1][b.length() + 1];
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int same =
            (left.charAt(i - 1) == right.charAt(j - 1) ? 1 : 0)
                + (left.charAt(i) == right.charAt(j) ? 1 : 0);
        best[i][j] = Math.max(Math.max(best[i - 1][j], best[i][j - 1]), best[i - 1][j - 1] + same);
      }
    }
    return best[a.length()][b.length()];
  }

  /** The longest run of letters that both have. */
  private static int part(String a, String b) {
    int longest = 0;
    int[][] run = new int[a.length() + 1][b.length() + 1];
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        if (a.charAt(i - 1) == b.charAt(j - 1)) {
          run[i][j] = run[i - 1][j - 1] + 1;
          longest = Math.max(longest, run[i][j]);
        }
      }
    }
    return longest;
  }

  /** Whether capitals within a word set it apart: {@code DOPamine}. */
  static boolean isTallMan(String name) {
    return Arrays.stream(NO_LETTERS.split(name))
        .anyMatch(
            word ->
                word.chars().skip(1).anyMatch(Character::isUpperCase)
                    && word.chars().anyMatch(Character::isLowerCase));
  }

  /** What differs in capitals: the letters between what both begin and end with. */
  static String tallMan(String name, String other) {
    String a = name.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int shortest = Math.min(a.length(), b.length());
    int head = 0;
    while (head < shortest && a.charAt(head) == b.charAt(head)) {
      head++;
    }
    int tail = 0;
    while (tail < shortest - head
        && a.charAt(a.length() - 1 - tail) == b.charAt(b.length() - 1 - tail)) {
      tail++;
    }
    return a.substring(0, head)
        + a.substring(head, a.length() - tail).toUpperCase(Locale.ROOT)
        + a.substring(a.length() - tail);
  }
}
