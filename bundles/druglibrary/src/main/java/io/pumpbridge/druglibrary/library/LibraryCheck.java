// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.library;

import io.pumpbridge.druglibrary.document.LibraryReader;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.dose.DrugLibrary;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignatureVerifier;
import io.pumpbridge.model.trust.SignedContent;
import io.pumpbridge.model.trust.Signer;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.model.trust.TrustException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Everything about a signed library that does not depend on those before it. */
public final class LibraryCheck {
  /** Two people; whoever has written it cannot approve it. */
  public static final Set<SignerRole> ROLES =
      Set.of(SignerRole.LIBRARY_AUTHOR, SignerRole.LIBRARY_APPROVER);

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
    if (signed.length() > LibraryReader.MAX_BYTES) {
      throw RefusedException.of(
          "library-too-large", "A library has at most " + LibraryReader.MAX_BYTES + " bytes.");
    }
    try {
      SignedContent content = verifier.verify(signed, ROLES);
      requireTwoPeople(content.signers());
      DrugLibrary library = LibraryReader.read(content.content());
      if (hospital.isPresent() && !library.hospital().equals(hospital.get())) {
        throw RefusedException.of(
            "library-other-hospital", "The library is for " + library.hospital() + ".");
      }
      return new VerifiedLibrary(
          library,
          EventRecord.hashOf(signed),
          EventRecord.hashOf(content.content()),
          content.signers());
    } catch (TrustException e) {
      throw RefusedException.of(e);
    } catch (DocumentException e) {
      throw RefusedException.malformed("library-malformed", "library", e);
    }
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
