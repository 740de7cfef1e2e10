// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.described.NewModelExampleTest;
import io.pumpbridge.drivers.site.SiteProfiles.Reading;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignatureVerifier;
import io.pumpbridge.model.trust.SignedContent;
import io.pumpbridge.model.trust.TrustException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a stand-in for the verifier; the real one is tried with OpenSSL's signatures elsewhere. */
final class SiteProfilesTest {

  private static final String SEAL = "signed:";

  @TempDir private Path directory;

  /** What is signed begins with a word, and the rest of it is the content. */
  private static final SignatureVerifier VERIFIER =
      (signed, roles) -> {
        String text = signed.toText(StandardCharsets.UTF_8);
        if (!text.startsWith(SEAL)) {
          throw new TrustException("signature-invalid", "The signature does not hold.", "CN=x");
        }
        return new SignedContent(
            Bytes.of(text.substring(SEAL.length()), StandardCharsets.UTF_8), List.of());
      };

  private static final SiteProfiles SIGNED_ONLY = new SiteProfiles(false, Optional.of(VERIFIER));
  private static final SiteProfiles UNSIGNED_TOO = new SiteProfiles(true, Optional.of(VERIFIER));

  private void put(String name, String content) throws IOException {
    Files.writeString(directory.resolve(name), content);
  }

  private static List<String> codes(Reading reading) {
    return reading.refused().stream().map(one -> one.file() + " " + one.code()).toList();
  }

  @Test
  void aSignedProfileCounts() throws Exception {
    put("example-vp1.json.p7m", SEAL + NewModelExampleTest.json());
    Reading reading = SIGNED_ONLY.read(directory);
    assertThat(reading.refused()).isEmpty();
    assertThat(reading.profiles())
        .extracting(one -> one.profile().identity().name())
        .containsExactly("example-vp1");
  }

  @Test
  void eachKindOfBadFileIsRefusedForItsOwnReasonAndTheGoodOneCounts() throws Exception {
    String json = NewModelExampleTest.json();
    put("example-vp1.json.p7m", SEAL + json);
    put("a.json.p7m", json);
    put("b.json", json);
    put("c.json.p7m", SEAL + json);
    put(
        "d.json.p7m",
        SEAL
            + json.replace("\"name\": \"example-vp1\"", "\"name\": \"d\"")
                .replace("\"modes\"", "\"modus\""));
    put("e.txt", json);
    Files.createDirectory(directory.resolve("f.json.p7m"));
    Files.createSymbolicLink(
        directory.resolve("g.json.p7m"), directory.resolve("example-vp1.json.p7m"));
    put("h.json.p7m", SEAL + " ".repeat(SiteProfiles.MAX_SIGNED_BYTES));
    put("i.json.p7m", SEAL + "{");
    put("j.json.p7m", "");
    Reading reading = SIGNED_ONLY.read(directory);
    assertThat(reading.profiles()).hasSize(1);
    assertThat(codes(reading))
        .containsExactlyInAnyOrder(
            "a.json.p7m signature-invalid",
            "b.json unsigned",
            "c.json.p7m profile-wrong",
            "d.json.p7m profile-wrong",
            "e.txt unknown-file",
            "f.json.p7m not-a-file",
            "g.json.p7m not-a-file",
            "h.json.p7m too-large",
            "i.json.p7m profile-wrong",
            "j.json.p7m signature-invalid");
    assertThat(reading.refused())
        .extracting(RefusedProfile::sentence)
        .anySatisfy(sentence -> assertThat(sentence).contains("c.json $.name: must be the file's"))
        .anySatisfy(sentence -> assertThat(sentence).contains("$.modus", "pumps lint"))
        .allSatisfy(sentence -> assertThat(sentence).endsWith("."));
  }

  @Test
  void aProfileThatNeedsADriverIsNoneOfTheSites() throws Exception {
    put(
        "alaris-asena.json.p7m",
        SEAL + Files.readString(Path.of("../../device-profiles/alaris-asena.json")));
    assertThat(codes(SIGNED_ONLY.read(directory)))
        .containsExactly("alaris-asena.json.p7m profile-needs-driver");
  }

  @Test
  void unsignedOnesCountOnlyIfTheSiteSaysSo() throws Exception {
    put("example-vp1.json", NewModelExampleTest.json());
    assertThat(SIGNED_ONLY.read(directory).profiles()).isEmpty();
    assertThat(UNSIGNED_TOO.read(directory).profiles()).hasSize(1);
  }

  /** That unsigned ones count does not make a broken signature good. */
  @Test
  void aSignatureThatDoesNotHoldIsRefusedInAnyCase() throws Exception {
    put("example-vp1.json.p7m", NewModelExampleTest.json());
    assertThat(codes(UNSIGNED_TOO.read(directory)))
        .containsExactly("example-vp1.json.p7m signature-invalid");
  }

  @Test
  void signedOnesComeFirst() throws Exception {
    put("example-vp1.json", NewModelExampleTest.json());
    put("example-vp1.json.p7m", SEAL + NewModelExampleTest.json().replace("VP-1", "VP-2"));
    assertThat(UNSIGNED_TOO.read(directory).profiles())
        .extracting(one -> one.profile().identity().model())
        .containsExactly("Example VP-2", "Example VP-1");
  }

  @Test
  void withoutAVerifierSignedOnesWait() throws Exception {
    put("example-vp1.json.p7m", SEAL + NewModelExampleTest.json());
    assertThat(codes(new SiteProfiles(false, Optional.empty()).read(directory)))
        .containsExactly("example-vp1.json.p7m " + SiteProfiles.NOBODY_VERIFIES);
  }

  @Test
  void aDirectoryThatIsNotThereOrOverfullGivesNothingAndIsSaid() throws Exception {
    Path nowhere = directory.resolve("nowhere");
    assertThat(SIGNED_ONLY.read(nowhere).refused())
        .singleElement()
        .satisfies(
            refused -> {
              assertThat(refused.code()).isEqualTo("directory-unreadable");
              assertThat(refused.sentence()).contains(nowhere.toString(), "it is not there");
            });
    for (int i = 0; i <= SiteProfiles.MAX_FILES; i++) {
      put(i + ".json.p7m", SEAL);
    }
    Reading reading = SIGNED_ONLY.read(directory);
    assertThat(reading.profiles()).isEmpty();
    assertThat(codes(reading)).containsExactly(directory + " too-many-files");
  }

  /** Names are written into the log, one line each. */
  @Test
  void aFilesNameCannotForgeALineOfTheLog() throws Exception {
    put("a\nsite profile accepted\u001b[0m.json", "{}");
    assertThat(SIGNED_ONLY.read(directory).refused())
        .singleElement()
        .satisfies(
            refused -> {
              assertThat(refused.code()).isEqualTo("unknown-file");
              assertThat(refused.file() + refused.sentence())
                  .doesNotContain("\n", "\u001b")
                  .contains("a?site profile");
            });
  }
}
