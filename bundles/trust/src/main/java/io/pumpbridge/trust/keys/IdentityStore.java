// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.KeyShelf.Entry;
import io.pumpbridge.trust.refusal.Refusal;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The gateway's keys as PKCS#12 files, one a generation. Each is replaced whole, and each order of
 * steps leaves something that the next start reads rightly:
 *
 * <ul>
 *   <li>a previous generation that equals the one in use is none (the power failed between keeping
 *       it and replacing the other);
 *   <li>a waiting key that is also in use does not wait (the power failed before it was removed).
 * </ul>
 */
public final class IdentityStore implements KeyVault {
  public static final String FILE = "identity.p12";

  /** The random password of all its files, in ASCII. */
  public static final String SECRET_FILE = Pkcs12Shelf.SECRET_FILE;

  /** In place of {@link #FILE} if the keys are in a token: names the key, and has its chain. */
  public static final String TOKEN_FILE = TokenShelf.file(FILE);

  static final String PREVIOUS_FILE = "identity.p12.previous";

  /** Before the first certificate, older versions kept the waiting key in {@link #FILE} itself. */
  static final String WAITING_FILE = "identity.p12.waiting";

  private static final Set<String> ALL = Set.of(FILE, PREVIOUS_FILE, WAITING_FILE);

  private final KeyShelf shelf;

  public IdentityStore(StateFolder folder, SecureRandom random) {
    this(folder, Curve.P256, random);
  }

  /**
   * @param curve of keys that will be made; those that exist stay as they are
   */
  public IdentityStore(StateFolder folder, Curve curve, SecureRandom random) {
    this(new Pkcs12Shelf(folder, curve, random));
  }

  IdentityStore(KeyShelf shelf) {
    this.shelf = shelf;
  }

  @Override
  public synchronized Optional<Identity> find() throws TrustException {
    return identityIn(present());
  }

  @Override
  public synchronized void requireUsable() throws TrustException {
    shelf.requireUsable();
  }

  @Override
  public synchronized Optional<Identity> previous() throws TrustException {
    Optional<Identity> inUse = find();
    Optional<Entry> before =
        shelf.find(PREVIOUS_FILE, "delete it; the certificate in use does not need it.");
    return identityIn(before)
        .filter(identity -> inUse.isPresent() && !inUse.get().leaf().equals(identity.leaf()));
  }

  private Optional<Entry> present() throws TrustException {
    return shelf.find(
        FILE,
        "restore it and what lies beside it, or move all of that away and provision this gateway"
            + " anew.");
  }

  private static Optional<Identity> identityIn(Optional<Entry> entry) {
    return entry.filter(Entry::certified).map(one -> new Identity(one.key(), one.chain()));
  }

  @Override
  public synchronized Optional<PublicKey> findWaiting() throws TrustException {
    return waitingEntry().map(Entry::publicKey);
  }

  private Optional<Entry> waitingEntry() throws TrustException {
    Optional<Entry> present = present();
    if (present.isPresent() && !present.get().certified()) {
      return present;
    }
    return shelf
        .find(WAITING_FILE, "delete it and request a certificate anew.")
        .filter(entry -> present.isEmpty() || !same(present.get(), entry.publicKey()));
  }

  private static boolean same(Entry entry, PublicKey key) {
    return Arrays.equals(entry.publicKey().getEncoded(), key.getEncoded());
  }

  @Override
  public synchronized WaitingKey waiting() throws TrustException {
    Optional<Entry> found = waitingEntry();
    if (found.isPresent()) {
      return new WaitingKey(found.get().key(), found.get().publicKey());
    }
    shelf.tidy(ALL);
    Entry made = shelf.make();
    shelf.replace(WAITING_FILE, made);
    return new WaitingKey(made.key(), made.publicKey());
  }

  @Override
  public synchronized boolean awaits(PublicKey key) throws TrustException {
    return entryFor(key).isPresent();
  }

  private Optional<Entry> entryFor(PublicKey key) throws TrustException {
    Optional<Entry> inUse = present().filter(entry -> same(entry, key));
    return inUse.isPresent() ? inUse : waitingEntry().filter(entry -> same(entry, key));
  }

  @Override
  public synchronized void install(List<X509Certificate> chain) throws TrustException {
    X509Certificate leaf = chain.get(0);
    Optional<Entry> entry = entryFor(leaf.getPublicKey());
    if (entry.isEmpty()) {
      String subject = Certificates.subjectOf(leaf);
      throw Refusal.CERTIFICATE_NOT_OURS.because(
          "The certificate of " + subject + " is for none of this gateway's keys.", subject);
    }
    if (find().isPresent() && !previousIsKept()) {
      shelf.copy(FILE, PREVIOUS_FILE);
    }
    shelf.replace(FILE, new Entry(entry.get().key(), chain, true));
    removeIfNotWaiting();
  }

  /** One that cannot be read is none: it would be of no use. */
  private boolean previousIsKept() {
    try {
      return previous().isPresent();
    } catch (TrustException damaged) {
      return false;
    }
  }

  private void removeIfNotWaiting() throws TrustException {
    if (waitingEntry().isEmpty()) {
      shelf.delete(WAITING_FILE);
    }
  }

  @Override
  public synchronized void settle(Identity worked) throws TrustException {
    Optional<Identity> inUse = find();
    if (inUse.isPresent() && inUse.get().leaf().equals(worked.leaf())) {
      shelf.delete(PREVIOUS_FILE);
      removeIfNotWaiting();
      shelf.tidy(ALL);
    }
  }
}
