// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignatureVerifier;
import io.pumpbridge.model.trust.SignedContent;
import io.pumpbridge.model.trust.Signer;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.model.trust.TrustException;
import java.util.List;
import java.util.Set;

/** "Signed" is {@code role|content}; anything else is no signature. */
final class FakeSignatures implements SignatureVerifier {

  static Bytes sign(SignerRole role, String content) {
    return Bytes.of(role.wireName() + "|" + content, UTF_8);
  }

  @Override
  public SignedContent verify(Bytes signed, Set<SignerRole> required) throws TrustException {
    String text = signed.toText(UTF_8);
    for (SignerRole role : SignerRole.values()) {
      if (text.startsWith(role.wireName() + "|")) {
        if (!required.equals(Set.of(role))) {
          throw new TrustException("role-missing", "Signed by somebody else.", "CN=somebody");
        }
        String content = text.substring(role.wireName().length() + 1);
        return new SignedContent(
            Bytes.of(content, UTF_8), List.of(new Signer(role, "CN=" + role.wireName())));
      }
    }
    throw new TrustException("malformed", "Not signed at all.", "");
  }
}
