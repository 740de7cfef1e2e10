// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.check;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.trust.check.Question.BadInput;
import io.pumpbridge.trust.signature.RawSignatures;
import java.io.IOException;
import java.util.Optional;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** One signature that somebody wants verified, as {@code trust check --signature} has it. */
record SignatureQuestion(RawSignatures verifier, Bytes message, Bytes signature) {

  static SignatureQuestion from(Question question) throws BadInput {
    question.requireAny();
    String algorithm = question.required("algorithm");
    byte[] key = question.base64("key");
    try {
      Optional<RawSignatures> verifier =
          RawSignatures.of(algorithm, SubjectPublicKeyInfo.getInstance(key));
      if (verifier.isEmpty()) {
        throw new BadInput("algorithm and key do not go together, or are not known.");
      }
      return new SignatureQuestion(
          verifier.get(),
          Bytes.of(question.base64("message")),
          Bytes.of(question.base64("signature")));
    } catch (IOException | RuntimeException unreadable) {
      // Bouncy Castle's parsers throw unchecked exceptions on hostile input.
      throw new BadInput("key is no public key: " + unreadable.getMessage() + ".");
    }
  }

  boolean holds() {
    return verifier.verify(message.toArray(), signature.toArray());
  }
}
