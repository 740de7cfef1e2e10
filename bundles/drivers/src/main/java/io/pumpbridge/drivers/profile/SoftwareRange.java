// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.profile;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which software a row is for. Versions are compared number by number, both ends belong to it; a
 * software that tells no version fits no range with an end.
 *
 * @param begins what the pump's software text must begin with; empty for any
 * @param from the first version, as {@code 2.1.5}; empty for no beginning
 * @param through the last version; empty for no end
 */
public record SoftwareRange(String begins, String from, String through) {

  public static final SoftwareRange ANY = new SoftwareRange("", "", "");

  /** The last of such numbers in a text is its version: {@code Asena Rev 2.1.5}. */
  private static final Pattern VERSION = Pattern.compile("\\d{1,9}(?:\\.\\d{1,9}){0,7}");

  public SoftwareRange {
    for (String end : List.of(from, through)) {
      if (!end.isEmpty() && !VERSION.matcher(end).matches()) {
        throw new IllegalArgumentException("'" + end + "' is no version like 2.1.5");
      }
    }
    if (!from.isEmpty() && !through.isEmpty() && compare(from, through) > 0) {
      throw new IllegalArgumentException("the first version is after the last");
    }
  }

  public boolean fits(String software) {
    if (!software.startsWith(begins)) {
      return false;
    }
    if (from.isEmpty() && through.isEmpty()) {
      return true;
    }
    Optional<String> version = versionIn(software);
    return version.isPresent()
        && (from.isEmpty() || compare(version.get(), from) >= 0)
        && (through.isEmpty() || compare(version.get(), through) <= 0);
  }

  private static Optional<String> versionIn(String software) {
    Optional<String> last = Optional.empty();
    Matcher matcher = VERSION.matcher(software);
    while (matcher.find()) {
      last = Optional.of(matcher.group());
    }
    return last;
  }

  private static int compare(String one, String other) {
    List<BigInteger> ones = numbers(one);
    List<BigInteger> others = numbers(other);
    for (int i = 0; i < Math.max(ones.size(), others.size()); i++) {
      BigInteger left = i < ones.size() ? ones.get(i) : BigInteger.ZERO;
      BigInteger right = i < others.size() ? others.get(i) : BigInteger.ZERO;
      if (!left.equals(right)) {
        return left.compareTo(right);
      }
    }
    return 0;
  }

  private static List<BigInteger> numbers(String version) {
    return Arrays.stream(version.split("\\.", -1)).map(BigInteger::new).toList();
  }
}
