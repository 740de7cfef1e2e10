// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.ProviderException;
import java.time.Instant;
import javax.security.auth.login.FailedLoginException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be known of a token without one; the rest is checked with SoftHSM. */
final class Pkcs11TokenTest {
  @TempDir Path folder;
  private StateFolder state;
  private Path pinFile;

  @BeforeEach
  void writeThePin() throws IOException {
    state = StateFolder.open(folder.resolve("trust"));
    pinFile = Files.writeString(folder.resolve("pin"), "1234\n");
    permit("rw-------");
  }

  private void permit(String permissions) throws IOException {
    Files.setPosixFilePermissions(pinFile, PosixFilePermissions.fromString(permissions));
  }

  private PinFile pin() {
    return new PinFile(pinFile, state);
  }

  @Test
  void withoutItsLibraryThereIsNoToken() throws Exception {
    for (Path library : new Path[] {folder.resolve("none.so"), noLibrary()}) {
      TokenPlace place = new TokenPlace(library, "first", pinFile);
      Pkcs11Token token = new Pkcs11Token(place, pin());
      TrustException refused = Refused.with(Refusal.TOKEN_LIBRARY_UNUSABLE, token::names);
      assertThat(refused).hasMessageContaining(library.toString());
    }
  }

  private Path noLibrary() throws IOException {
    return Files.writeString(folder.resolve("text.so"), "this is no library");
  }

  @Test
  void aPinIsReadForItsOwnerOnly() throws Exception {
    assertThat(pin().read()).containsExactly('1', '2', '3', '4');
    for (String open : new String[] {"rw-r-----", "rw----r--"}) {
      permit(open);
      Refused.with(Refusal.TOKEN_PIN_UNREADABLE, () -> pin().read());
    }
    permit("rw-------");
    for (String content : new String[] {"", "\n", "1".repeat(257)}) {
      Files.writeString(pinFile, content);
      Refused.with(Refusal.TOKEN_PIN_UNREADABLE, () -> pin().read());
    }
    Files.delete(pinFile);
    Refused.with(Refusal.TOKEN_PIN_UNREADABLE, () -> pin().read());
  }

  @Test
  void aRefusedPinIsNotTriedAgainNotEvenAfterARestartUntilTheFileChanges() throws Exception {
    PinFile first = pin();
    first.read();
    assertThat(first.refuse().code()).isEqualTo("token-pin-wrong");
    Refused.with(Refusal.TOKEN_PIN_WRONG, first::read);
    TrustException refused = Refused.with(Refusal.TOKEN_PIN_WRONG, () -> pin().read());
    assertThat(refused).hasMessageContaining(pinFile.toString()).hasMessageNotContaining("1234");
    assertThat(Files.readString(folder.resolve("trust/token.pin-refused"))).doesNotContain("1234");

    Files.writeString(pinFile, "5678");
    Files.setLastModifiedTime(pinFile, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    assertThat(pin().read()).containsExactly('5', '6', '7', '8');
    assertThat(first.read()).containsExactly('5', '6', '7', '8');
  }

  @Test
  void whatATokenAnswersIsSaidByCode() {
    assertThat(TokenFailures.isPinWrong(because("CKR_PIN_INCORRECT"))).isTrue();
    assertThat(TokenFailures.isPinWrong(because("CKR_PIN_LOCKED"))).isFalse();
    assertThat(explained("CKR_PIN_LOCKED")).isEqualTo("token-pin-locked");
    assertThat(explained("CKR_DEVICE_REMOVED")).isEqualTo("token-missing");
    assertThat(explained("CKR_GENERAL_ERROR")).isEqualTo("token-failed");
    TokenPlace place = new TokenPlace(Path.of("/lib/a.so"), "7", pinFile);
    assertThat(TokenFailures.opening(place, because("slotListIndex is 0 but …")).code())
        .isEqualTo("token-missing");
    assertThat(TokenFailures.opening(place, because("Library … does not exist")).code())
        .isEqualTo("token-library-unusable");
  }

  private static Exception because(String answer) {
    IOException shown = new IOException("load failed");
    FailedLoginException login = new FailedLoginException();
    login.initCause(new ProviderException(answer));
    shown.initCause(login);
    return shown;
  }

  private static String explained(String answer) {
    return TokenFailures.explain(because(answer)).code();
  }

  @Test
  void aPlaceThatIsNoneIsRefused() {
    assertThatThrownBy(() -> new TokenPlace(Path.of("lib.so"), "first", pinFile))
        .hasMessageContaining("pkcs11.library");
    assertThatThrownBy(() -> new TokenPlace(Path.of("/lib\nname = x"), "first", pinFile))
        .hasMessageContaining("pkcs11.library");
    assertThatThrownBy(() -> new TokenPlace(Path.of("/${user.home}.so"), "first", pinFile))
        .hasMessageContaining("pkcs11.library");
    for (String slot : new String[] {"", "-1", "last", "1\nx"}) {
      assertThatThrownBy(() -> new TokenPlace(Path.of("/lib/a.so"), slot, pinFile))
          .hasMessageContaining("pkcs11.slot");
    }
    assertThatThrownBy(() -> Curve.from("P-521")).hasMessageContaining("P-256 or P-384");
  }
}
