// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AnchorFolderTest {
  private static final Authority OLD = Authority.root("old root");
  private static final Authority NEW = Authority.root("new root");

  @TempDir Path folder;

  @Test
  void allFilesAndAllCertificatesInThemCount() throws Exception {
    Files.writeString(
        folder.resolve("both.pem"),
        "two roots\n" + Authority.pem(OLD.certificate(), NEW.certificate()));
    Files.writeString(folder.resolve("notes.txt"), "not read");
    assertThat(new AnchorFolder(folder).load())
        .containsExactly(OLD.certificate(), NEW.certificate());
  }

  @Test
  void thirtyTwoFilesAreAHospitalsWholeTrust() throws Exception {
    for (int i = 0; i < 32; i++) {
      NEW.anchorIn(folder);
    }
    assertThat(new AnchorFolder(folder).load()).hasSize(32);
    NEW.anchorIn(folder);
    Refused.with(Refusal.ANCHORS_UNREADABLE, () -> new AnchorFolder(folder).load());
  }

  @Test
  void aFileHas128Kilobytes() throws Exception {
    String pem = Authority.pem(OLD.certificate());
    Path file = folder.resolve("large.pem");
    Files.writeString(file, pem + "\n".repeat(128 * 1024 - pem.length()));
    assertThat(new AnchorFolder(folder).load()).hasSize(1);
    Files.writeString(file, pem + "\n".repeat(128 * 1024 + 1 - pem.length()));
    Refused.with(Refusal.ANCHORS_UNREADABLE, () -> new AnchorFolder(folder).load());
  }

  @Test
  void aChangeCountsAtOnce() throws Exception {
    AnchorFolder anchors = new AnchorFolder(folder);
    Path old = OLD.anchorIn(folder);
    assertThat(anchors.load()).containsExactly(OLD.certificate());
    Files.delete(old);
    NEW.anchorIn(folder);
    assertThat(anchors.load()).containsExactly(NEW.certificate());
  }

  @Test
  void anEmptyOrMissingFolderSaysWhatToPutThere() {
    Refused.with(Refusal.NO_ANCHORS, () -> new AnchorFolder(folder).load());
    Refused.with(Refusal.NO_ANCHORS, () -> new AnchorFolder(folder.resolve("no")).load());
  }

  @Test
  void oneBadFileRefusesAll() throws Exception {
    OLD.anchorIn(folder);
    Path bad = folder.resolve("bad.pem");
    for (String content :
        new String[] {
          "", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
        }) {
      Files.writeString(bad, content);
      Refused.with(Refusal.ANCHORS_UNREADABLE, () -> new AnchorFolder(folder).load());
    }
    Files.write(bad, new byte[200_000]);
    Refused.with(Refusal.ANCHORS_UNREADABLE, () -> new AnchorFolder(folder).load());
  }

  @Test
  void aCertificateThatIsNoAuthorityIsNoAnchor() throws Exception {
    Files.writeString(
        folder.resolve("leaf.pem"), Authority.pem(OLD.issue(Wish.server("a.example")).leaf()));
    Refused.with(Refusal.ANCHORS_UNREADABLE, () -> new AnchorFolder(folder).load());
  }
}
