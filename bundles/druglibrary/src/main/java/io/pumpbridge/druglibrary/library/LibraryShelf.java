// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.library;

import io.pumpbridge.druglibrary.refusal.Recorder;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.druglibrary.store.Store;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.trust.DeviceIdentity;
import io.pumpbridge.model.trust.SignatureVerifier;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A library's life on this gateway: received, verified, staged, armed, in force, superseded or
 * withdrawn. Only signed bytes are stored, and they are verified again at every load.
 *
 * <p>Order on disk, for a new library: who is judged by what ({@link Bedside#keep}); the new one
 * staged, from where a restart goes on by itself; a copy of the one in force; the staged one moved
 * into its place; the mark of the highest version. For a withdrawal: who is judged by what; the
 * statement, from where a restart goes on; its mark; the copy, if an infusion needs it; the earlier
 * library moved into its place, or nothing left there. A crash anywhere leaves the old or the new
 * state.
 */
public final class LibraryShelf {
  private static final Logger log = LoggerFactory.getLogger(LibraryShelf.class);

  /** Accepted; {@code already} if it was in force before. */
  record Outcome(VerifiedLibrary inForce, boolean already) {}

  private final LibraryFiles files;
  private final LibraryCheck check;
  private final LibraryEvents events;
  private final Withdrawals withdrawals;
  private final Versions versions;
  private final OldLibraries old;
  private final Bedside bedside;

  private volatile Optional<VerifiedLibrary> inForce = Optional.empty();
  private volatile Optional<Trouble> trouble = Optional.empty();
  private volatile Optional<LastReceived> lastReceived = Optional.empty();

  public LibraryShelf(
      Store store,
      SignatureVerifier verifier,
      DeviceIdentity identity,
      Recorder recorder,
      Bedside bedside) {
    this.files = new LibraryFiles(store);
    this.check = new LibraryCheck(verifier, Optional.of(identity.hospital()));
    this.events = new LibraryEvents(recorder);
    this.withdrawals = new Withdrawals(store, verifier, identity.hospital(), events);
    this.versions = new Versions(store, withdrawals);
    this.old = new OldLibraries(files, check, events, bedside);
    this.bedside = bedside;
  }

  /** What whatever begins now is judged by. */
  public Optional<VerifiedLibrary> inForce() {
    return inForce;
  }

  public Optional<Trouble> trouble() {
    return trouble;
  }

  /** What came last, since the start. */
  public Optional<LastReceived> lastReceived() {
    return lastReceived;
  }

  /** The newest statement about libraries. */
  public Optional<VerifiedStatement> statement() {
    return withdrawals.newest();
  }

  /** Whether two people have said that it counts no more. */
  public boolean isWithdrawn(VerifiedLibrary library) {
    return withdrawals.contents().contains(library.sha256());
  }

  /** Takes up what is stored, if it still verifies; otherwise nothing is in force. */
  public synchronized void load() {
    versions.load();
    bedside.load();
    inForce = Optional.empty();
    trouble = Optional.empty();
    bedside.arm(inForce, old.inUse());
    loadCurrent();
    resumeStaged();
    bedside.retire(withdrawals.contents());
    if (trouble.isEmpty()) {
      trouble = versions.damage();
    }
  }

  private void loadCurrent() {
    String hash = "";
    try {
      Optional<Bytes> stored = files.read(LibraryFiles.CURRENT);
      if (stored.isEmpty()) {
        trouble = versions.whyNone();
        return;
      }
      hash = EventRecord.hashOf(stored.get());
      VerifiedLibrary checked = check.verify(stored.get());
      if (isWithdrawn(checked)) { // the power went in the middle of it
        withdraw(checked);
        return;
      }
      versions.forward().require(checked);
      comeIntoForce(checked, "loaded");
    } catch (IOException e) {
      refuseStored(hash, RefusedException.ours("library-unreadable", "The disk does not read."));
    } catch (RefusedException e) {
      refuseStored(hash, e);
    }
  }

  private void resumeStaged() {
    String hash = "";
    try {
      Optional<Bytes> staged = files.read(LibraryFiles.STAGED);
      if (staged.isEmpty()) {
        return;
      }
      hash = EventRecord.hashOf(staged.get());
      VerifiedLibrary checked = check.verify(staged.get());
      versions.requireKnown();
      versions.forward().require(checked);
      arm(checked, "resumed");
    } catch (IOException e) {
      log.error("a staged drug library cannot be taken up failure={}", e.toString());
    } catch (RefusedException e) {
      events.refused(e, "staged", hash);
      unstage();
    }
  }

  private void refuseStored(String hash, RefusedException e) {
    trouble = Optional.of(new Trouble(e.code(), e.reason()));
    events.refused(e, "loaded", hash);
  }

  /**
   * Takes a library.
   *
   * @throws RefusedException if it is not taken; what was in force stays in force
   */
  public synchronized Outcome accept(Bytes signed) throws RefusedException {
    String hash = EventRecord.hashOf(signed);
    lastReceived = Optional.of(new LastReceived(hash, LastReceived.NOT_YET_VERIFIED));
    events.received(hash, signed.length());
    try {
      Outcome outcome = take(signed, hash);
      lastReceived = Optional.of(new LastReceived(hash, ""));
      bedside.retire(withdrawals.contents());
      return outcome;
    } catch (RefusedException e) {
      lastReceived = Optional.of(LastReceived.refused(hash, e.code()));
      events.refused(e, "received", hash);
      throw e;
    }
  }

  private Outcome take(Bytes signed, String hash) throws RefusedException {
    VerifiedLibrary checked = check.verify(signed);
    versions.requireKnown();
    versions.forward().require(checked);
    events.verified(checked);
    Optional<VerifiedLibrary> before = inForce;
    if (before.isPresent() && before.get().signed().equals(hash)) {
      return new Outcome(before.get(), true);
    }
    boolean already = before.isPresent() && before.get().sha256().equals(checked.sha256());
    try {
      bedside.keep();
      files.stage(signed);
      events.staged(checked);
      arm(checked, already ? "signed-again" : "received");
    } catch (IOException e) {
      log.error("drug library not stored failure={}", e.toString());
      unstage();
      throw RefusedException.ours(
          "library-not-stored", "The gateway's disk could not store the library.");
    }
    return new Outcome(checked, already);
  }

  private void arm(VerifiedLibrary checked, String cause) throws IOException {
    Optional<VerifiedLibrary> before = inForce;
    if (before.isEmpty()) {
      files.setAsideCurrent();
    } else if (!before.get().sha256().equals(checked.sha256())) {
      files.keepCurrent(before.get().sha256());
    }
    files.arm();
    comeIntoForce(checked, cause);
    old.retain(
        before.filter(library -> !isWithdrawn(library)).map(VerifiedLibrary::sha256),
        checked.sha256());
  }

  private void unstage() {
    try {
      files.unstage();
    } catch (IOException e) { // the next load judges it again
      log.error("a staged drug library not removed failure={}", e.toString());
    }
  }

  private void comeIntoForce(VerifiedLibrary checked, String cause) {
    inForce = Optional.of(checked);
    trouble = versions.raise(checked) ? Optional.empty() : Optional.of(Trouble.MARK_NOT_STORED);
    bedside.arm(inForce, Map.of());
    if (!cause.equals("loaded")) {
      events.armed(checked, cause, bedside.waiting());
    }
    events.inForce(checked, cause);
  }

  /**
   * Takes a statement about libraries.
   *
   * @throws RefusedException if it is not taken; everything stays as it was
   */
  synchronized Withdrawals.Outcome acceptStatement(Bytes signed, ClockReading at)
      throws RefusedException {
    try {
      Withdrawals.Outcome outcome = withdrawals.accept(signed, at, bedside::keep);
      if (!outcome.already()) {
        events.statementAccepted(outcome.statement());
        inForce.filter(this::isWithdrawn).ifPresent(this::withdraw);
        bedside.retire(withdrawals.contents());
      }
      return outcome;
    } catch (RefusedException e) {
      events.statementRefused(e, "received", EventRecord.hashOf(signed));
      throw e;
    }
  }

  /** It counts no more; the one to step back to does, if it is here. */
  private void withdraw(VerifiedLibrary library) {
    Optional<VerifiedLibrary> back =
        versions.forward().stepBack().flatMap(named -> old.find(named.sha256()));
    try {
      if (bedside.inUse().containsKey(library.sha256())) {
        files.keepCurrent(library.sha256());
      }
      if (back.isPresent()) {
        files.stepBack(back.get().sha256());
      } else {
        files.setAsideCurrent();
      }
    } catch (IOException e) { // the statement is stored: the next load comes to the same
      log.error("a withdrawn drug library not put away failure={}", e.toString());
    }
    inForce = Optional.empty();
    bedside.arm(inForce, Map.of(library.sha256(), library));
    events.withdrawn(library, withdrawals.statement(), bedside.waiting());
    if (back.isPresent()) {
      comeIntoForce(back.get(), "stepped-back");
    } else {
      trouble = versions.whyNone();
    }
  }
}
