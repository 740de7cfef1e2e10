// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.signature;

import static io.pumpbridge.model.trust.SignerRole.LIBRARY_APPROVER;
import static io.pumpbridge.model.trust.SignerRole.LIBRARY_AUTHOR;

import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.FixedClock;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.SignedFile;
import io.pumpbridge.trust.lab.Statuses;
import io.pumpbridge.trust.refusal.Refusal;
import java.nio.file.Path;
import java.util.Set;

/** A hospital with an author and an approver, and who verifies what they sign. */
final class SignatureBench {
  static final String LIBRARY = "{\"format\":\"pump-bridge-library-1\"}";
  static final Set<SignerRole> BOTH = Set.of(LIBRARY_AUTHOR, LIBRARY_APPROVER);
  static final Set<SignerRole> AUTHOR_ONLY = Set.of(LIBRARY_AUTHOR);
  static final Authority HOSPITAL = Authority.root("hospital root");
  static final Identity ANNA = HOSPITAL.issue(SignedFile.person("Anna", LIBRARY_AUTHOR));
  static final Identity BEN = HOSPITAL.issue(SignedFile.person("Ben", LIBRARY_APPROVER));

  final FixedClock clock = new FixedClock();
  CmsVerifier verifier;

  /** The hospital's root is anchored in the folder. */
  SignatureBench(Path anchors) {
    HOSPITAL.anchorIn(anchors);
    verifier = new CmsVerifier(new AnchorFolder(anchors), Statuses.unasked(), clock);
  }

  void refused(Refusal reason, SignedFile file, Set<SignerRole> required) {
    Refused.with(reason, () -> verifier.verify(file.bytes(), required));
  }
}
