// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lint;

import io.pumpbridge.druglibrary.document.LibrarySurvey;
import io.pumpbridge.druglibrary.lint.Names.Likeness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Names that are one drug for people and two for the gateway, and the other way round. */
final class NameCheck {
  /** Each is compared with each: two million pairs take about a second. */
  static final int MAX_NAMES = 2_000;

  private NameCheck() {}

  static void look(Subject subject, Findings findings) {
    Map<String, LintedLine> names = new LinkedHashMap<>();
    subject.lines().forEach(line -> names.putIfAbsent(line.entry().drug(), line));
    variants(names, findings);
    areas(subject, findings);
    concepts(subject, findings);
    pairs(names, findings);
  }

  /** Orders are matched letter by letter: who writes it otherwise does not find the drug. */
  private static void variants(Map<String, LintedLine> names, Findings findings) {
    Map<String, LintedLine> spellings = new LinkedHashMap<>();
    names.forEach(
        (name, line) -> {
          LintedLine first = spellings.putIfAbsent(Names.ingredient(name), line);
          if (first != null) {
            findings.add(
                Rule.NAME_VARIANT,
                line.place(".drug"),
                "'"
                    + name
                    + "' is '"
                    + first.entry().drug()
                    + "' in "
                    + first.area().name()
                    + "; a gateway takes them for two drugs. Write both alike.");
          }
        });
  }

  private static void areas(Subject subject, Findings findings) {
    Map<String, LibrarySurvey.Area> spellings = new LinkedHashMap<>();
    for (LibrarySurvey.Area area : subject.library().areas()) {
      LibrarySurvey.Area first = spellings.putIfAbsent(Names.fold(area.name()), area);
      if (first != null && !first.name().equals(area.name())) {
        findings.add(
            Rule.NAME_VARIANT,
            Place.of(area, ".name"),
            "'" + area.name() + "' and '" + first.name() + "' read alike; tell them apart.");
      }
    }
  }

  private static void concepts(Subject subject, Findings findings) {
    Map<String, LintedLine> byName = new LinkedHashMap<>();
    Map<String, LintedLine> byConcept = new LinkedHashMap<>();
    for (LintedLine line : subject.lines()) {
      Optional<String> concept = line.entry().details().rxNorm();
      if (concept.isEmpty()) {
        continue;
      }
      LintedLine sameName = byName.putIfAbsent(line.entry().drug(), line);
      LintedLine sameConcept = byConcept.putIfAbsent(concept.get(), line);
      if (sameName != null && !sameName.entry().details().rxNorm().equals(concept)) {
        findings.add(
            Rule.RXNORM_CONFLICT,
            line.place(".rxnorm"),
            "It has another RxNorm concept in " + sameName.area().name() + "; correct one.");
      } else if (sameConcept != null && !sameConcept.entry().drug().equals(line.entry().drug())) {
        findings.add(
            Rule.RXNORM_CONFLICT,
            line.place(".rxnorm"),
            "The same RxNorm concept belongs to '"
                + sameConcept.entry().drug()
                + "'; use one name, or correct one concept.");
      }
    }
  }

  private static void pairs(Map<String, LintedLine> names, Findings findings) {
    List<String> compared = new ArrayList<>(names.keySet());
    if (compared.size() > MAX_NAMES) {
      findings.add(
          Rule.NAMES_TOO_MANY,
          Place.of("$"),
          compared.size()
              + " names; only the first "
              + MAX_NAMES
              + " were compared with each other. Look through the rest yourself.");
      compared = compared.subList(0, MAX_NAMES);
    }
    for (int i = 1; i < compared.size(); i++) {
      for (int j = 0; j < i; j++) {
        pair(compared.get(i), compared.get(j), names, findings);
      }
    }
  }

  private static void pair(
      String name, String other, Map<String, LintedLine> names, Findings findings) {
    if (Names.ingredient(name).equals(Names.ingredient(other))
        || Names.isTallMan(name)
        || Names.isTallMan(other)) {
      return;
    }
    Likeness likeness = Names.likeness(name, other);
    LintedLine line = names.get(name);
    LintedLine first = names.get(other);
    if (likeness == Likeness.NONE || line == null || first == null) {
      return;
    }
    String where = "'" + name + "' looks like '" + other + "' in " + first.area().name();
    switch (likeness) {
      case STRONG ->
          findings.add(
              Rule.LOOK_ALIKE,
              line.place(".drug"),
              where
                  + "; set them apart, for example as "
                  + Names.tallMan(name, other)
                  + " and "
                  + Names.tallMan(other, name)
                  + ".");
      case PART ->
          findings.add(
              Rule.LOOK_ALIKE_PART,
              line.place(".drug"),
              where + " by a long part; see that they cannot be mixed up in a list.");
      case NUMBER ->
          findings.add(
              Rule.NAMES_DIFFER_IN_NUMBER,
              line.place(".drug"),
              where + " but for a number; see that it cannot be overlooked in a list.");
      case NONE -> {}
    }
  }
}
