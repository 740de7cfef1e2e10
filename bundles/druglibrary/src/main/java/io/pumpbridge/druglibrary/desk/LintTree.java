// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.desk;

import io.pumpbridge.druglibrary.document.LibrarySurvey;
import io.pumpbridge.druglibrary.lint.Finding;
import io.pumpbridge.druglibrary.lint.Findings;
import io.pumpbridge.druglibrary.lint.LibraryLint;
import io.pumpbridge.druglibrary.lint.Place;
import io.pumpbridge.druglibrary.lint.Severity;
import io.pumpbridge.druglibrary.wording.Wording;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a linter found, for those who share no class with us. */
final class LintTree {
  private LintTree() {}

  static Map<String, Object> of(LibrarySurvey.Found library, LocalDate at) {
    Findings findings = LibraryLint.look(library, at);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("sound", findings.isReadable());
    tree.put("at", at.toString());
    library.hospital().ifPresent(hospital -> tree.put("hospital", hospital));
    library.name().ifPresent(name -> tree.put("name", name));
    library.version().ifPresent(version -> tree.put("version", version));
    tree.put("lines", library.areas().stream().mapToInt(area -> area.lines().size()).sum());
    Map<String, Object> summary = new LinkedHashMap<>();
    for (Severity severity : Severity.values()) {
      summary.put(severity.wireName(), findings.count(severity));
    }
    tree.put("summary", summary);
    tree.put("findings", findings.all().stream().map(LintTree::finding).toList());
    tree.put("left_out", findings.left());
    return tree;
  }

  private static Map<String, Object> finding(Finding finding) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("rule", finding.rule().code());
    tree.put("severity", finding.rule().severity().wireName());
    tree.put("subject", finding.rule().subject());
    Place place = finding.place();
    tree.put("path", place.path());
    tree.put("where", where(place));
    place.area().ifPresent(area -> tree.put("care_area", area));
    place
        .line()
        .ifPresent(
            line -> {
              tree.put("drug", line.drug());
              line.therapy().ifPresent(therapy -> tree.put("therapy", therapy));
              tree.put("preparation", line.preparation().toString());
            });
    place.mode().ifPresent(mode -> tree.put("mode", mode.wireName()));
    place.figure().ifPresent(figure -> tree.put("figure", figure.wireName()));
    tree.put("message", finding.message());
    return tree;
  }

  /** In people's words: {@code ICU, heparin (line), any concentration in units/mL, bolus rate}. */
  private static String where(Place place) {
    List<String> words = new ArrayList<>();
    place.area().ifPresent(words::add);
    place
        .line()
        .ifPresent(
            line -> {
              words.add(line.title());
              words.add(Wording.preparation(line.preparation()));
            });
    if (place.mode().isPresent() && place.figure().isPresent()) {
      words.add(Wording.figure(place.mode().get(), place.figure().get()));
    }
    return words.isEmpty() ? "the library" : String.join(", ", words);
  }
}
