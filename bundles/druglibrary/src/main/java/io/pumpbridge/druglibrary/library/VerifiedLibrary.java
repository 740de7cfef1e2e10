// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.library;

import io.pumpbridge.druglibrary.refusal.Recorder;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.dose.DrugLibrary;
import io.pumpbridge.model.trust.Signer;
import java.util.List;

/**
 * A library that two people have signed, for this hospital.
 *
 * @param signed hash of the bytes as stored
 * @param sha256 of the signed content
 */
public record VerifiedLibrary(
    DrugLibrary library, String signed, String sha256, List<Signer> signers) {

  /** For events and answers. */
  public Fields.Builder describe() {
    return Fields.builder()
        .put("version", library.version())
        .put("library", library.name())
        .put("sha256", sha256)
        .put("signed_sha256", signed)
        .put("signers", Recorder.fields(signers));
  }
}
