// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.document;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Text that two people read the same way. Names of drugs and care areas are compared letter by
 * letter and shown at the bedside, so nothing invisible, nothing ambiguous and no look-alikes from
 * another script are let in (after Unicode UTS #39, "highly restrictive" without Latin in the
 * mixtures).
 */
final class SafeText {
  static final int MAX_NAME = 100;
  static final int MAX_SOURCE = 300;

  private static final String PUNCTUATION = " .,:;()[]/%+-_'&#*=<>";

  /** Therapies compare weights and clearances; before a letter or a slash it would be markup. */
  private static final Pattern NOT_COMPARING = Pattern.compile("[<>](?![ =0-9])");

  /** Scripts that are written together. */
  private static final List<Set<UnicodeScript>> TOGETHER =
      List.of(
          EnumSet.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA),
          EnumSet.of(UnicodeScript.HAN, UnicodeScript.HANGUL),
          EnumSet.of(UnicodeScript.HAN, UnicodeScript.BOPOMOFO));

  /** Letters by category that show nothing at all. */
  private static final String INVISIBLE_LETTERS = "\u115F\u1160\u3164\uFFA0";

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern LABEL = Pattern.compile("[!-~]{1,64}");

  private SafeText() {}

  /** A name as people read it. */
  static String name(Fields fields, String field) throws DocumentException {
    return readable(fields, field, MAX_NAME);
  }

  static String source(Fields fields, String field) throws DocumentException {
    return readable(fields, field, MAX_SOURCE);
  }

  /** An id that programs made: letters, digits, point, underscore, hyphen. */
  static String id(Fields fields, String field) throws DocumentException {
    String text = fields.text(field);
    if (!ID.matcher(text).matches()) {
      throw new DocumentException(place(fields, field), "must be 1 to 64 of A-Z a-z 0-9 . _ -");
    }
    return text;
  }

  /** What is printed on a device: visible ASCII without spaces. */
  static String label(Fields fields, String field) throws DocumentException {
    String text = fields.text(field);
    if (!isLabel(text)) {
      throw new DocumentException(
          place(fields, field), "must be 1 to 64 visible ASCII characters without spaces");
    }
    return text;
  }

  static boolean isLabel(String text) {
    return LABEL.matcher(text).matches();
  }

  static String place(Fields fields, String field) {
    return fields.path() + "." + field;
  }

  private static String readable(Fields fields, String field, int max) throws DocumentException {
    String text = fields.text(field);
    Optional<String> problem = problemOf(text, max);
    if (problem.isPresent()) {
      throw new DocumentException(place(fields, field), problem.get());
    }
    return text;
  }

  /** What is wrong with it, if anything. */
  static Optional<String> problemOf(String text, int max) {
    if (text.isEmpty() || text.codePointCount(0, text.length()) > max) {
      return Optional.of("must have 1 to " + max + " characters");
    }
    if (text.startsWith(" ") || text.endsWith(" ") || text.contains("  ")) {
      return Optional.of("must not begin or end with a space, nor have two in a row");
    }
    if (looksLikeAPath(text)) {
      return Optional.of("must not look like a path");
    }
    if (NOT_COMPARING.matcher(text).find()) {
      return Optional.of(
          "may contain < and > only before a space, a digit or =, as in 'CrCl < 30'");
    }
    if (!Normalizer.isNormalized(text, Normalizer.Form.NFC)) {
      return Optional.of("must be in Unicode normal form C");
    }
    Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
    int letters = 0;
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      int c = text.codePointAt(at);
      if (!isAllowed(c, scripts)) {
        return Optional.of(String.format("must not contain U+%04X", c));
      }
      letters += Character.isLetterOrDigit(c) ? 1 : 0;
    }
    if (letters == 0) {
      return Optional.of("must contain a letter or a digit");
    }
    return scripts.size() <= 1 || TOGETHER.stream().anyMatch(set -> set.containsAll(scripts))
        ? Optional.empty()
        : Optional.of("must not mix scripts " + scripts);
  }

  /** Nothing here makes a file's name of a text; who takes it from here might. */
  private static boolean looksLikeAPath(String text) {
    return text.startsWith("/") || text.contains("../") || text.contains("/..");
  }

  /** Notes the script of letters and of marks that belong to one. */
  private static boolean isAllowed(int c, Set<UnicodeScript> scripts) {
    if (c < 0x80) {
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (letter) {
        scripts.add(UnicodeScript.LATIN);
      }
      return letter || (c >= '0' && c <= '9') || PUNCTUATION.indexOf(c) >= 0;
    }
    UnicodeScript script = UnicodeScript.of(c);
    boolean mark =
        Character.getType(c) == Character.NON_SPACING_MARK
            || Character.getType(c) == Character.COMBINING_SPACING_MARK;
    if ((!Character.isLetter(c) && !mark)
        || INVISIBLE_LETTERS.indexOf(c) >= 0
        || script == UnicodeScript.COMMON
        || script == UnicodeScript.INHERITED
        || script == UnicodeScript.UNKNOWN
        || isDisguised(c)) {
      return false;
    }
    scripts.add(script);
    return true;
  }

  /** Full-width letters, ligatures and the like: another letter in other clothes. */
  private static boolean isDisguised(int c) {
    UnicodeScript script = UnicodeScript.of(c);
    boolean alphabet =
        script == UnicodeScript.LATIN
            || script == UnicodeScript.GREEK
            || script == UnicodeScript.CYRILLIC;
    return alphabet && !Normalizer.isNormalized(Character.toString(c), Normalizer.Form.NFKC);
  }
}
