// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lint;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Gathers findings; of each rule so many that people can read them, and counts the rest. */
public final class Findings {
  /** Who has more of one kind has one cause, and sees it by then. */
  public static final int MAX_PER_RULE = 200;

  private final Map<Rule, List<Finding>> kept = new EnumMap<>(Rule.class);
  private final Map<Rule, Integer> counts = new EnumMap<>(Rule.class);

  void add(Rule rule, Place place, String message) {
    counts.merge(rule, 1, Integer::sum);
    List<Finding> ofRule = kept.computeIfAbsent(rule, first -> new ArrayList<>());
    if (ofRule.size() < MAX_PER_RULE) {
      ofRule.add(new Finding(rule, place, message));
    }
  }

  /** The gravest first, those of one rule together. */
  public List<Finding> all() {
    return kept.values().stream().flatMap(List::stream).toList();
  }

  /** Whether a gateway would read the library. */
  public boolean isReadable() {
    return !counts.containsKey(Rule.MALFORMED) && !counts.containsKey(Rule.DUPLICATE_LINE);
  }

  public int count(Severity severity) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().severity() == severity)
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  public int left() {
    return counts.values().stream().mapToInt(Integer::intValue).sum() - all().size();
  }
}
