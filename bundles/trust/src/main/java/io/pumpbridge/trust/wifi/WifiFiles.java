// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.wifi;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.IdentityStore;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.keys.OwnIdentity;
import io.pumpbridge.trust.keys.TokenKey;
import io.pumpbridge.trust.keys.TokenPlace;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.wifi.WifiProfile.InPkcs12;
import io.pumpbridge.trust.wifi.WifiProfile.InToken;
import io.pumpbridge.trust.wifi.WifiProfile.OwnKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the Wi-Fi profile in the state directory as the present generation needs it; a wipe of that
 * directory takes it along. Written only when it changes, so that others may watch it.
 */
public final class WifiFiles {
  public static final String PROFILE = "wifi.conf";
  public static final String AUTHORITIES = "wifi-ca.pem";

  private static final Logger log = LoggerFactory.getLogger(WifiFiles.class);

  private final Optional<WifiNetwork> network;
  private final Optional<TokenPlace> token;
  private final OwnIdentity identity;
  private final AnchorFolder anchors;
  private final StateFolder folder;

  /** Why the profile is not what it should be; null if it is. */
  private volatile @Nullable TrustException failure;

  /**
   * @param network without one there is no profile
   * @param token where the keys are; in files of the folder if there is none
   */
  public WifiFiles(
      Optional<WifiNetwork> network,
      Optional<TokenPlace> token,
      OwnIdentity identity,
      AnchorFolder anchors,
      StateFolder folder) {
    this.network = network;
    this.token = token;
    this.identity = identity;
    this.anchors = anchors;
    this.folder = folder;
  }

  /** Makes the profile right; what stops it is logged when it is news, and kept for health. */
  public void refresh() {
    TrustException before = failure;
    try {
      if (network.isPresent()) {
        write(network.get());
      } else {
        remove();
      }
      failure = null;
    } catch (TrustException refused) {
      failure = refused;
      if (before == null || !before.code().equals(refused.code())) {
        log.warn("the Wi-Fi profile stays as it is why={}", refused.getMessage());
      }
    } catch (IOException e) {
      failure =
          Refusal.WIFI_PROFILE_UNWRITABLE.because(
              folder.path(PROFILE) + " cannot be written: " + e.getMessage() + ".", "", e);
      log.warn("the Wi-Fi profile cannot be written", e);
    }
  }

  public Optional<TrustException> failure() {
    return Optional.ofNullable(failure);
  }

  private void write(WifiNetwork wanted) throws TrustException, IOException {
    Identity present = identity.get();
    StringBuilder authorities = new StringBuilder();
    for (X509Certificate anchor : anchors.load()) {
      authorities.append(pem(anchor));
    }
    replaceIfChanged(AUTHORITIES, authorities.toString());
    WifiProfile profile =
        new WifiProfile(
            wanted, identity.gatewayId(), folder.path(AUTHORITIES).toAbsolutePath(), key(present));
    if (replaceIfChanged(PROFILE, profile.text())) {
      log.info("Wi-Fi profile written serial={}", present.leaf().getSerialNumber());
    }
  }

  private OwnKey key(Identity present) throws IOException, TrustException {
    if (token.isPresent() && present.key() instanceof TokenKey inToken) {
      requirePlainPin(token.get().pinFile());
      return new InToken(
          inToken.name(),
          token.get().library(),
          token.get().pinFile().toAbsolutePath(),
          folder.path(IdentityStore.TOKEN_FILE).toAbsolutePath());
    }
    byte[] secret =
        folder
            .find(IdentityStore.SECRET_FILE)
            .orElseThrow(() -> new IOException(IdentityStore.SECRET_FILE + " is missing"));
    return new InPkcs12(
        folder.path(IdentityStore.FILE).toAbsolutePath(),
        new String(secret, StandardCharsets.US_ASCII).strip());
  }

  /**
   * OpenSSL's PKCS#11 engine takes the whole file for the PIN. With a line end it would be wrong at
   * each association, and soon the token would be locked: then rather no profile.
   */
  private void requirePlainPin(Path pinFile) throws IOException, TrustException {
    byte[] content = Files.readAllBytes(pinFile);
    if (content.length == 0 || content[content.length - 1] <= ' ') {
      remove();
      throw Refusal.TOKEN_PIN_UNREADABLE.because(
          "For Wi-Fi "
              + pinFile
              + " must end with the PIN, without a line end: write it with printf.");
    }
  }

  private boolean replaceIfChanged(String file, String text) throws IOException {
    byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
    Optional<byte[]> present = folder.find(file);
    if (present.isPresent() && Arrays.equals(present.get(), wanted)) {
      return false;
    }
    folder.replace(file, wanted);
    return true;
  }

  private void remove() throws IOException {
    for (String file : new String[] {PROFILE, AUTHORITIES}) {
      if (folder.find(file).isPresent()) {
        folder.delete(file);
      }
    }
  }

  private static String pem(X509Certificate certificate) {
    try {
      byte[] newline = {'\n'};
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(64, newline).encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read cannot be written", e);
    }
  }
}
