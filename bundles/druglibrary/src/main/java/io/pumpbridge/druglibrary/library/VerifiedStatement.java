// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.library;

import io.pumpbridge.druglibrary.document.LibraryStatement;
import io.pumpbridge.druglibrary.refusal.Recorder;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.trust.Signer;
import java.util.List;

/**
 * A statement about libraries that two people have signed, for this hospital.
 *
 * @param sha256 of the signed content
 */
public record VerifiedStatement(LibraryStatement statement, String sha256, List<Signer> signers) {

  /** For events and answers. */
  public Fields.Builder describe() {
    Fields.Builder fields =
        Fields.builder()
            .put("statement", statement.id())
            .put("number", statement.number())
            .put("issued", statement.issued())
            .put("reason", statement.reason())
            .put("sha256", sha256)
            .put("withdrawn", statement.withdrawn().stream().map(VerifiedStatement::named).toList())
            .put("signers", Recorder.fields(signers));
    statement.stepBack().ifPresent(target -> fields.put("step_back", named(target)));
    return fields;
  }

  private static Fields named(LibraryStatement.Named named) {
    return Fields.builder().put("version", named.version()).put("sha256", named.sha256()).build();
  }
}
