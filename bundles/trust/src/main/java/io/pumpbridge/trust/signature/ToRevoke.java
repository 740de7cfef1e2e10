// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.signature;

import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.keys.OwnIdentity;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an authority has to take back when a gateway ends: everything with which it could speak. */
final class ToRevoke {
  private ToRevoke() {}

  /** The certificate in use first; then those that {@code OwnSignature.who} tells of. */
  static List<Map<String, Object>> of(OwnIdentity identity) throws TrustException {
    List<Map<String, Object>> all = new ArrayList<>();
    all.add(named("in-use", identity.get().leaf()));
    identity.previous().ifPresent(before -> all.add(named("previous", before.leaf())));
    identity
        .waiting()
        .ifPresent(key -> all.add(waiting(EventRecord.hashOf(Bytes.of(key.getEncoded())))));
    return all;
  }

  private static Map<String, Object> named(String use, X509Certificate certificate) {
    Map<String, Object> named = new LinkedHashMap<>();
    named.put("use", use);
    named.putAll(named(certificate));
    return named;
  }

  /** As an authority finds it. */
  static Map<String, Object> named(X509Certificate certificate) {
    Map<String, Object> named = new LinkedHashMap<>();
    named.put("serial", certificate.getSerialNumber().toString(16));
    named.put("sha256", Certificates.fingerprintOf(certificate));
    named.put("subject", Certificates.subjectOf(certificate));
    named.put("issuer", certificate.getIssuerX500Principal().getName());
    named.put("ends", certificate.getNotAfter().toInstant().toString());
    return named;
  }

  private static Map<String, Object> waiting(String key) {
    Map<String, Object> waiting = new LinkedHashMap<>();
    waiting.put("use", "waiting");
    waiting.put("key_sha256", key);
    return waiting;
  }
}
