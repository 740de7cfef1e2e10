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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The newest statement ever taken, kept apart from it: what was withdrawn stays withdrawn, also
 * when the statement's file is gone or its signers' certificates have ended.
 *
 * @param number 0 if none ever was
 * @param sha256 of that statement's content
 * @param withdrawn the contents that it withdraws
 */
record StatementMark(long number, String sha256, Set<String> withdrawn) {
  static final String FILE = "highest-statement.json";
  static final StatementMark NONE = new StatementMark(0, "", Set.of());

  private static final Set<String> KNOWN = Set.of("number", "sha256", "withdrawn", "check");

  StatementMark {
    withdrawn = Set.copyOf(withdrawn);
  }

  static StatementMark of(VerifiedStatement verified) {
    return new StatementMark(
        verified.statement().number(), verified.sha256(), verified.statement().contents());
  }

  /** Empty if it is damaged. */
  static Optional<StatementMark> load(Store store) {
    try {
      Optional<Bytes> stored = store.read(FILE);
      return Optional.of(stored.isPresent() ? parse(stored.get()) : NONE);
    } catch (IOException | DocumentException e) {
      return Optional.empty();
    }
  }

  void save(Store store) throws IOException {
    Fields fields =
        Fields.builder()
            .put("number", number)
            .put("sha256", sha256)
            .putTexts("withdrawn", sorted())
            .put("check", check())
            .build();
    store.replace(FILE, Bytes.of(fields.toString(), StandardCharsets.UTF_8));
  }

  private static StatementMark parse(Bytes stored) throws DocumentException {
    Fields fields = StrictJson.parse(stored);
    fields.refuseOthersThan(KNOWN);
    StatementMark mark =
        new StatementMark(
            fields.whole("number"), fields.text("sha256"), Set.copyOf(fields.texts("withdrawn")));
    if (mark.number() < 1 || !mark.check().equals(fields.text("check"))) {
      throw new DocumentException("$.check", "does not fit");
    }
    return mark;
  }

  private List<String> sorted() {
    return List.copyOf(new TreeSet<>(withdrawn));
  }

  /** Against damage, not against people. */
  private String check() {
    String text = number + " " + sha256 + " " + String.join(" ", sorted());
    return EventRecord.hashOf(Bytes.of(text, StandardCharsets.UTF_8));
  }
}
