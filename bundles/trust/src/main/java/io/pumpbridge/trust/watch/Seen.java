// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.watch;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What was there when last looked: for each kind of thing, the SHA-256 of its certificates. As text
 * one line each: {@code kind hex}.
 *
 * @param hashes by kind; a kind that was never seen is absent
 */
record Seen(Map<String, TreeSet<String>> hashes) {
  static final String FILE = "audit.seen";

  private static final Pattern LINE = Pattern.compile("([a-z]{1,16}) ([0-9a-f]{64})");

  Seen {
    hashes = new TreeMap<>(hashes);
  }

  /** Lines that are none are left out: the worst that follows is that something is told again. */
  static Seen parse(byte[] content) {
    Map<String, TreeSet<String>> hashes = new TreeMap<>();
    new String(content, StandardCharsets.US_ASCII)
        .lines()
        .map(LINE::matcher)
        .filter(line -> line.matches())
        .forEach(
            line ->
                hashes.computeIfAbsent(line.group(1), kind -> new TreeSet<>()).add(line.group(2)));
    return new Seen(hashes);
  }

  byte[] toBytes() {
    return hashes.entrySet().stream()
        .flatMap(kind -> kind.getValue().stream().map(hash -> kind.getKey() + ' ' + hash + '\n'))
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.US_ASCII);
  }

  TreeSet<String> of(String kind) {
    return new TreeSet<>(hashes.getOrDefault(kind, new TreeSet<>()));
  }

  Seen with(String kind, Set<String> now) {
    Map<String, TreeSet<String>> changed = new TreeMap<>(hashes);
    changed.put(kind, new TreeSet<>(now));
    return new Seen(changed);
  }
}
