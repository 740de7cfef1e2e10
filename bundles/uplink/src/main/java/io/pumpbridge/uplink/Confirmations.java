// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Answer.Status;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.EventJournal;
import io.pumpbridge.model.journal.EventJournal.StreamStatus;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignatureVerifier;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.model.trust.TrustException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the pump server's confirmations. Only here does a record lose its place in the journal, and
 * only if the server signed, meant this gateway, and has the very record that we have: its hash
 * vouches for all before it.
 */
final class Confirmations implements CommandHandler {
  private static final Logger log = LoggerFactory.getLogger(Confirmations.class);

  static final String RESOURCE = "confirmation";

  private final EventJournal journal;
  private final SignatureVerifier signatures;
  private final String gateway;
  private final Runnable onConfirmed;

  /**
   * @param onConfirmed called when records have been let go
   */
  Confirmations(
      EventJournal journal, SignatureVerifier signatures, String gateway, Runnable onConfirmed) {
    this.journal = journal;
    this.signatures = signatures;
    this.gateway = gateway;
    this.onConfirmed = onConfirmed;
  }

  @Override
  public String resource() {
    return RESOURCE;
  }

  @Override
  public Answer handle(Command command) {
    if (command.verb() != Command.Verb.PUT) {
      return refused("unsupported-verb", "A confirmation is PUT.");
    }
    try {
      Bytes content = signatures.verify(command.body(), Set.of(SignerRole.PUMP_SERVER)).content();
      Confirmation confirmation = Confirmation.from(content);
      if (!confirmation.gateway().equals(gateway)) {
        return refused("wrong-gateway", "The confirmation is for another gateway.");
      }
      return apply(confirmation);
    } catch (TrustException e) {
      return refused(e.code(), Objects.requireNonNullElse(e.getMessage(), e.code()));
    } catch (DocumentException e) {
      return refused("malformed", "The confirmation: " + e.path() + " " + e.problem() + ".");
    }
  }

  /**
   * Each entry proves itself, so one that does not hold leaves the others standing. One of a stream
   * that is not held says nothing: the server confirms at each birth all that it ever stored, also
   * epochs that were drained here long ago. That this store was set back is proven by its present
   * epoch, which is always held.
   */
  private Answer apply(Confirmation confirmation) {
    Map<StreamId, Long> confirmedUpTo = new HashMap<>();
    for (StreamStatus status : journal.streams()) {
      confirmedUpTo.put(status.stream(), status.confirmedUpTo());
    }
    Optional<Answer> refusal = Optional.empty();
    for (Confirmation.Entry entry : confirmation.confirmed()) {
      Long already = confirmedUpTo.get(entry.stream());
      if (already == null) {
        log.debug("a stream is confirmed that is not held epoch={}", entry.stream().epoch());
      } else if (entry.sequence() > already) { // older ones arrive late or twice: no harm in them
        Optional<Answer> failed = confirm(entry);
        refusal = refusal.or(() -> failed);
      }
    }
    onConfirmed.run();
    return refusal.orElseGet(() -> Answer.accepted(Fields.builder().build()));
  }

  private Optional<Answer> confirm(Confirmation.Entry entry) {
    try {
      journal.confirm(entry.stream(), entry.sequence(), entry.hash());
      return Optional.empty();
    } catch (JournalException e) {
      return Optional.of(
          e.reason() == JournalException.Reason.WRONG_CONFIRMATION
              ? refused(
                  "wrong-confirmation",
                  "The server confirms a record that the journal does not have like that: "
                      + entry.stream().lane().wireName()
                      + " "
                      + entry.sequence()
                      + ".")
              : Answer.refused(
                  Status.ERROR, "journal-unavailable", "The journal cannot confirm just now."));
    }
  }

  private static Answer refused(String code, String reason) {
    return Answer.refused(Status.BAD_REQUEST, code, reason);
  }
}
