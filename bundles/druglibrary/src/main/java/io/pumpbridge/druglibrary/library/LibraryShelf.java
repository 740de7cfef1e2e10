// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.library;

import io.pumpbridge.druglibrary.refusal.Recorder;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.druglibrary.store.Store;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.DeviceIdentity;
import io.pumpbridge.model.trust.SignatureVerifier;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A library's life: received, verified, in force. Only the signed bytes are stored, and they are
 * verified again at every load.
 *
 * <p>Order on disk: the library's file is replaced first, then the mark of the highest version. A
 * crash in between leaves a verified newer library beside an older mark; the next load raises the
 * mark. The other way round a crash could leave the bridge with a mark and no library to match it.
 */
public final class LibraryShelf {
  private static final Logger log = LoggerFactory.getLogger(LibraryShelf.class);

  static final String FILE = "library.p7m";

  /** What no longer verified, for whoever looks into it; one is kept. */
  static final String SET_ASIDE = "library.set-aside.p7m";

  /** Accepted; {@code already} if it was in force before. */
  record Outcome(VerifiedLibrary inForce, boolean already) {}

  /** Why the stored library is not in force, or what else a person should know. */
  record Trouble(String code, String sentence) {}

  private final Store store;
  private final LibraryCheck check;
  private final Recorder recorder;

  private volatile Optional<VerifiedLibrary> inForce = Optional.empty();
  private volatile Optional<Trouble> trouble = Optional.empty();
  private ShelfMark mark = ShelfMark.NONE;
  private boolean markDamaged;

  public LibraryShelf(
      Store store, SignatureVerifier verifier, DeviceIdentity identity, Recorder recorder) {
    this.store = store;
    this.check = new LibraryCheck(verifier, Optional.of(identity.hospital()));
    this.recorder = recorder;
  }

  public Optional<VerifiedLibrary> inForce() {
    return inForce;
  }

  Optional<Trouble> trouble() {
    return trouble;
  }

  /** Takes up what is stored, if it still verifies; otherwise nothing is in force. */
  public synchronized void load() {
    ShelfMark.Found found = ShelfMark.load(store);
    mark = found.mark();
    markDamaged = found.damaged();
    trouble = Optional.empty();
    String hash = "";
    try {
      Optional<Bytes> stored = store.read(FILE);
      if (stored.isEmpty()) {
        sayWhatIsMissing();
        return;
      }
      hash = EventRecord.hashOf(stored.get());
      VerifiedLibrary checked = check.verify(stored.get());
      requireForward(checked);
      comeIntoForce(checked, "loaded");
    } catch (IOException e) {
      refuseStored(hash, RefusedException.ours("library-unreadable", "The disk does not read."));
    } catch (RefusedException e) {
      refuseStored(hash, e);
    }
  }

  private void sayWhatIsMissing() {
    if (markDamaged) {
      trouble = Optional.of(markTrouble());
    } else if (mark.version() > 0) {
      trouble =
          Optional.of(
              new Trouble(
                  "library-missing",
                  "Version " + mark.version() + " was in force, but its file is gone."));
    }
  }

  private void refuseStored(String hash, RefusedException e) {
    inForce = Optional.empty();
    trouble = Optional.of(new Trouble(e.code(), e.reason()));
    recorder.record(
        EventName.LIBRARY_REFUSED,
        Recorder.refusal(e).put("cause", "loaded").put("signed_sha256", hash));
    log.warn("stored drug library not in force code={}", e.code());
  }

  /**
   * @throws RefusedException if it is not taken; what was in force stays in force
   */
  public synchronized Outcome accept(Bytes signed) throws RefusedException {
    String hash = EventRecord.hashOf(signed);
    recorder.record(
        EventName.LIBRARY_RECEIVED,
        Fields.builder().put("signed_sha256", hash).put("bytes", signed.length()));
    try {
      return take(signed, hash);
    } catch (RefusedException e) {
      recorder.record(
          EventName.LIBRARY_REFUSED,
          Recorder.refusal(e).put("cause", "received").put("signed_sha256", hash));
      log.warn("drug library refused code={}", e.code());
      throw e;
    }
  }

  private Outcome take(Bytes signed, String hash) throws RefusedException {
    VerifiedLibrary checked = check.verify(signed);
    requireMark();
    requireForward(checked);
    recorder.record(EventName.LIBRARY_VERIFIED, describe(checked));
    Optional<VerifiedLibrary> before = inForce;
    if (before.isPresent() && before.get().signed().equals(hash)) {
      return new Outcome(before.get(), true);
    }
    try {
      if (before.isEmpty() && store.names().contains(FILE)) {
        store.move(FILE, SET_ASIDE);
      }
      store.replace(FILE, signed);
    } catch (IOException e) {
      log.error("drug library not stored failure={}", e.toString());
      throw RefusedException.ours(
          "library-not-stored", "The gateway's disk could not store the library.");
    }
    boolean already = before.isPresent() && before.get().sha256().equals(checked.sha256());
    comeIntoForce(checked, already ? "signed-again" : "received");
    return new Outcome(checked, already);
  }

  private void comeIntoForce(VerifiedLibrary checked, String cause) {
    inForce = Optional.of(checked);
    trouble = Optional.empty();
    ShelfMark reached = new ShelfMark(checked.library().version(), checked.sha256());
    if (markDamaged || !reached.equals(mark)) {
      try {
        reached.save(store);
        markDamaged = false;
      } catch (IOException e) { // the library's own version still holds; the next load tries again
        log.error("highest version not stored failure={}", e.toString());
        trouble =
            Optional.of(new Trouble("mark-not-stored", "The highest version could not be stored."));
      }
    }
    mark = reached;
    recorder.record(EventName.LIBRARY_IN_FORCE, describe(checked).put("cause", cause));
    log.info("drug library in force version={} cause={}", checked.library().version(), cause);
  }

  private void requireMark() throws RefusedException {
    if (markDamaged) { // a library that loaded has mended it
      Trouble known = markTrouble();
      throw RefusedException.ours(known.code(), known.sentence());
    }
  }

  private void requireForward(VerifiedLibrary checked) throws RefusedException {
    long version = checked.library().version();
    if (version < mark.version()) {
      throw RefusedException.of(
          "library-not-newer",
          "Version " + version + " is older than version " + mark.version() + ", once in force.");
    }
    if (version == mark.version() && !checked.sha256().equals(mark.sha256())) {
      throw RefusedException.of(
          "library-version-reused",
          "Version " + version + " was in force with another content; a change needs a new one.");
    }
  }

  private static Trouble markTrouble() {
    return new Trouble(
        "library-mark-damaged",
        "Nobody can tell which version was in force last; a technician must check "
            + ShelfMark.FILE
            + ".");
  }

  private static Fields.Builder describe(VerifiedLibrary checked) {
    return Fields.builder()
        .put("version", checked.library().version())
        .put("library", checked.library().name())
        .put("sha256", checked.sha256())
        .put("signed_sha256", checked.signed())
        .put("signers", Recorder.fields(checked.signers()));
  }
}
