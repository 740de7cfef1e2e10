// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.association;

import io.pumpbridge.druglibrary.association.AssociationCheck.Verified;
import io.pumpbridge.druglibrary.channel.Channel;
import io.pumpbridge.druglibrary.document.AssociationReader;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.druglibrary.signed.KeptMarks;
import io.pumpbridge.druglibrary.store.SealedStore;
import io.pumpbridge.model.time.ClockReading;
import java.io.IOException;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The replay marks on disk. One thread at a time. */
final class ReplayBook {
  private static final Logger log = LoggerFactory.getLogger(ReplayBook.class);

  static final String FILE = "replay-marks.sealed";

  private final KeptMarks<ReplayMarks> kept;

  ReplayBook(SealedStore store) {
    this.kept =
        new KeptMarks<>(
            store,
            new KeptMarks.Kind<>(
                FILE,
                ReplayMarks.NONE,
                ReplayMarks::from,
                ReplayMarks::toBytes,
                ReplayMarks::lost));
  }

  void load() {
    kept.load();
  }

  /** Nobody can say what was here before. */
  boolean isLost() {
    return kept.areLost();
  }

  /**
   * @throws RefusedException as long as nobody can say what was here before
   */
  void requireKnown(ClockReading at) throws RefusedException {
    boolean known;
    try {
      known = kept.areKnown(at);
    } catch (IOException e) {
      throw notStored(e);
    }
    if (!known) {
      throw RefusedException.ours(
          "clock-untrusted",
          "The gateway cannot tell what was here before until a time service vouches for its"
              + " clock.");
    }
  }

  static RefusedException notStored(IOException e) {
    log.error("association not stored failure={}", e.toString());
    return RefusedException.ours(
        "association-not-stored", "The gateway's disk could not store the association.");
  }

  /** Whether it is newer than any before, or the newest and has not ended. */
  boolean allows(Verified verified) {
    return kept.get()
        .allows(verified.channel(), verified.association().issued(), verified.sha256());
  }

  /** It is the newest now. */
  void raise(Verified verified, Instant now) {
    ReplayMarks raised =
        kept.get()
            .with(verified.channel(), verified.association().issued(), verified.sha256(), now);
    if (!raised.equals(kept.get())) { // at a load most are as they should be
      save(raised);
    }
  }

  /** Its newest has ended, and must not come back. */
  void end(Channel channel, Instant now) {
    save(kept.get().ended(channel, now));
  }

  /**
   * See {@link ReplayMarks#left}. A line can make pumps come and go all day, so the disk is asked
   * only where something has ended; the rest goes with the next change.
   *
   * @param ended whether something was held for it
   */
  void left(String pump, ClockReading at, boolean ended) {
    if (!AssociationReader.canBeFor(pump) || kept.areLost()) {
      return; // of such a pump nothing can be said
    }
    ReplayMarks next = kept.get().left(pump, at);
    if (ended || kept.get().knows(pump)) {
      save(next);
    } else {
      kept.hold(next);
    }
  }

  private void save(ReplayMarks next) {
    if (kept.areLost()) {
      return; // what is lost stays so on disk until it is known what may have been here
    }
    try {
      kept.store(next);
    } catch (IOException e) { // the next change stores them again
      log.error("replay marks not stored failure={}", e.toString());
      kept.hold(next);
    }
  }
}
