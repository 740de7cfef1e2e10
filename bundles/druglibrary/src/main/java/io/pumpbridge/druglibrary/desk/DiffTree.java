// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.desk;

import io.pumpbridge.druglibrary.compare.Change;
import io.pumpbridge.druglibrary.compare.LibraryDiff;
import io.pumpbridge.druglibrary.document.LibraryReader;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.dose.DrugLibrary;
import io.pumpbridge.model.measure.Bytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What differs between two documents, for those who share no class with us. */
final class DiffTree {
  private DiffTree() {}

  static Map<String, Object> of(Bytes before, Bytes after) {
    String which = "old";
    try {
      DrugLibrary old = LibraryReader.read(before);
      which = "new";
      DrugLibrary now = LibraryReader.read(after);
      return tree(old, now);
    } catch (DocumentException e) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("sound", false);
      tree.put("document", which);
      tree.put("place", e.path());
      tree.put("problem", e.problem());
      return tree;
    }
  }

  private static Map<String, Object> tree(DrugLibrary old, DrugLibrary now) {
    List<Change> changes = LibraryDiff.compare(old, now);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("sound", true);
    tree.put("same", changes.isEmpty());
    tree.put("old", title(old));
    tree.put("new", title(now));
    tree.put("changes", changes.stream().map(DiffTree::change).toList());
    return tree;
  }

  private static Map<String, Object> title(DrugLibrary library) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("hospital", library.hospital());
    tree.put("name", library.name());
    tree.put("version", library.version());
    return tree;
  }

  private static Map<String, Object> change(Change change) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("direction", change.direction().wireName());
    Change.Where where = change.where();
    where.area().ifPresent(area -> tree.put("care_area", area));
    where.drug().ifPresent(drug -> tree.put("drug", drug));
    where.therapy().ifPresent(therapy -> tree.put("therapy", therapy));
    where.preparation().ifPresent(preparation -> tree.put("preparation", preparation));
    where.mode().ifPresent(mode -> tree.put("mode", mode));
    where.figure().ifPresent(figure -> tree.put("figure", figure));
    tree.put("what", change.what());
    change.before().ifPresent(before -> tree.put("old", before));
    change.after().ifPresent(after -> tree.put("new", after));
    tree.put("message", change.message());
    return tree;
  }
}
