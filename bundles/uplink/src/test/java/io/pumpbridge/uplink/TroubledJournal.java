// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.EventJournal;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Another journal, with bugs that a test puts in. */
final class TroubledJournal implements EventJournal {
  private final Supplier<EventJournal> sound;
  volatile Runnable atStreams = () -> {};
  volatile Runnable atFindAnswer = () -> {};

  /** The disk takes no answer, but can be read. */
  volatile boolean answersFail;

  TroubledJournal(Supplier<EventJournal> sound) {
    this.sound = sound;
  }

  @Override
  public CompletableFuture<EventRecord> append(Event event) {
    return sound.get().append(event);
  }

  @Override
  public List<StreamStatus> streams() {
    atStreams.run();
    return sound.get().streams();
  }

  @Override
  public List<EventRecord> read(StreamId stream, long afterSequence, int maxCount)
      throws JournalException {
    return sound.get().read(stream, afterSequence, maxCount);
  }

  @Override
  public void confirm(StreamId stream, long upTo, String hash) throws JournalException {
    sound.get().confirm(stream, upTo, hash);
  }

  @Override
  public Optional<Fields> findAnswer(String requestId) throws JournalException {
    atFindAnswer.run();
    return sound.get().findAnswer(requestId);
  }

  @Override
  public void rememberAnswer(String requestId, Fields answer) throws JournalException {
    failIfSo();
    sound.get().rememberAnswer(requestId, answer);
  }

  @Override
  public void rememberUnchanged(String requestId, Fields answer) throws JournalException {
    failIfSo();
    sound.get().rememberUnchanged(requestId, answer);
  }

  private void failIfSo() throws JournalException {
    if (answersFail) {
      throw new JournalException(Reason.STORAGE, "the disk is full");
    }
  }

  @Override
  public AutoCloseable onAppended(Runnable listener) {
    return sound.get().onAppended(listener);
  }
}
