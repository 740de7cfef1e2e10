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
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** PKCS#12 files with one key in each, and the random password of all of them beside them. */
final class Pkcs12Shelf implements KeyShelf {
  static final String SECRET_FILE = "identity.secret";

  /** A key that waits for its certificate. */
  private static final String WAITING = "waiting";

  private static final String GATEWAY = "gateway";

  private record Loaded(Bytes content, Entry entry) {}

  private final StateFolder folder;
  private final Curve curve;
  private final SecureRandom random;
  private final Map<String, Loaded> cached = new HashMap<>();

  /**
   * @param curve of keys that will be made
   */
  Pkcs12Shelf(StateFolder folder, Curve curve, SecureRandom random) {
    this.folder = folder;
    this.curve = curve;
    this.random = random;
  }

  @Override
  public Optional<Entry> find(String file, String remedy) throws TrustException {
    try {
      Optional<Bytes> content = folder.find(file).map(Bytes::of);
      if (content.isEmpty()) {
        cached.remove(file);
        return Optional.empty();
      }
      // Opening a PKCS#12 takes thousands of hash rounds; comparing it takes none.
      Loaded before = cached.get(file);
      if (before == null || !before.content().equals(content.get())) {
        before = new Loaded(content.get(), parse(content.get()));
        cached.put(file, before);
      }
      return Optional.of(before.entry());
    } catch (IOException | GeneralSecurityException | ClassCastException e) {
      throw Refusal.KEY_STORE_DAMAGED.because(
          folder.path(file) + " cannot be opened: " + remedy, "", e);
    }
  }

  private Entry parse(Bytes content) throws IOException, GeneralSecurityException {
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
        return new Entry(key, chain, alias.equals(GATEWAY));
      }
    }
    throw new IOException("there is no key in it");
  }

  @Override
  public void replace(String file, Entry entry) throws TrustException {
    try {
      Optional<byte[]> known = folder.find(SECRET_FILE);
      byte[] secret = known.isPresent() ? known.get() : DeviceKeys.secret(random);
      if (known.isEmpty()) {
        folder.replace(SECRET_FILE, secret);
      }
      char[] password = password(secret);
      KeyStore store = emptyStore();
      store.load(null, null);
      store.setKeyEntry(
          entry.certified() ? GATEWAY : WAITING,
          entry.key(),
          password,
          entry.chain().toArray(new X509Certificate[0]));
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      store.store(content, password);
      folder.replace(file, content.toByteArray());
    } catch (IOException e) {
      throw unwritable(file, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot write PKCS#12", e);
    }
  }

  @Override
  public void copy(String from, String to) throws TrustException {
    try {
      Optional<byte[]> content = folder.find(from);
      if (content.isPresent()) {
        folder.replace(to, content.get());
      }
    } catch (IOException e) {
      throw unwritable(to, e);
    }
  }

  @Override
  public void delete(String file) throws TrustException {
    try {
      if (folder.find(file).isPresent()) {
        folder.delete(file);
      }
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** Whoever can read a key can use it. */
  @Override
  public void requireUsable() {}

  @Override
  public Entry make() {
    KeyPair pair = DeviceKeys.make(curve, random);
    return new Entry(pair.getPrivate(), List.of(DeviceKeys.placeholder(pair)), false);
  }

  /** A key is nowhere but in its file. */
  @Override
  public void tidy(Set<String> files) {}

  private TrustException unwritable(String file, IOException cause) {
    return Refusal.KEY_STORE_UNWRITABLE.because(
        folder.path(file) + " cannot be written: " + cause.getMessage() + ".", "", cause);
  }

  private static KeyStore emptyStore() throws GeneralSecurityException {
    return KeyStore.getInstance("PKCS12", "SUN");
  }

  private static char[] password(byte[] secret) {
    return new String(secret, StandardCharsets.US_ASCII).strip().toCharArray();
  }
}
