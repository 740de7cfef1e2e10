// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.watch;

import io.pumpbridge.model.audit.AuditTrail;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.Anchors;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.KeyVault;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that this gateway's certificate or its anchors are not those it has seen last, however
 * that came about, also while it was off. What was seen counts as told once the event is durable;
 * after a crash in between it is told twice.
 */
public final class TrustWatch {
  private static final Logger log = LoggerFactory.getLogger(TrustWatch.class);
  private static final String IDENTITY = "identity";

  private final StateFolder folder;
  private final KeyVault identity;
  private final Map<String, Anchors> anchors;
  private final AuditTrail trail;

  /** What is told, durable or on its way; empty means: ask the file. */
  private Optional<Seen> told = Optional.empty();

  /**
   * @param server authorities of servers
   * @param signers authorities of signers
   */
  public TrustWatch(
      StateFolder folder, KeyVault identity, Anchors server, Anchors signers, AuditTrail trail) {
    this.folder = folder;
    this.identity = identity;
    this.anchors = new LinkedHashMap<>(Map.of("server", server, "signers", signers));
    this.trail = trail;
  }

  /** Looks once; quick. */
  public synchronized void look() {
    lookAtIdentity();
    anchors.forEach(this::lookAtAnchors);
  }

  private void lookAtIdentity() {
    try {
      Optional<X509Certificate> now = identity.find().map(KeyVault.Identity::leaf);
      TreeSet<String> hashes = new TreeSet<>(TrustChanges.byHash(now.stream().toList()).keySet());
      tell(IDENTITY, TrustChanges.identity(seen().of(IDENTITY), now), hashes);
    } catch (TrustException damaged) {
      log.debug("the key store cannot be looked at; health says so", damaged);
    }
  }

  private void lookAtAnchors(String kind, Anchors from) {
    try {
      List<X509Certificate> now = load(from);
      TreeSet<String> hashes = new TreeSet<>(TrustChanges.byHash(now).keySet());
      tell(kind, TrustChanges.anchors(kind, seen().of(kind), now), hashes);
    } catch (TrustException unreadable) {
      log.debug("the anchors cannot be looked at; health says so kind={}", kind, unreadable);
    }
  }

  private static List<X509Certificate> load(Anchors from) throws TrustException {
    try {
      return from.load();
    } catch (TrustException e) {
      if (e.code().equals(Refusal.NO_ANCHORS.code())) {
        return List.of();
      }
      throw e;
    }
  }

  private void tell(String kind, Optional<Event> change, Set<String> hashes) {
    if (change.isEmpty()) {
      return;
    }
    Seen now = seen().with(kind, hashes);
    told = Optional.of(now);
    var unused = trail.keep(change.get()).handle((stored, failure) -> settle(now, failure));
  }

  private synchronized boolean settle(Seen now, Throwable failure) {
    if (failure == null) {
      try {
        folder.replace(Seen.FILE, now.toBytes());
        return true;
      } catch (IOException e) {
        log.warn("what was seen cannot be written, it will be told again", e);
        return false;
      }
    }
    told = Optional.empty(); // at the next look once more
    return false;
  }

  private Seen seen() {
    if (told.isEmpty()) {
      told = Optional.of(read());
    }
    return told.get();
  }

  private Seen read() {
    try {
      return Seen.parse(folder.find(Seen.FILE).orElse(new byte[0]));
    } catch (IOException e) {
      log.warn("what was seen cannot be read, it will be told again", e);
      return Seen.parse(new byte[0]);
    }
  }
}
