// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.refusal;

import io.pumpbridge.model.audit.AuditTrail;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.journal.EventJournal;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.trust.Signer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands events to the journal; judging goes on when the journal cannot take one. */
public final class Recorder {
  /** For whoever only looks: nothing has happened. */
  public static Recorder silent() {
    return new Recorder(event -> new CompletableFuture<>(), AuditTrail.NOWHERE);
  }

  private static final Logger log = LoggerFactory.getLogger(Recorder.class);

  private final Function<Event, CompletableFuture<EventRecord>> append;
  private final AuditTrail trail;

  /**
   * @param trail counts what strangers can provoke
   */
  public Recorder(EventJournal journal, AuditTrail trail) {
    this(journal::append, trail);
  }

  private Recorder(Function<Event, CompletableFuture<EventRecord>> append, AuditTrail trail) {
    this.append = append;
    this.trail = trail;
  }

  /**
   * What a sender can bring about as often as he likes, whatever he sends: equal ones are counted,
   * so that he can flush nothing out of the journal.
   */
  public void provoked(Event event) {
    trail.refuse(event);
  }

  /** The same, of no channel. */
  public void provoked(EventName name, Fields.Builder details) {
    provoked(Event.of(name, details.build()));
  }

  public void record(EventName name, Fields.Builder details) {
    append(Event.of(name, details.build()));
  }

  /** About a channel of a pump of which only the serial number is known. */
  public void record(EventName name, String channel, Fields.Builder details) {
    append(new Event(name, Optional.empty(), Optional.of(channel), details.build()));
  }

  /** The same; {@code onStored} is called once the journal holds it, on whichever thread. */
  public void record(Event event, Runnable onStored) {
    append(event, onStored);
  }

  /** About a channel of a pump. */
  public void record(EventName name, PumpIdentity pump, String channel, Fields.Builder details) {
    append(Event.of(name, pump, channel, details.build()));
  }

  private void append(Event event) {
    append(event, () -> {});
  }

  private void append(Event event, Runnable onStored) {
    var unused =
        append
            .apply(event)
            .whenComplete(
                (stored, failure) -> {
                  if (failure != null) {
                    log.error(
                        "event not stored name={} failure={}", event.name(), failure.toString());
                  } else {
                    onStored.run();
                  }
                });
  }

  public static Fields.Builder refusal(RefusedException e) {
    Fields.Builder details = Fields.builder().put("code", e.code()).put("reason", e.reason());
    e.place().ifPresent(place -> details.put("place", place));
    return details;
  }

  public static List<Fields> fields(List<Signer> signers) {
    return signers.stream()
        .map(
            signer ->
                Fields.builder()
                    .put("role", signer.role().wireName())
                    .put("subject", signer.subject())
                    .build())
        .toList();
  }
}
