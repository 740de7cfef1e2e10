// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.document;

import io.pumpbridge.druglibrary.document.LibraryStatement.Named;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a statement about libraries, as strictly as a library. */
public final class StatementReader {
  static final String FORMAT = "pump-bridge-library-statement-1";

  /** Sixty-four libraries and a sentence. */
  static final int MAX_BYTES = 16 * 1024;

  /** One a year would be many. */
  static final int MAX_WITHDRAWN = 64;

  private static final Set<String> KNOWN =
      Set.of("format", "hospital", "id", "number", "issued", "reason", "withdrawn", "step_back");
  private static final Set<String> NAMED = Set.of("version", "sha256");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private StatementReader() {}

  /**
   * @throws DocumentException with the place and what is wrong there
   */
  public static LibraryStatement read(Bytes document) throws DocumentException {
    Fields fields = DoseFields.open(document, MAX_BYTES, FORMAT, KNOWN);
    String hospital = SafeText.name(fields, "hospital");
    String id = SafeText.id(fields, "id");
    long number = fields.whole("number");
    Instant issued = fields.time("issued");
    String reason = SafeText.source(fields, "reason");
    List<Named> withdrawn = withdrawn(fields);
    Optional<Fields> stepBack = fields.findFields("step_back");
    Optional<Named> target =
        stepBack.isEmpty() ? Optional.empty() : Optional.of(named(stepBack.get()));
    return DoseFields.make(
        fields,
        () -> new LibraryStatement(hospital, id, number, issued, reason, withdrawn, target));
  }

  private static List<Named> withdrawn(Fields fields) throws DocumentException {
    List<Named> withdrawn = new ArrayList<>();
    List<Fields> list = fields.list("withdrawn");
    if (list.isEmpty() || list.size() > MAX_WITHDRAWN) {
      throw new DocumentException("$.withdrawn", "must hold 1 to " + MAX_WITHDRAWN);
    }
    for (Fields one : list) {
      withdrawn.add(named(one));
    }
    return withdrawn;
  }

  private static Named named(Fields fields) throws DocumentException {
    fields.refuseOthersThan(NAMED);
    long version = fields.whole("version");
    String sha256 = fields.text("sha256");
    if (version < 1) {
      throw new DocumentException(SafeText.place(fields, "version"), "must be 1 or more");
    }
    if (!SHA256.matcher(sha256).matches()) {
      throw new DocumentException(
          SafeText.place(fields, "sha256"), "must be 64 hexadecimal digits in lower case");
    }
    return new Named(version, sha256);
  }
}
