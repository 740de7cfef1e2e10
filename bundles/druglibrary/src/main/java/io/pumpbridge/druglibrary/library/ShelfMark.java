// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.library;

import io.pumpbridge.druglibrary.document.StrictJson;
import io.pumpbridge.druglibrary.store.Store;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * The highest version that was ever in force, kept apart from the library so that it outlives the
 * library's file.
 *
 * @param version 0 if none ever was
 * @param sha256 of that version's content
 */
record ShelfMark(long version, String sha256) {
  static final String FILE = "highest-version.json";
  static final ShelfMark NONE = new ShelfMark(0, "");

  private static final Set<String> KNOWN = Set.of("version", "sha256", "check");

  /** What can be said about the mark on disk. */
  record Found(ShelfMark mark, boolean damaged) {}

  static Found load(Store store) {
    try {
      Optional<Bytes> stored = store.read(FILE);
      return stored.isPresent() ? new Found(parse(stored.get()), false) : new Found(NONE, false);
    } catch (IOException | DocumentException e) {
      return new Found(NONE, true);
    }
  }

  void save(Store store) throws IOException {
    Fields fields =
        Fields.builder()
            .put("version", version)
            .put("sha256", sha256)
            .put("check", check())
            .build();
    store.replace(FILE, Bytes.of(fields.toString(), StandardCharsets.UTF_8));
  }

  private static ShelfMark parse(Bytes stored) throws DocumentException {
    Fields fields = StrictJson.parse(stored);
    fields.refuseOthersThan(KNOWN);
    ShelfMark mark = new ShelfMark(fields.whole("version"), fields.text("sha256"));
    if (mark.version() < 1 || !mark.check().equals(fields.text("check"))) {
      throw new DocumentException("$.check", "does not fit");
    }
    return mark;
  }

  /** Against damage, not against people: who can write here can also remove the file. */
  private String check() {
    return EventRecord.hashOf(Bytes.of(version + " " + sha256, StandardCharsets.UTF_8));
  }
}
