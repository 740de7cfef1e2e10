// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.library;

import io.pumpbridge.druglibrary.document.LibraryStatement;
import io.pumpbridge.druglibrary.refusal.Recorder;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventName;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the journal is told of libraries: each step, and each refusal with its code. */
final class LibraryEvents {
  private static final Logger log = LoggerFactory.getLogger(LibraryEvents.class);

  /** An event stays small; the answer to a query names every channel. */
  private static final int MAX_NAMED = 32;

  private final Recorder recorder;

  LibraryEvents(Recorder recorder) {
    this.recorder = recorder;
  }

  void received(String signedHash, int bytes) {
    recorder.provoked(
        EventName.LIBRARY_RECEIVED,
        Fields.builder().put("signed_sha256", signedHash).put("bytes", bytes));
  }

  /**
   * It is not taken.
   *
   * @param cause {@code received}, {@code staged} or {@code loaded}
   */
  void refused(RefusedException e, String cause, String signedHash) {
    recorder.provoked(
        EventName.LIBRARY_REFUSED,
        Recorder.refusal(e).put("cause", cause).put("signed_sha256", signedHash));
    log.warn("drug library refused code={} cause={}", e.code(), cause);
  }

  void verified(VerifiedLibrary library) {
    recorder.provoked(EventName.LIBRARY_VERIFIED, library.describe());
  }

  void staged(VerifiedLibrary library) {
    recorder.record(EventName.LIBRARY_STAGED, library.describe());
  }

  /**
   * Every pump takes it as soon as it is safe.
   *
   * @param waiting channels on which an infusion goes on by an older one
   */
  void armed(VerifiedLibrary library, String cause, List<Fields> waiting) {
    recorder.record(
        EventName.LIBRARY_ARMED,
        library
            .describe()
            .put("cause", cause)
            .put("waiting_count", waiting.size())
            .put("waiting", waiting.subList(0, Math.min(MAX_NAMED, waiting.size()))));
  }

  void inForce(VerifiedLibrary library, String cause) {
    recorder.record(EventName.LIBRARY_IN_FORCE, library.describe().put("cause", cause));
    log.info("drug library in force version={} cause={}", library.library().version(), cause);
  }

  /** It was in force here, and counts no more for whatever begins. */
  void withdrawn(VerifiedLibrary library, Optional<LibraryStatement> by, List<Fields> waiting) {
    Fields.Builder details =
        library
            .describe()
            .put("waiting_count", waiting.size())
            .put("waiting", waiting.subList(0, Math.min(MAX_NAMED, waiting.size())));
    by.ifPresent(said -> details.put("statement", said.id()).put("reason", said.reason()));
    recorder.record(EventName.LIBRARY_WITHDRAWN, details);
    log.warn("drug library withdrawn version={}", library.library().version());
  }

  void statementAccepted(VerifiedStatement said) {
    recorder.record(EventName.LIBRARY_STATEMENT_ACCEPTED, said.describe());
  }

  void statementRefused(RefusedException e, String cause, String signedHash) {
    recorder.provoked(
        EventName.LIBRARY_STATEMENT_REFUSED,
        Recorder.refusal(e).put("cause", cause).put("signed_sha256", signedHash));
    log.warn("library statement refused code={} cause={}", e.code(), cause);
  }

  void storedStatementRefused(RefusedException e) {
    statementRefused(e, "loaded", "");
  }
}
