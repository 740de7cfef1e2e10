// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.signature;

import static io.pumpbridge.trust.signature.SignatureBench.ANNA;
import static io.pumpbridge.trust.signature.SignatureBench.AUTHOR_ONLY;
import static io.pumpbridge.trust.signature.SignatureBench.BEN;
import static io.pumpbridge.trust.signature.SignatureBench.LIBRARY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.SignedFile;
import io.pumpbridge.trust.refusal.Refusal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not exactly a signed file, or no longer, is refused. */
final class DamagedFileTest {
  @TempDir Path anchors;
  private SignatureBench bench;

  @BeforeEach
  void trustTheHospital() {
    bench = new SignatureBench(anchors);
  }

  @Test
  void theFormIsStrict() {
    bench.refused(
        Refusal.SIGNER_MISSING, SignedFile.of(LIBRARY).carrying(ANNA.leaf()), AUTHOR_ONLY);
    bench.refused(Refusal.CONTENT_MISSING, SignedFile.of(LIBRARY).by(ANNA).detached(), AUTHOR_ONLY);
    bench.refused(Refusal.MALFORMED, SignedFile.of(LIBRARY).by(ANNA).asBer(), AUTHOR_ONLY);
    bench.refused(
        Refusal.MALFORMED, SignedFile.of(LIBRARY).by(ANNA).withUnsignedAttribute(), AUTHOR_ONLY);
    bench.refused(
        Refusal.MALFORMED, SignedFile.of(LIBRARY).by(ANNA).withoutSignedAttributes(), AUTHOR_ONLY);
    bench.refused(
        Refusal.MALFORMED, SignedFile.of(LIBRARY).by(ANNA).without(ANNA.leaf()), AUTHOR_ONLY);
    SignedFile withGuest = SignedFile.of(LIBRARY).by(ANNA).carrying(BEN.leaf());
    bench.refused(Refusal.CERTIFICATE_UNEXPECTED, withGuest, AUTHOR_ONLY);
  }

  @Test
  void tooManySignersAreRefusedBeforeAnyIsJudged() {
    SignedFile file = SignedFile.of(LIBRARY);
    for (int i = 0; i <= Envelope.MAX_SIGNERS; i++) {
      file.by(ANNA);
    }
    bench.refused(Refusal.SIGNER_UNEXPECTED, file, AUTHOR_ONLY);
  }

  @Test
  void tooLargeIsRefusedUnread() {
    Bytes huge = Bytes.of(new byte[Envelope.MAX_BYTES + 1]);
    Refused.with(Refusal.TOO_LARGE, () -> bench.verifier.verify(huge, AUTHOR_ONLY));
  }

  /**
   * Whatever byte is changed, the file is refused, and never by an unchecked exception. Bit 0
   * changes tags and unused bits, bit 5 the case of letters: what a forgiving parser overlooks.
   */
  @Test
  void noChangedByteIsAccepted() {
    byte[] good = SignedFile.of("{}").by(ANNA).bytes().toArray();
    for (int position = 0; position < good.length; position++) {
      for (int bit : new int[] {0, 5, position % 8}) {
        byte[] changed = good.clone();
        changed[position] ^= (byte) (1 << bit);
        assertRefused(changed, position);
      }
    }
  }

  @Test
  void noTruncationAndNoAdditionIsAccepted() {
    byte[] good = SignedFile.of("{}").by(ANNA).bytes().toArray();
    for (int length = 0; length < good.length; length++) {
      assertRefused(Arrays.copyOf(good, length), length);
    }
    assertRefused(Arrays.copyOf(good, good.length + 1), good.length + 1);
  }

  @Test
  void randomDamageIsRefused() {
    byte[] good = SignedFile.of("{}").by(ANNA).by(BEN).bytes().toArray();
    long seed = 20260601;
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      byte[] changed = good.clone();
      int start = random.nextInt(changed.length - 8);
      for (int i = 0; i < 8; i++) {
        changed[start + i] = (byte) random.nextInt(256);
      }
      assertRefused(changed, start);
    }
  }

  @Test
  void deepNestingIsRefusedWithoutExhaustingTheStack() {
    byte[] nested = new byte[200_000];
    for (int i = 0; i + 1 < nested.length; i += 2) {
      nested[i] = 0x30;
      nested[i + 1] = (byte) 0x80;
    }
    assertRefused(nested, 0);
  }

  private void assertRefused(byte[] file, int where) {
    Throwable thrown = catchThrowable(() -> bench.verifier.verify(Bytes.of(file), AUTHOR_ONLY));
    assertThat(thrown).as("changed at %d", where).isInstanceOf(TrustException.class);
  }
}
