// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's key and certificate in PKCS#12, and the random password beside it. The store is
 * replaced whole, and what was there before is kept as {@code identity.p12.previous}.
 */
public final class IdentityStore {
  static final String FILE = "identity.p12";
  static final String SECRET_FILE = "identity.secret";

  /** A key that waits for its certificate. */
  private static final String WAITING = "waiting";

  private static final String GATEWAY = "gateway";

  /**
   * @param chain leaf first; without its root if the authority did not send it
   */
  public record Identity(PrivateKey key, List<X509Certificate> chain) {
    public Identity {
      chain = List.copyOf(chain);
    }

    public X509Certificate leaf() {
      return chain.get(0);
    }
  }

  /** What a certificate is asked for. */
  public record WaitingKey(PrivateKey key, PublicKey publicKey) {}

  private record Loaded(Bytes content, WaitingKey key, @Nullable Identity identity) {}

  private final StateFolder folder;
  private final SecureRandom random;
  private @Nullable Loaded cached;

  public IdentityStore(StateFolder folder, SecureRandom random) {
    this.folder = folder;
    this.random = random;
  }

  /** Empty before the first certificate is installed. */
  public synchronized Optional<Identity> find() throws TrustException {
    return Optional.ofNullable(load()).map(Loaded::identity);
  }

  /** The key of this gateway, made now if there is none. */
  public synchronized WaitingKey keyOrMake() throws TrustException {
    Loaded loaded = load();
    if (loaded != null) {
      return loaded.key();
    }
    KeyPair pair = DeviceKeys.make(random);
    try {
      store(WAITING, pair.getPrivate(), List.of(DeviceKeys.placeholder(pair)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot make certificates", e);
    }
    return new WaitingKey(pair.getPrivate(), pair.getPublic());
  }

  /** Takes a chain that has been judged. */
  public synchronized void install(List<X509Certificate> chain) throws TrustException {
    store(GATEWAY, keyOrMake().key(), chain);
  }

  private @Nullable Loaded load() throws TrustException {
    try {
      Optional<Bytes> content = folder.find(FILE).map(Bytes::of);
      if (content.isEmpty()) {
        cached = null;
        return null;
      }
      // Opening a PKCS#12 takes thousands of hash rounds; comparing it takes none.
      Loaded before = cached;
      if (before != null && before.content().equals(content.get())) {
        return before;
      }
      cached = parse(content.get());
      return cached;
    } catch (IOException | GeneralSecurityException | ClassCastException e) {
      throw Refusal.KEY_STORE_DAMAGED.because(
          folder.path(FILE)
              + " cannot be opened: restore it and "
              + SECRET_FILE
              + ", or move both away and provision this gateway anew.",
          "",
          e);
    }
  }

  private Loaded parse(Bytes content) throws IOException, GeneralSecurityException {
    char[] password =
        password(
            folder
                .find(SECRET_FILE)
                .orElseThrow(() -> new IOException(SECRET_FILE + " is missing")));
    KeyStore store = emptyStore();
    store.load(new ByteArrayInputStream(content.toArray()), password);
    for (String alias : List.of(GATEWAY, WAITING)) {
      if (store.getKey(alias, password) instanceof PrivateKey key) {
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate certificate : store.getCertificateChain(alias)) {
          chain.add((X509Certificate) certificate);
        }
        WaitingKey waiting = new WaitingKey(key, chain.get(0).getPublicKey());
        Identity identity = alias.equals(GATEWAY) ? new Identity(key, chain) : null;
        return new Loaded(content, waiting, identity);
      }
    }
    throw new IOException("there is no key in it");
  }

  private void store(String alias, PrivateKey key, List<X509Certificate> chain)
      throws TrustException {
    try {
      Optional<byte[]> known = folder.find(SECRET_FILE);
      byte[] secret = known.isPresent() ? known.get() : DeviceKeys.secret(random);
      if (known.isEmpty()) {
        folder.replace(SECRET_FILE, secret);
      }
      char[] password = password(secret);
      KeyStore store = emptyStore();
      store.load(null, null);
      store.setKeyEntry(alias, key, password, chain.toArray(new X509Certificate[0]));
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      store.store(content, password);
      folder.replaceKeepingPrevious(FILE, content.toByteArray());
    } catch (IOException e) {
      throw Refusal.KEY_STORE_UNWRITABLE.because(
          folder.path(FILE) + " cannot be written: " + e.getMessage() + ".", "", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot write PKCS#12", e);
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException {
    return KeyStore.getInstance("PKCS12", "SUN");
  }

  private static char[] password(byte[] secret) {
    return new String(secret, StandardCharsets.US_ASCII).strip().toCharArray();
  }
}
