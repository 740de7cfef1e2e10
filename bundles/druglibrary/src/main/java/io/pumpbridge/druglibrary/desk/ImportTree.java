// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.desk;

import io.pumpbridge.druglibrary.csv.LibraryImport;
import io.pumpbridge.druglibrary.csv.Mistakes;
import io.pumpbridge.model.measure.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A library made of a table, or what is wrong with it, for those who share no class with us. */
final class ImportTree {
  private ImportTree() {}

  /**
   * @throws IllegalArgumentException if the title lacks something
   */
  static Map<String, Object> of(Bytes csv, Map<String, Object> title) {
    LibraryImport.Outcome outcome = LibraryImport.read(csv, title(title));
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("sound", outcome.document().isPresent());
    if (outcome.document().isPresent()) {
      tree.put("document", outcome.document().get());
    } else {
      tree.put("mistakes", outcome.mistakes().all().stream().map(ImportTree::mistake).toList());
      tree.put("left_out", outcome.mistakes().left());
    }
    return tree;
  }

  private static LibraryImport.Title title(Map<String, Object> title) {
    if (title.get("hospital") instanceof String hospital
        && title.get("name") instanceof String name
        && title.get("version") instanceof Long version) {
      return new LibraryImport.Title(
          hospital,
          name,
          version,
          Optional.ofNullable(title.get("rounding_tolerance")).map(String::valueOf));
    }
    throw new IllegalArgumentException("a library needs its hospital, its name and its version");
  }

  private static Map<String, Object> mistake(Mistakes.Mistake mistake) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("line", mistake.line());
    tree.put("column", mistake.column());
    tree.put("name", mistake.name());
    tree.put("problem", mistake.problem());
    return tree;
  }
}
