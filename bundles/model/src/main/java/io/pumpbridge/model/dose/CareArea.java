// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A part of the hospital with its own limits.
 *
 * @param device what holds there whatever runs
 * @param softLimits what may be done about them there
 * @param byDrug the lines of each drug, in the library's order
 */
public record CareArea(
    String name, DeviceLimits device, SoftLimits softLimits, Map<String, List<DrugEntry>> byDrug) {

  /** Whether an order may go beyond a soft limit. */
  public enum SoftLimits {
    /** With the name of who takes it upon them, and why. */
    MAY_BE_OVERRIDDEN,
    /** They count as hard ones. */
    HOLD;

    public static Optional<SoftLimits> from(String wireName) {
      return Arrays.stream(values()).filter(soft -> soft.wireName().equals(wireName)).findFirst();
    }

    /** As the library writes it. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public CareArea {
    Map<String, List<DrugEntry>> copy = new LinkedHashMap<>(byDrug.size() * 2);
    byDrug.forEach((drug, entries) -> copy.put(drug, List.copyOf(entries)));
    byDrug = Collections.unmodifiableMap(copy);
  }

  /**
   * @throws IllegalArgumentException if a line stands there twice: the same drug and therapy in the
   *     same bag, given the same way and dosed alike
   */
  public static CareArea of(
      String name, DeviceLimits device, SoftLimits softLimits, List<DrugEntry> entries) {
    Set<DrugEntry.Identity> lines = new HashSet<>(); // not pairwise: there may be 10 000
    Map<String, List<DrugEntry>> byDrug = new LinkedHashMap<>();
    for (DrugEntry entry : entries) {
      if (!entry.identities().allMatch(lines::add)) {
        throw new IllegalArgumentException(
            entry.title() + " (" + entry.preparation() + ") stands there twice");
      }
      byDrug.computeIfAbsent(entry.drug(), drug -> new ArrayList<>(1)).add(entry);
    }
    return new CareArea(name, device, softLimits, byDrug);
  }

  /** All lines, those of one drug together. */
  public List<DrugEntry> entries() {
    return byDrug.values().stream().flatMap(List::stream).toList();
  }

  /** The lines of a drug; none if it is not here. */
  public List<DrugEntry> entriesOf(String drug) {
    return byDrug.getOrDefault(drug, List.of());
  }
}
