// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys in a token; and for each place a file that says which key and carries its chain. So what
 * changes is always one small file, replaced whole, and the token is only told to make keys and to
 * destroy those that no file names.
 *
 * <p>The chain is not put into the token: the JDK can replace a certificate there only by taking
 * the old one out first, and a key without a certificate it does not find again.
 */
final class TokenShelf implements KeyShelf {
  private static final Pattern FORM =
      Pattern.compile(
          "pump-bridge-token-key-1 (pb-[0-9a-f]{8}-[0-9a-f]{16}) (waiting|gateway)\n.*",
          Pattern.DOTALL);

  private static final Logger log = LoggerFactory.getLogger(TokenShelf.class);

  private final StateFolder folder;
  private final Token token;
  private final Curve curve;
  private final SecureRandom random;

  /** Before the names of this gateway's keys: a token may serve several. */
  private final String prefix;

  /** Whether the last key was destroyed, or is about to be. */
  private boolean ended;

  TokenShelf(StateFolder folder, Token token, String gatewayId, Curve curve, SecureRandom random) {
    this.folder = folder;
    this.token = token;
    this.curve = curve;
    this.random = random;
    this.prefix = "pb-" + shortDigest(gatewayId) + "-";
  }

  private static String shortDigest(String gatewayId) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(gatewayId.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  static String file(String place) {
    return place.replace(".p12", ".token");
  }

  @Override
  public Optional<Entry> find(String place, String remedy) throws TrustException {
    try {
      Optional<byte[]> content = folder.find(file(place));
      return content.isEmpty() ? Optional.empty() : Optional.of(parse(content.get()));
    } catch (IOException | CertificateException e) {
      throw Refusal.KEY_STORE_DAMAGED.because(
          folder.path(file(place)) + " cannot be read: " + remedy, "", e);
    }
  }

  private Entry parse(byte[] content) throws IOException, CertificateException {
    String text = new String(content, StandardCharsets.US_ASCII);
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IOException("it does not name a key in a token");
    }
    TokenKey key = new TokenKey(form.group(1), token);
    return new Entry(key, Certificates.fromPem(text), form.group(2).equals("gateway"));
  }

  @Override
  public void requireUsable() throws TrustException {
    token.requireUsable();
  }

  @Override
  public synchronized Entry make() throws TrustException {
    if (ended) {
      throw Refusal.DECOMMISSIONING.because(
          "This gateway is being decommissioned: it makes no key any more.");
    }
    byte[] number = new byte[8];
    random.nextBytes(number);
    String name = prefix + HexFormat.of().formatHex(number);
    X509Certificate says = token.make(name, curve);
    return new Entry(new TokenKey(name, token), List.of(says), false);
  }

  @Override
  public void replace(String place, Entry entry) throws TrustException {
    StringBuilder text = new StringBuilder("pump-bridge-token-key-1 ");
    text.append(((TokenKey) entry.key()).name());
    text.append(entry.certified() ? " gateway\n" : " waiting\n");
    try {
      for (X509Certificate certificate : entry.chain()) {
        text.append("-----BEGIN CERTIFICATE-----\n")
            .append(
                Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(certificate.getEncoded()))
            .append("\n-----END CERTIFICATE-----\n");
      }
      folder.replace(file(place), text.toString().getBytes(StandardCharsets.US_ASCII));
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read cannot be written", e);
    } catch (IOException e) {
      throw unwritable(place, e);
    }
  }

  @Override
  public void copy(String from, String to) throws TrustException {
    try {
      Optional<byte[]> content = folder.find(file(from));
      if (content.isPresent()) {
        folder.replace(file(to), content.get());
      }
    } catch (IOException e) {
      throw unwritable(to, e);
    }
  }

  @Override
  public void delete(String place) throws TrustException {
    try {
      if (folder.find(file(place)).isPresent()) {
        folder.delete(file(place));
      }
    } catch (IOException e) {
      throw unwritable(place, e);
    }
  }

  /** A file that cannot be read may name any key: then none is destroyed. */
  @Override
  public void tidy(Set<String> places) throws TrustException {
    Set<String> needed = new HashSet<>();
    for (String place : places) {
      try {
        find(place, "").ifPresent(entry -> needed.add(((TokenKey) entry.key()).name()));
      } catch (TrustException unreadable) {
        log.warn("keys stay in the token why={}", unreadable.getMessage());
        return;
      }
    }
    for (String name : token.names()) {
      if (name.startsWith(prefix) && !needed.contains(name)) {
        token.delete(name);
      }
    }
  }

  /** This gateway's keys in the token, whoever names them or not; the one in use last. */
  List<String> own() throws TrustException {
    List<String> own = new ArrayList<>();
    for (String name : token.names()) {
      if (name.startsWith(prefix)) {
        own.add(name);
      }
    }
    nameInUse()
        .ifPresent(
            inUse -> {
              if (own.remove(inUse)) {
                own.add(inUse);
              }
            });
    return own;
  }

  private Optional<String> nameInUse() {
    try {
      return find(IdentityStore.FILE, "").map(entry -> ((TokenKey) entry.key()).name());
    } catch (TrustException unreadable) {
      return Optional.empty(); // then in any order
    }
  }

  /** Destroys them all, the one in use last: as long as it is there, it can still be signed. */
  synchronized List<String> destroyAll() throws TrustException {
    ended = true;
    List<String> all = own();
    for (String name : all) {
      token.delete(name);
    }
    List<String> left = own();
    if (!left.isEmpty()) {
      throw Refusal.TOKEN_FAILED.because("The token holds on to " + String.join(", ", left) + ".");
    }
    return all;
  }

  private TrustException unwritable(String place, IOException cause) {
    return Refusal.KEY_STORE_UNWRITABLE.because(
        folder.path(file(place)) + " cannot be written: " + cause.getMessage() + ".", "", cause);
  }
}
