// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.escrow;

import io.pumpbridge.model.audit.AuditTrail;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.IOException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the envelope as the configuration wants it. Nothing is written or removed before the audit
 * trail has it on the disk: who can read a gateway's journal never changes unrecorded. So a command
 * that starts trust without a journal changes nothing either.
 */
public final class EscrowKeeper {
  public static final String FILE = "escrow.cms";

  /** Then nobody knows who holds the key: rather no envelope than that one. */
  private static final Set<String> TAKEN_BACK =
      Set.of(Refusal.CERTIFICATE_REVOKED.code(), Refusal.SIGNER_WITHDRAWN.code());

  private static final int MAX_REASON = 512;
  private static final Logger log = LoggerFactory.getLogger(EscrowKeeper.class);

  private final Optional<EscrowCertificate> wanted;
  private final EscrowedKey key;
  private final StateFolder folder;
  private final AuditTrail trail;
  private final SecureRandom random;

  /** Told to the trail, and not durable yet. */
  private Optional<EscrowChange> waiting = Optional.empty();

  /** Durable, and not carried out yet. */
  private Optional<EscrowChange> recorded = Optional.empty();

  private volatile Optional<TrustException> failure = Optional.empty();

  /**
   * @param wanted empty if there shall be no escrow
   * @param key what is kept
   */
  public EscrowKeeper(
      Optional<EscrowCertificate> wanted,
      EscrowedKey key,
      StateFolder folder,
      AuditTrail trail,
      SecureRandom random) {
    this.wanted = wanted;
    this.key = key;
    this.folder = folder;
    this.trail = trail;
    this.random = random;
  }

  /** Why the envelope is not what it should be; empty if it is. */
  public Optional<TrustException> failure() {
    return failure;
  }

  /**
   * Makes the envelope right, or begins to; again and again, for what makes it wrong comes late.
   */
  public synchronized void refresh() {
    try {
      Optional<EscrowChange> due = due();
      if (due.isPresent()) {
        bring(due.get());
      } else {
        failure = Optional.empty();
      }
    } catch (TrustException refused) {
      refuse(refused);
    } catch (IOException e) {
      refuse(unwritable(e));
    }
  }

  private Optional<EscrowChange> due() throws TrustException, IOException {
    Optional<byte[]> present = present();
    if (wanted.isEmpty()) {
      return present.map(there -> EscrowChange.removal("setting-empty"));
    }
    X509Certificate certificate;
    try {
      certificate = wanted.get().judge();
    } catch (TrustException refused) {
      if (present.isPresent() && TAKEN_BACK.contains(refused.code())) {
        refuse(refused);
        return Optional.of(EscrowChange.removal(refused.code()));
      }
      throw refused;
    }
    return EscrowChange.needed(present, key, certificate);
  }

  /** What is no envelope is none of ours to keep, however large. */
  private Optional<byte[]> present() {
    try {
      return folder.find(FILE);
    } catch (IOException e) {
      return Optional.of(new byte[0]);
    }
  }

  private void bring(EscrowChange change) throws IOException {
    if (recorded.equals(Optional.of(change))) {
      carryOut(change);
    } else if (!waiting.equals(Optional.of(change))) {
      waiting = Optional.of(change);
      var unused = trail.keep(change.event(key)).handle((stored, broken) -> settle(change, broken));
    }
  }

  private synchronized boolean settle(EscrowChange change, Throwable broken) {
    waiting = Optional.empty();
    if (broken != null) {
      return false; // with the next look once more
    }
    recorded = Optional.of(change);
    try {
      carryOut(change);
      return true;
    } catch (IOException e) {
      refuse(unwritable(e));
      return false;
    }
  }

  private void carryOut(EscrowChange change) throws IOException {
    if (change.to().isPresent()) {
      folder.replace(FILE, EscrowEnvelope.seal(key, change.to().get(), random));
      failure = Optional.empty();
    } else {
      folder.delete(FILE);
    }
    recorded = Optional.empty();
    log.info("key escrow changed act={} why={}", change.act(), change.why());
  }

  private void refuse(TrustException why) {
    failure = Optional.of(why);
    String reason = String.valueOf(why.getMessage());
    trail.refuse(
        Event.of(
            EventName.ESCROW_REFUSED,
            Fields.builder()
                .put("code", why.code())
                .put("reason", reason.substring(0, Math.min(reason.length(), MAX_REASON)))
                .put("subject", why.subject())
                .build()));
  }

  private TrustException unwritable(IOException cause) {
    return Refusal.ESCROW_UNWRITABLE.because(
        folder.path(FILE) + " cannot be written: " + cause.getMessage() + ".", "", cause);
  }
}
