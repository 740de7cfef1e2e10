// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.watch;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.trust.chain.Certificates;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is to be told when the certificates of a kind are not those that were seen last; pure. */
final class TrustChanges {
  /** Described one by one; the hashes of all are in the file of what was seen. */
  private static final int MAX_DESCRIBED = 16;

  private static final int MAX_SUBJECT = 256;

  private TrustChanges() {}

  /** Empty if it is the one that was seen last; no certificate at all is told as well. */
  static Optional<Event> identity(Set<String> before, Optional<X509Certificate> now) {
    TreeSet<String> hashes = new TreeSet<>(byHash(now.stream().toList()).keySet());
    if (hashes.equals(before)) {
      return Optional.empty();
    }
    Fields.Builder details = Fields.builder();
    now.ifPresent(
        certificate ->
            details
                .putAll(describe(certificate))
                .put(
                    "key_sha256",
                    EventRecord.hashOf(Bytes.of(certificate.getPublicKey().getEncoded()))));
    if (now.isEmpty()) {
      details.put("code", "no-identity");
    }
    if (!before.isEmpty()) {
      details.put("previous_sha256", String.join(",", before));
    }
    return Optional.of(Event.of(EventName.IDENTITY_CHANGED, details.build()));
  }

  /** Empty if they are those that were seen last. */
  static Optional<Event> anchors(String kind, Set<String> before, List<X509Certificate> anchors) {
    Map<String, X509Certificate> now = byHash(anchors);
    if (now.keySet().equals(before)) {
      return Optional.empty();
    }
    List<X509Certificate> added = new ArrayList<>();
    now.forEach(
        (hash, anchor) -> {
          if (!before.contains(hash)) {
            added.add(anchor);
          }
        });
    List<String> removed = before.stream().filter(hash -> !now.containsKey(hash)).toList();
    return Optional.of(
        Event.of(
            EventName.ANCHORS_CHANGED,
            Fields.builder()
                .put("anchors", kind)
                .put("added_count", added.size())
                .put("added", firstOf(added).stream().map(TrustChanges::describe).toList())
                .put("removed_count", removed.size())
                .putTexts("removed_sha256", firstOf(removed))
                .build()));
  }

  private static <T> List<T> firstOf(List<T> all) {
    return all.subList(0, Math.min(all.size(), MAX_DESCRIBED));
  }

  private static Fields describe(X509Certificate certificate) {
    String subject = Certificates.subjectOf(certificate);
    return Fields.builder()
        .put("subject", subject.substring(0, Math.min(subject.length(), MAX_SUBJECT)))
        .put("serial", certificate.getSerialNumber().toString(16))
        .put("sha256", Certificates.fingerprintOf(certificate))
        .put("ends", certificate.getNotAfter().toInstant())
        .build();
  }

  static Map<String, X509Certificate> byHash(List<X509Certificate> certificates) {
    Map<String, X509Certificate> byHash = new TreeMap<>();
    certificates.forEach(
        certificate -> byHash.put(Certificates.fingerprintOf(certificate), certificate));
    return byHash;
  }
}
