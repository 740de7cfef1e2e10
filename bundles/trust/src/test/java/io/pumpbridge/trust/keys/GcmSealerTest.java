// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.refusal.Refusal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GcmSealerTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Bytes PLAIN = text("infusion started");
  private static final Bytes CONTEXT = text("epoch 1 lane clinical seq 7");

  private final GcmSealer sealer = new GcmSealer(new SecretKeySpec(new byte[32], "AES"), RANDOM);

  private static Bytes text(String text) {
    return Bytes.of(text, StandardCharsets.UTF_8);
  }

  @Test
  void whatWasSealedOpensWithTheSameContext() throws Exception {
    assertThat(sealer.open(sealer.seal(PLAIN, CONTEXT), CONTEXT)).isEqualTo(PLAIN);
    assertThat(sealer.open(sealer.seal(Bytes.EMPTY, Bytes.EMPTY), Bytes.EMPTY))
        .isEqualTo(Bytes.EMPTY);
  }

  @Test
  void theFormIsVersionNonceTextTag() {
    Bytes sealed = sealer.seal(PLAIN, CONTEXT);
    assertThat(sealed.length()).isEqualTo(1 + 12 + PLAIN.length() + 16);
    assertThat(sealed.at(0)).isEqualTo(1);
  }

  @Test
  void anyOtherAesGcmOpensAndMakesIt() throws Exception {
    for (int length = 0; length < 70; length++) {
      byte[] plain = new byte[length];
      byte[] sealed = sealer.seal(Bytes.of(plain), CONTEXT).toArray();
      byte[] nonce = Arrays.copyOfRange(sealed, 1, 13);
      byte[] message = Arrays.copyOfRange(sealed, 13, sealed.length);
      assertThat(bouncyCastle(false, nonce, message)).isEqualTo(plain);
      assertThat(bouncyCastle(true, nonce, plain)).isEqualTo(message);
    }
  }

  private static byte[] bouncyCastle(boolean seals, byte[] nonce, byte[] message)
      throws InvalidCipherTextException {
    GCMModeCipher cipher = GCMBlockCipher.newInstance(AESEngine.newInstance());
    byte[] authenticated = new byte[1 + CONTEXT.length()];
    authenticated[0] = 1;
    System.arraycopy(CONTEXT.toArray(), 0, authenticated, 1, CONTEXT.length());
    KeyParameter key = new KeyParameter(new byte[32]);
    cipher.init(seals, new AEADParameters(key, 128, nonce, authenticated));
    byte[] out = new byte[cipher.getOutputSize(message.length)];
    int length = cipher.processBytes(message, 0, message.length, out, 0);
    cipher.doFinal(out, length);
    return out;
  }

  @Test
  void itGoesOnAfterABrokenSeal() throws Exception {
    Bytes sealed = sealer.seal(PLAIN, CONTEXT);
    Refused.with(Refusal.SEAL_BROKEN, () -> sealer.open(sealed, Bytes.EMPTY));
    assertThat(sealer.open(sealed, CONTEXT)).isEqualTo(PLAIN);
    assertThat(sealer.open(sealed, CONTEXT)).isEqualTo(PLAIN);
  }

  @Test
  void everyFlippedBitBreaksTheSeal() {
    byte[] sealed = sealer.seal(PLAIN, CONTEXT).toArray();
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] changed = sealed.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      Refused.with(Refusal.SEAL_BROKEN, () -> sealer.open(Bytes.of(changed), CONTEXT));
    }
  }

  @Test
  void everyTruncationBreaksTheSeal() {
    Bytes sealed = sealer.seal(PLAIN, CONTEXT);
    for (int length = 0; length < sealed.length(); length++) {
      Bytes shorter = Bytes.of(sealed.toArray(), 0, length);
      Refused.with(Refusal.SEAL_BROKEN, () -> sealer.open(shorter, CONTEXT));
    }
  }

  @Test
  void anotherContextOrKeyBreaksTheSeal() {
    Bytes sealed = sealer.seal(PLAIN, CONTEXT);
    Refused.with(Refusal.SEAL_BROKEN, () -> sealer.open(sealed, text("epoch 1 seq 8")));
    Refused.with(Refusal.SEAL_BROKEN, () -> sealer.open(sealed, Bytes.EMPTY));
    byte[] otherKey = new byte[32];
    otherKey[31] = 1;
    GcmSealer other = new GcmSealer(new SecretKeySpec(otherKey, "AES"), RANDOM);
    Refused.with(Refusal.SEAL_BROKEN, () -> other.open(sealed, CONTEXT));
  }

  @Test
  void whatIsTooLargeIsNotSealed() {
    Bytes huge = Bytes.of(new byte[GcmSealer.MAX_PLAIN_BYTES + 1]);
    assertThatThrownBy(() -> sealer.seal(huge, CONTEXT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void manyThreadsShareIt() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Set<String>>> tasks = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        Bytes own = text("thread " + thread);
        tasks.add(
            () -> {
              Set<String> nonces = new HashSet<>();
              for (int round = 0; round < 500; round++) {
                Bytes sealed = sealer.seal(own, CONTEXT);
                assertThat(sealer.open(sealed, CONTEXT)).isEqualTo(own);
                nonces.add(sealed.toHex().substring(2, 26));
              }
              return nonces;
            });
      }
      Set<String> all = new HashSet<>();
      for (Future<Set<String>> done : threads.invokeAll(tasks)) {
        all.addAll(done.get());
      }
      assertThat(all).hasSize(8 * 500);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void theKeyIsMadeOnceAndADamagedOneIsNeverReplaced(@TempDir Path folder) throws Exception {
    StateFolder state = StateFolder.open(folder.resolve("trust"));
    Bytes sealed =
        new GcmSealer(SealingKeyFile.loadOrMake(state, RANDOM), RANDOM).seal(PLAIN, CONTEXT);
    GcmSealer afterRestart = new GcmSealer(SealingKeyFile.loadOrMake(state, RANDOM), RANDOM);
    assertThat(afterRestart.open(sealed, CONTEXT)).isEqualTo(PLAIN);
    Path file = state.path(SealingKeyFile.FILE);
    byte[] good = Files.readAllBytes(file);
    for (int position = 0; position < good.length - 1; position++) {
      byte[] bad = good.clone();
      bad[position] ^= 1;
      Files.write(file, bad);
      Refused.with(Refusal.KEY_STORE_DAMAGED, () -> SealingKeyFile.loadOrMake(state, RANDOM));
      assertThat(Files.readAllBytes(file)).isEqualTo(bad);
    }
  }
}
