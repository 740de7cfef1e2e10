// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.runtime.launch.LaunchException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupTest {
  private static final String SETTINGS =
      """
      { "trust": { "gateway.id": "bed-12", "hospital": "st-example", "pkcs11.pin": "4711",
                   "anchors": "../elsewhere" },
        "est": { "one.time.code": "xyz", "Password": "p" },
        "uplink": { "server": "ssl://pumps:8883" } }
      """;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Backup backup(Map<String, String> files) {
    TreeMap<String, byte[]> contents = new TreeMap<>();
    contents.put("config/pump-bridge.json", bytes(SETTINGS));
    files.forEach((path, text) -> contents.put(path, bytes(text)));
    return new Backup("bed-12", "st-example", "2026-11-27T18:00:00Z", "floor", List.of(), contents);
  }

  private static void refused(String json, String why) {
    assertThatThrownBy(() -> Backup.parse(bytes(json)))
        .isInstanceOfSatisfying(
            LaunchException.class, e -> assertThat(e.code()).isEqualTo("backup-malformed"))
        .hasMessageContaining(why);
  }

  @Test
  void whatWasSavedIsReadAgain() throws Exception {
    Backup saved = backup(Map.of("library/library.p7m", "signed", "profiles/miva.json.p7m", "p"));
    Backup read = Backup.parse(saved.toBytes());
    assertThat(read.gateway()).isEqualTo("bed-12");
    assertThat(read.files().keySet()).isEqualTo(saved.files().keySet());
    assertThat(read.files().get("library/library.p7m")).isEqualTo(bytes("signed"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "config/other.json",
        "anchors/server/../../x.pem",
        "anchors/server/.hidden.pem",
        "anchors/server/a/b.pem",
        "/etc/passwd",
        "profiles/..",
        "profiles/miva.json",
        "trust/identity.p12",
        "library/library.p7m/../x",
        "anchors\\server\\x.pem",
        "Library/library.p7m"
      })
  void aPathThatBelongsInNoBackupIsRefused(String path) throws Exception {
    refused(
        new String(backup(Map.of("library/library.p7m", "x")).toBytes(), StandardCharsets.UTF_8)
            .replace("\"library/library.p7m\"", '"' + path.replace("\\", "\\\\") + '"'),
        "belongs in no backup");
  }

  @Test
  void whatThisVersionDoesNotKnowIsRefused() {
    String good = new String(backup(Map.of()).toBytes(), StandardCharsets.UTF_8);
    refused(good.replace("backup-1", "backup-2"), "format");
    refused("null", "format");
    refused(good.replace("\"clock\"", "\"extra\":1,\"clock\""), "extra");
    refused(good.replace("\"path\"", "\"mode\":\"0777\",\"path\""), "mode");
    refused(good.replace("\"gateway\"", "\"gateway\":\"a\",\"gateway\""), "no JSON");
    refused(good.replaceFirst("\"sha256\":\"..", "\"sha256\":\"00"), "hash");
    refused(good.replaceFirst("\"content\":\"", "\"content\":\"*"), "base64");
    refused("[1]", "no JSON");
    refused("", "no JSON");
  }

  @Test
  void whatLooksLikeASecretIsLeftOutAndNamed() throws Exception {
    SiteSettings settings = SiteSettings.parse(bytes(SETTINGS));
    assertThat(settings.withoutSecrets())
        .containsExactlyInAnyOrder("trust.pkcs11.pin", "est.one.time.code", "est.Password");
    assertThat(new String(settings.toBytes(), StandardCharsets.UTF_8))
        .doesNotContain("4711", "xyz")
        .contains("ssl://pumps:8883");
  }

  private static RestorePlan plan(Backup backup, Map<String, String> here, boolean takeAnchors)
      throws Exception {
    TreeMap<String, byte[]> now = new TreeMap<>();
    here.forEach((path, text) -> now.put(path, bytes(text)));
    BackupFolders folders =
        new BackupFolders(
            Path.of("/c"), Path.of("/s"), Optional.of(Path.of("/c/anchors")), Optional.empty());
    return RestorePlan.of(
        backup,
        folders,
        now,
        new RestorePlan.Terms("bed-12b", "st-example", Optional.empty(), takeAnchors));
  }

  @Test
  void theRestoredGatewayKeepsItsOwnIdAndWhomItTrusts() throws Exception {
    RestorePlan plan = plan(backup(Map.of()), Map.of(), false);
    SiteSettings restored = SiteSettings.parse(plan.changes().get(0).after().orElseThrow());
    assertThat(restored.find("trust", "gateway.id")).contains("bed-12b");
    assertThat(restored.find("trust", "anchors")).isEmpty();
    assertThat(restored.find("uplink", "server")).contains("ssl://pumps:8883");
  }

  /** Else one gateway's key could make all others believe the revoked. */
  @Test
  void howMuchAGatewayDemandsToKnowIsItsOwnMatter() throws Exception {
    SiteSettings saved = SiteSettings.parse(bytes("{\"trust\":{\"revocation\":\"if-known\"}}"));
    saved.belongTo("bed-12b", "st-example", Optional.of(Map.of("revocation", "require")));
    assertThat(saved.find("trust", "revocation")).contains("require");
  }

  /** A gateway's key is one of many in a hospital: it must not say whom the others trust. */
  @Test
  void anAuthorityThatIsNotTrustedYetComesOnlyIfAPersonSaysSo() throws Exception {
    Backup saved = backup(Map.of("anchors/server/new.pem", "evil", "anchors/server/a.pem", "root"));
    Map<String, String> here = Map.of("anchors/server/root.pem", "root");
    RestorePlan careful = plan(saved, here, false);
    assertThat(careful.changes())
        .extracting(change -> change.target().toString())
        .containsExactly("/c/pump-bridge.json");
    assertThat(careful.notes()).anyMatch(note -> note.contains("new.pem is not taken"));
    assertThat(plan(saved, here, true).changes())
        .extracting(change -> change.target().toString())
        .contains("/c/anchors/server/new.pem");
  }

  @Test
  void aLibraryNeverReplacesAnother() throws Exception {
    Backup saved = backup(Map.of("library/library.p7m", "old", "pumps/known-pumps.tsv", "p"));
    RestorePlan plan = plan(saved, Map.of("library/library.p7m", "newer"), false);
    assertThat(plan.changes())
        .extracting(change -> change.target().toString())
        .contains("/s/gateway/known-pumps.tsv")
        .doesNotContain("/s/druglibrary/library.p7m");
    assertThat(plan.notes()).anyMatch(note -> note.contains("only move forward"));
    assertThat(plan(saved, Map.of(), false).changes())
        .extracting(change -> change.target().toString())
        .contains("/s/druglibrary/library.p7m");
  }

  @Test
  void whatHasNoFolderHereIsNamedAndWhatIsTheSameIsNoChange() throws Exception {
    RestorePlan plan =
        plan(
            backup(Map.of("profiles/miva.json.p7m", "p", "pumps/known-pumps.tsv", "same")),
            Map.of("pumps/known-pumps.tsv", "same"),
            false);
    assertThat(plan.notes()).anyMatch(note -> note.contains("no folder"));
    assertThat(plan.changes()).hasSize(1);
  }

  /** A folder named in the backup's own settings is a way out of the directory too. */
  @Test
  void aFolderOutsideOfTheConfigurationIsNoPlaceForAnything() throws Exception {
    BackupFolders folders =
        BackupMaker.folders(Path.of("/c"), Path.of("/s"), SiteSettings.parse(bytes(SETTINGS)));
    assertThat(folders.anchors()).isEmpty();
    assertThat(folders.target("anchors/server/a.pem")).isEmpty();
  }
}
