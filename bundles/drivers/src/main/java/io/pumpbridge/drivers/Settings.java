// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers;

import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.link.LineSettings.Parity;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the site has set.
 *
 * @param families enabled protocol families; no duplicates
 * @param pollIntervalMs 250 to 10000
 * @param lines by protocol, how its line is set here
 * @param siteProfiles the directory with the site's own profiles
 * @param unsignedProfiles whether those count without a signature
 * @param programming protocol families whose stopped pumps orders may set
 */
record Settings(
    List<String> families,
    int pollIntervalMs,
    Map<String, LineSettings> lines,
    Optional<Path> siteProfiles,
    boolean unsignedProfiles,
    Set<String> programming) {

  /** Faster than this a pump at 38400 baud would do little but answer. */
  static final int MIN_POLL_INTERVAL_MS = 250;

  /** Slower than this a nurse would be told too late. */
  static final int MAX_POLL_INTERVAL_MS = 10_000;

  static final int MIN_BAUD = 300;
  static final int MAX_BAUD = 921_600;

  private static final Pattern LINE =
      Pattern.compile(
          "\\s*([a-z][a-z0-9-]{0,39})\\s*=\\s*(\\d{1,7})[\\s,]+([78])([NEO])([12])\\s*");

  private static final Map<String, Parity> PARITIES =
      Map.of("N", Parity.NONE, "E", Parity.EVEN, "O", Parity.ODD);

  Settings {
    families = List.copyOf(named(families));
    lines = Map.copyOf(lines);
    programming = named(programming);
    for (String family : programming) {
      if (!DriverFamilies.PROGRAMMABLE.contains(family)) {
        throw new IllegalArgumentException(
            "programming: nobody sets a pump of '"
                + family
                + "'; only "
                + DriverFamilies.PROGRAMMABLE.stream().sorted().collect(Collectors.joining(", ")));
      }
    }
    if (families.isEmpty()) {
      throw new IllegalArgumentException("families: at least one pump family must be enabled");
    }
    if (pollIntervalMs < MIN_POLL_INTERVAL_MS || pollIntervalMs > MAX_POLL_INTERVAL_MS) {
      throw new IllegalArgumentException(
          "poll.interval.ms must be "
              + MIN_POLL_INTERVAL_MS
              + " to "
              + MAX_POLL_INTERVAL_MS
              + ", is "
              + pollIntervalMs);
    }
  }

  private static Set<String> named(Collection<String> names) {
    LinkedHashSet<String> once = new LinkedHashSet<>();
    for (String name : names) {
      if (!name.isBlank()) {
        once.add(name.strip());
      }
    }
    return Collections.unmodifiableSet(once);
  }

  /** Nothing of the site's own. */
  static Settings of(List<String> families, int pollIntervalMs) {
    return new Settings(families, pollIntervalMs, Map.of(), Optional.empty(), false, Set.of());
  }

  /**
   * Reads {@code graseby=9600 8N1}.
   *
   * @throws IllegalArgumentException with a clause that says what is wrong
   */
  static Map<String, LineSettings> lines(List<String> written) {
    Map<String, LineSettings> lines = new LinkedHashMap<>();
    for (String text : written) {
      if (text.isBlank()) {
        continue;
      }
      Matcher matcher = LINE.matcher(text);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "lines: '" + text + "' is not written like graseby=9600 8N1");
      }
      int baud = Integer.parseInt(matcher.group(2));
      if (baud < MIN_BAUD || baud > MAX_BAUD) {
        throw new IllegalArgumentException(
            "lines: baud must be " + MIN_BAUD + " to " + MAX_BAUD + ", is " + baud);
      }
      LineSettings settings =
          new LineSettings(
              baud,
              Integer.parseInt(matcher.group(3)),
              PARITIES.getOrDefault(matcher.group(4), Parity.NONE),
              Integer.parseInt(matcher.group(5)));
      if (lines.put(matcher.group(1), settings) != null) {
        throw new IllegalArgumentException("lines: '" + matcher.group(1) + "' stands there twice");
      }
    }
    return lines;
  }
}
