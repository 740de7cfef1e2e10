// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.library;

import io.pumpbridge.druglibrary.document.LibraryReader;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.druglibrary.signed.Signed;
import io.pumpbridge.druglibrary.signed.SignedKind;
import io.pumpbridge.model.dose.DrugLibrary;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignatureVerifier;
import io.pumpbridge.model.trust.Signer;
import io.pumpbridge.model.trust.SignerRole;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Everything about a signed library that does not depend on those before it. */
public final class LibraryCheck {
  /** Two people; whoever has written it cannot approve it. */
  public static final Set<SignerRole> ROLES =
      Set.of(SignerRole.LIBRARY_AUTHOR, SignerRole.LIBRARY_APPROVER);

  private static final SignedKind<DrugLibrary> KIND =
      new SignedKind<>(
          "A library",
          "library",
          LibraryReader.MAX_BYTES,
          ROLES,
          content -> {
            requireTwoPeople(content.signers());
            return LibraryReader.read(content.content());
          });

  private final SignatureVerifier verifier;
  private final Optional<String> hospital;

  /**
   * @param hospital whose library it must be; any if empty
   */
  public LibraryCheck(SignatureVerifier verifier, Optional<String> hospital) {
    this.verifier = verifier;
    this.hospital = hospital;
  }

  /** Who signed, and what; read only after that. */
  public VerifiedLibrary verify(Bytes signed) throws RefusedException {
    Signed<DrugLibrary> found = open(signed);
    return new VerifiedLibrary(
        found.document(), EventRecord.hashOf(signed), found.sha256(), found.signers());
  }

  /** The same, with the content that was signed. */
  public Signed<DrugLibrary> open(Bytes signed) throws RefusedException {
    Signed<DrugLibrary> found = KIND.verify(verifier, signed);
    if (hospital.isPresent()) {
      KIND.requireHospital(found.document().hospital(), hospital.get());
    }
    return found;
  }

  /** The verifier has seen to it; one line more, so that no other verifier can forget it. */
  static void requireTwoPeople(List<Signer> signers) throws RefusedException {
    boolean everyRole =
        signers.stream().map(Signer::role).collect(Collectors.toSet()).containsAll(ROLES);
    if (!everyRole || signers.stream().map(Signer::subject).distinct().count() < ROLES.size()) {
      throw RefusedException.of(
          "signer-missing", "It needs an author's and another person's signature.");
    }
  }
}
