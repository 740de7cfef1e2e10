// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.signing;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.FixedClock;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A desk, and files with the keys of those who sit at it. */
final class Pharmacy {
  static final String PASSWORD = "correct horse";
  static final byte[] LIBRARY = "{\"library\":1}".getBytes(StandardCharsets.UTF_8);

  private static final SigningDeskComponent DESK =
      new SigningDeskComponent(Clock.fixed(FixedClock.NOW, ZoneOffset.UTC));

  private Pharmacy() {}

  static Map<String, Object> sign(Map<String, Object> wish) throws TrustException {
    return DESK.sign(wish);
  }

  static Map<String, Object> read(byte[] signed) throws TrustException {
    return DESK.read(signed);
  }

  /** A wish that is good in all respects; {@code file} is signed, or a document. */
  static Map<String, Object> wish(byte[] file, byte[] pkcs12) {
    Map<String, Object> wish = new LinkedHashMap<>();
    wish.put(file.length > 0 && file[0] == '{' ? "content" : "signed", file);
    wish.put(
        "roles",
        List.of(SignerRole.LIBRARY_AUTHOR.wireName(), SignerRole.LIBRARY_APPROVER.wireName()));
    wish.put("pkcs12", pkcs12);
    wish.put("secret", PASSWORD.toCharArray());
    return wish;
  }

  static byte[] signed(Map<String, Object> answer) {
    return (byte[]) answer.get("signed");
  }

  static Bytes bytes(Map<String, Object> answer) {
    return Bytes.of(signed(answer));
  }

  /** With the chain and the root, as authorities hand it out. */
  static byte[] file(Identity who, Authority root) throws Exception {
    List<X509Certificate> chain = new ArrayList<>(who.chain());
    chain.add(root.certificate());
    KeyStore store = empty();
    add(store, "key", who, chain);
    return written(store);
  }

  static KeyStore empty() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  static void add(KeyStore store, String name, Identity who, List<X509Certificate> chain)
      throws Exception {
    store.setKeyEntry(
        name, who.key(), PASSWORD.toCharArray(), chain.toArray(new X509Certificate[0]));
  }

  static byte[] written(KeyStore store) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.store(out, PASSWORD.toCharArray());
    return out.toByteArray();
  }
}
