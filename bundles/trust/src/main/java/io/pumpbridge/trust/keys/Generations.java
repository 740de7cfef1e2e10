// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which generation the next connection to a server shows: the one in use; but if that has never
 * worked and the server has just refused it, the one before, as long as it is valid. The two take
 * turns until either the new one works, which ends the old one, or the old one ends by itself.
 *
 * <p>Any number of threads.
 */
public final class Generations {
  /** A gateway knows a pump server, a collector of logs and an authority; each perhaps twice. */
  private static final int MAX_SERVERS = 16;

  private static final Logger log = LoggerFactory.getLogger(Generations.class);

  /** A server does not take the certificate in use, so the one before is still needed there. */
  public record Complaint(String server, Instant previousEnds) {}

  private final OwnIdentity identity;
  private final TrustedClock clock;

  /** By server: what it refused last. */
  private final Map<String, X509Certificate> refusedLast = new LinkedHashMap<>();

  /** By server: the certificate in use that it has refused and not taken since. */
  private final Map<String, X509Certificate> complaints = new LinkedHashMap<>();

  public Generations(OwnIdentity identity, TrustedClock clock) {
    this.identity = identity;
    this.clock = clock;
  }

  /**
   * Which one to show now.
   *
   * @param server as it is called; what it refuses is remembered by that name
   */
  public Identity next(String server) throws TrustException {
    Identity inUse = identity.get();
    boolean othersTurn;
    synchronized (this) {
      othersTurn = inUse.leaf().equals(refusedLast.get(server));
    }
    return othersTurn ? usablePrevious().orElse(inUse) : inUse;
  }

  private Optional<Identity> usablePrevious() {
    Instant now = clock.read().wall();
    try {
      return identity
          .previous()
          .filter(before -> !now.isBefore(before.leaf().getNotBefore().toInstant()))
          .filter(before -> !now.isAfter(before.leaf().getNotAfter().toInstant()));
    } catch (TrustException unreadable) {
      log.debug("the previous certificate cannot be read", unreadable);
      return Optional.empty();
    }
  }

  /** The server has said something of its own after it saw this generation. */
  public void worked(String server, Identity shown) {
    synchronized (this) {
      refusedLast.remove(server);
      complaints.remove(server, shown.leaf());
    }
    try {
      if (identity.settle(shown)) {
        log.info(
            "new certificate works server={} serial={}", server, shown.leaf().getSerialNumber());
      }
    } catch (TrustException unwritable) {
      log.warn("the previous certificate stays why={}", unwritable.getMessage());
    }
  }

  /** The server refused this generation, or hung up as soon as it had seen it. */
  public void refused(String server, Identity shown) {
    boolean news;
    synchronized (this) {
      remember(refusedLast, server, shown.leaf());
      news = !shown.leaf().equals(complaints.get(server)) && isInUse(shown);
      if (news) {
        remember(complaints, server, shown.leaf());
      }
    }
    Optional<Identity> previous = usablePrevious();
    if (news && previous.isPresent()) {
      log.warn(
          "server refuses the new certificate, the one before is tried server={} until={}",
          server,
          previous.get().leaf().getNotAfter().toInstant());
    }
  }

  private boolean isInUse(Identity shown) {
    try {
      return identity.get().leaf().equals(shown.leaf());
    } catch (TrustException unreadable) {
      log.debug("the certificate in use cannot be read", unreadable);
      return false;
    }
  }

  private static void remember(
      Map<String, X509Certificate> refusals, String server, X509Certificate leaf) {
    if (refusals.size() >= MAX_SERVERS && !refusals.containsKey(server)) {
      refusals.clear();
    }
    refusals.put(server, leaf);
  }

  /** For health: the certificate in use is refused somewhere, and the one before helps out. */
  public Optional<Complaint> complaint() throws TrustException {
    X509Certificate inUse = identity.get().leaf();
    Optional<Identity> previous = usablePrevious();
    if (previous.isEmpty()) {
      return Optional.empty();
    }
    Instant ends = previous.get().leaf().getNotAfter().toInstant();
    synchronized (this) {
      return complaints.entrySet().stream()
          .filter(complaint -> complaint.getValue().equals(inUse))
          .map(complaint -> new Complaint(complaint.getKey(), ends))
          .findFirst();
    }
  }
}
