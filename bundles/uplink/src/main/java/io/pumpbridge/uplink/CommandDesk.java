// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Answer.Status;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.command.Command.Verb;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.journal.EventJournal;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers commands, each once: what was answered before, also before a restart, is answered again
 * from memory and not done again. To be used by one thread, for two equal requests at once would
 * both be done; only confirmations, of which nothing is remembered, may come on another.
 */
final class CommandDesk {
  private static final Logger log = LoggerFactory.getLogger(CommandDesk.class);

  private final EventJournal journal;
  private final Handlers handlers;
  private final Confirmations confirmations;
  private final CommandGate gate;

  /**
   * Of what only asks (GET). It changes nothing, so that asking once more does no harm: remembered
   * in the journal, it would cost a commit each and push out the answers to what was done.
   */
  private final RecentAnswers asked = new RecentAnswers();

  /** Of what was done although the disk took no answer: until the end of this run, at least. */
  private final RecentAnswers unstored = new RecentAnswers();

  CommandDesk(
      EventJournal journal, Handlers handlers, Confirmations confirmations, CommandGate gate) {
    this.journal = journal;
    this.handlers = handlers;
    this.confirmations = confirmations;
    this.gate = gate;
  }

  /**
   * What the server is told.
   *
   * @param answer empty if there is nothing to say: an accepted confirmation
   * @param recorded by whom a refusal is
   */
  record Outcome(Optional<Answer> answer, Recorded recorded) {}

  /** Who records what is refused. */
  enum Recorded {
    /** The handler, if it was for him to refuse. */
    BY_HANDLER,
    /** Not yet, and with who asked what. */
    SINGLY,
    /** Not yet, and all that are equal as one: who asks without end always has another id. */
    COUNTED
  }

  /** Ids are the requester's own, so the same id of two requesters means two requests. */
  Outcome answer(String requester, Command command) {
    if (command.resource().equals(Confirmations.RESOURCE)) {
      // Confirmations are cumulative and come by the thousand: doing one twice changes nothing,
      // remembering them would push the answers to real commands out of memory.
      Answer answer = call(confirmations, command).answer().orElseThrow();
      boolean refused = answer.status() != Status.OK;
      return new Outcome(
          refused ? Optional.of(answer) : Optional.empty(),
          refused ? Recorded.SINGLY : Recorded.BY_HANDLER);
    }
    Optional<CommandHandler> handler = handlers.find(command.resource());
    if (handler.isEmpty()) {
      return refused(Status.NOT_FOUND, "unknown-resource", "Nobody here answers that resource.");
    }
    String key = requester + "/" + command.requestId();
    String digest = digestOf(command);
    boolean asksOnly = command.verb() == Verb.GET;
    try {
      Optional<Fields> remembered = asksOnly ? asked.find(key) : find(key);
      if (remembered.isPresent()) {
        return repeat(remembered.get(), digest);
      }
    } catch (JournalException e) {
      log.warn("answers cannot be looked up reason={}", e.reason());
      return refused(
          Status.ERROR,
          "journal-unavailable",
          "It cannot be told whether this request was answered before; nothing was done.");
    }
    return asksOnly || gate.mayBeDone()
        ? done(key, digest, command, handler.get())
        : new Outcome(Optional.of(CommandGate.tooMany()), Recorded.COUNTED);
  }

  private Outcome done(String key, String digest, Command command, CommandHandler handler) {
    Outcome outcome = call(handler, command);
    Answer answer = outcome.answer().orElseThrow();
    if (command.verb() == Verb.GET) {
      asked.remember(key, memoryOf(digest, answer));
    } else {
      gate.wasHandled(answer);
      remember(key, memoryOf(digest, answer), answer.changed());
    }
    return outcome;
  }

  private Optional<Fields> find(String key) throws JournalException {
    Optional<Fields> stored = journal.findAnswer(key);
    return stored.isPresent() ? stored : unstored.find(key);
  }

  /** Errors too: a bundle that the handler needs may have gone, a document nest too deep. */
  private static Outcome call(CommandHandler handler, Command command) {
    try {
      return new Outcome(Optional.of(handler.handle(command)), Recorded.BY_HANDLER);
    } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) {
      log.error("a handler failed resource={}", command.resource(), e);
      Answer failed =
          Answer.refused(Status.ERROR, "internal", "The handler failed; see the gateway's log.");
      // How far it came nobody knows.
      return new Outcome(Optional.of(new Answer(failed.status(), failed.body())), Recorded.SINGLY);
    }
  }

  private static Fields memoryOf(String digest, Answer answer) {
    return Fields.builder()
        .put("digest", digest)
        .put("status", answer.status().code())
        .put("body", answer.body())
        .build();
  }

  private void remember(String key, Fields memory, boolean changed) {
    try {
      if (changed) {
        journal.rememberAnswer(key, memory);
      } else {
        journal.rememberUnchanged(key, memory);
      }
    } catch (JournalException | RuntimeException e) {
      // It is done; saying otherwise would be wrong. A repeat after a restart will be done again.
      log.warn("an answer is not stored", e);
      unstored.remember(key, memory);
    }
  }

  private static Outcome repeat(Fields memory, String digest) {
    try {
      if (!memory.text("digest").equals(digest)) {
        return refused(
            Status.BAD_REQUEST,
            "request-id-reused",
            "The request id belongs to an earlier, different request.");
      }
      long code = memory.whole("status");
      for (Status status : Status.values()) {
        if (status.code() == code) {
          Answer answer = new Answer(status, memory.fields("body"));
          return new Outcome(Optional.of(answer), Recorded.BY_HANDLER);
        }
      }
    } catch (DocumentException e) {
      log.error("a remembered answer cannot be read path={}", e.path());
    }
    return refused(Status.ERROR, "internal", "The remembered answer cannot be read.");
  }

  private static String digestOf(Command command) {
    String text =
        command.verb() + "\n" + command.resource() + "\n" + EventRecord.hashOf(command.body());
    return EventRecord.hashOf(Bytes.of(text, StandardCharsets.UTF_8));
  }

  private static Outcome refused(Status status, String code, String reason) {
    return new Outcome(Optional.of(Answer.refused(status, code, reason)), Recorded.SINGLY);
  }
}
