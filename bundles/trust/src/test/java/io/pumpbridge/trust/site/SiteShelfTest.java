// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.site;

import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.files.LocalDisk;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.GcmSealer;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.FaultyDisk;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.SiteStatement;
import io.pumpbridge.trust.lab.SiteStatement.People;
import io.pumpbridge.trust.refusal.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What survives of a package: a power cut at any step, a flipped bit, a file from elsewhere. */
final class SiteShelfTest {
  private static final Authority ROOT = Authority.root("hospital root");
  private static final People PEOPLE = People.below(ROOT);
  private static final Bytes FIRST = SiteStatement.number(1).server(ROOT).signers(ROOT).by(PEOPLE);
  private static final Bytes SECOND = SiteStatement.number(2).server(ROOT).signers(ROOT).by(PEOPLE);

  @TempDir Path directory;
  private final GcmSealer sealer = sealer();
  private Path state;

  private static GcmSealer sealer() {
    SecureRandom random = new SecureRandom();
    byte[] key = new byte[32];
    random.nextBytes(key);
    return new GcmSealer(new SecretKeySpec(key, "AES"), random);
  }

  @BeforeEach
  void makeTheFolder() throws Exception {
    state = Files.createDirectory(directory.resolve("trust"));
  }

  private SiteShelf started() {
    return started(new StateFolder(state, new LocalDisk()));
  }

  private SiteShelf started(StateFolder folder) {
    SiteShelf shelf = new SiteShelf(folder, sealer);
    shelf.load();
    return shelf;
  }

  private static void replace(SiteShelf shelf, Bytes signed) throws TrustException {
    shelf.replace(signed, SiteRules.byItself(signed, NOW), NOW);
  }

  private static long number(SiteShelf shelf) throws TrustException {
    return shelf.inForce().map(inForce -> inForce.site().number()).orElse(0L);
  }

  private static void damaged(SiteShelf shelf) {
    Refused.with(Refusal.SITE_PACKAGE_DAMAGED, shelf::inForce);
  }

  @Test
  void whatWasInForceIsInForceAfterARestartWithItsSigners() throws Exception {
    assertThat(number(started())).isZero();
    replace(started(), FIRST);
    assertThat(number(started())).isEqualTo(1);
    replace(started(), SECOND);
    SiteShelf.InForce inForce = started().inForce().orElseThrow();
    assertThat(inForce.site().number()).isEqualTo(2);
    assertThat(inForce.accepted().signers())
        .extracting(signer -> signer.subject())
        .containsExactly("CN=Ada of hospital root", "CN=Ben of hospital root");
    for (String file : List.of(SiteShelf.FILE, SiteShelf.RECORD)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve(file))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aPowerCutAtAnyStepLeavesTheOldOrTheNewWhole() throws Exception {
    for (Bytes old : new Bytes[] {Bytes.EMPTY, FIRST}) {
      List<Long> after = new ArrayList<>();
      boolean survived = false;
      for (int step = 0; !survived; step++) {
        state = Files.createDirectory(directory.resolve(old.length() + "-" + step));
        if (old.length() > 0) {
          replace(started(), old);
        }
        FaultyDisk disk = new FaultyDisk(step);
        SiteShelf shelf = started(new StateFolder(state, disk));
        try {
          replace(shelf, SECOND);
        } catch (TrustException powerFailed) {
          assertThat(powerFailed.code()).isEqualTo("site-package-unwritable");
        }
        survived = disk.survived();
        long told = number(shelf);
        after.add(number(started()));
        assertThat(told).as("step %d", step).isEqualTo(after.get(step));
        replace(started(), SECOND);
        assertThat(number(started())).isEqualTo(2);
      }
      // Three files, each written, renamed and forced, and once without a cut.
      long before = old.length() > 0 ? 1 : 0;
      assertThat(after).hasSize(10).startsWith(before, before, before, before, before);
      assertThat(after.subList(5, 10)).containsOnly(2L);
    }
  }

  @Test
  void aFlippedBitInEitherFileIsFoundAndTheSameBytesMendIt() throws Exception {
    replace(started(), FIRST);
    replace(started(), SECOND);
    byte[] good = Files.readAllBytes(state.resolve(SiteShelf.FILE));
    for (int place = 0; place < good.length; place += 97) {
      byte[] flipped = good.clone();
      flipped[place] ^= 4;
      Files.write(state.resolve(SiteShelf.FILE), flipped);
      SiteShelf shelf = started();
      damaged(shelf);
      assertThat(shelf.knows(FIRST)).isFalse();
      assertThat(shelf.knows(SECOND)).isTrue();
      shelf.mend(SECOND);
      assertThat(number(shelf)).isEqualTo(2);
    }
    byte[] record = Files.readAllBytes(state.resolve(SiteShelf.RECORD));
    record[record.length / 2] ^= 1;
    Files.write(state.resolve(SiteShelf.RECORD), record);
    damaged(started());
  }

  @Test
  void neitherAFileThatIsGoneNorOneFromElsewhereFallsBackToAnything() throws Exception {
    replace(started(), FIRST);
    byte[] old = Files.readAllBytes(state.resolve(SiteShelf.FILE));
    byte[] record = Files.readAllBytes(state.resolve(SiteShelf.RECORD));
    replace(started(), SECOND);
    Files.write(state.resolve(SiteShelf.FILE), old);
    damaged(started());
    Files.delete(state.resolve(SiteShelf.FILE));
    damaged(started());
    Files.write(state.resolve(SiteShelf.FILE), SECOND.toArray());
    assertThat(number(started())).isEqualTo(2);
    Files.delete(state.resolve(SiteShelf.RECORD));
    damaged(started());
    Files.writeString(state.resolve(SiteShelf.RECORD), "nonsense");
    damaged(started());
    Files.write(state.resolve(SiteShelf.RECORD), record);
    damaged(started());
  }

  @Test
  void anotherGatewaysFilesAreNotBelieved() throws Exception {
    SiteShelf other = new SiteShelf(new StateFolder(state, new LocalDisk()), sealer());
    other.load();
    replace(other, FIRST);
    damaged(started());
  }
}
