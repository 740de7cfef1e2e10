// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Answer.Status;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.command.Command.Verb;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.uplink.kura.Decoded;
import io.pumpbridge.uplink.kura.KuraCodec;
import io.pumpbridge.uplink.kura.KuraPayload;
import io.pumpbridge.uplink.kura.Topics;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way in. Judges whether something is a command at all, hands it to its worker, and
 * answers. Total: whatever request arrives leads to an answer, to a recorded refusal, or to both;
 * in a flood refusals are only counted, and some not answered ({@link Refusals}, {@link Replies}).
 */
final class InboundDoor {
  private static final Logger log = LoggerFactory.getLogger(InboundDoor.class);

  static final String REQUEST_ID = "request.id";
  static final String REQUESTER = "requester.client.id";

  private final Topics topics;
  private final CommandDesk desk;
  private final Workers workers;
  private final Map<String, Command> held = new ConcurrentHashMap<>(); // by sender
  private final CommandGate gate;
  private final Refusals refusals;
  private final Replies replies;

  InboundDoor( // six: four to judge with, two to speak with
      Topics topics,
      CommandDesk desk,
      Workers workers,
      CommandGate gate,
      Refusals refusals,
      Replies replies) {
    this.topics = topics;
    this.desk = desk;
    this.workers = workers;
    this.gate = gate;
    this.refusals = refusals;
    this.replies = replies;
  }

  /** Whom to answer, and about what. */
  private record Sender(String requester, String requestId, Topics.Request request) {
    /** Ids are the requester's own. */
    String key() {
      return requester + "/" + requestId;
    }
  }

  /**
   * Never blocks: called by the connection's own thread.
   *
   * @param retained the broker had kept it, and nobody sent it now
   */
  void arrived(String topic, byte[] payload, boolean retained) {
    Optional<Topics.Request> request = topics.findRequest(topic);
    if (request.isEmpty()) {
      return; // our own birth, another application's business, or an answer: we never ask
    }
    Decoded decoded = KuraCodec.decode(payload);
    if (decoded instanceof Decoded.Bad bad) {
      refusals.singly(Fields.builder().put("code", bad.code()).put("reason", bad.reason()).build());
    } else if (decoded instanceof Decoded.Good good) {
      receive(request.get(), good.payload(), retained);
    }
  }

  private void receive(Topics.Request request, KuraPayload payload, boolean retained) {
    Optional<String> requestId = payload.findText(REQUEST_ID).filter(Topics::isName);
    Optional<String> requester = payload.findText(REQUESTER).filter(Topics::isName);
    if (requestId.isEmpty() || requester.isEmpty()) {
      refusals.alike(
          Fields.builder()
              .put("code", "no-request-id")
              .put("reason", "A request without a proper request and requester id.")
              .build());
      return;
    }
    Sender sender = new Sender(requester.get(), requestId.get(), request);
    Bytes body = payload.body().orElse(Bytes.EMPTY);
    Optional<Verb> verb = findVerb(request.verb());
    Optional<Answer> refusal = refusal(verb, body, retained);
    if (refusal.isPresent()) {
      refuse(sender, refusal.get());
    } else {
      hand(sender, new Command(sender.requestId(), verb.orElseThrow(), request.resource(), body));
    }
  }

  private static Optional<Answer> refusal(Optional<Verb> verb, Bytes body, boolean retained) {
    if (retained) { // it would come again with each connection, when nobody wishes for it any more
      return bad("retained", "A request must not be retained.");
    } else if (verb.isEmpty()) {
      return bad("unknown-verb", "No such verb.");
    }
    return body.length() > Command.MAX_BODY
        ? bad("too-large", "The body is too large.")
        : Optional.empty();
  }

  private static Optional<Answer> bad(String code, String reason) {
    return Optional.of(Answer.refused(Status.BAD_REQUEST, code, reason));
  }

  private void hand(Sender sender, Command command) {
    if (command.equals(held.putIfAbsent(sender.key(), command))) {
      return; // the very same waits or is worked on: its answer is to come
    }
    if (!gate.mayCome(command)) {
      held.remove(sender.key(), command);
      count(sender, CommandGate.tooMany());
    } else if (!workers.offer(command, () -> work(sender, command))) {
      held.remove(sender.key(), command);
      count(sender, Answer.refused(Status.ERROR, "busy", "Too many requests wait already."));
    }
  }

  private static Optional<Verb> findVerb(String text) {
    for (Verb verb : Verb.values()) {
      if (verb.name().equals(text)) {
        return Optional.of(verb);
      }
    }
    return Optional.empty();
  }

  private void work(Sender sender, Command command) {
    CommandDesk.Outcome outcome;
    try {
      outcome = desk.answer(sender.requester(), command);
    } catch (RuntimeException | Error e) {
      log.error("a command could not be answered resource={}", command.resource(), e);
      refuse(sender, Answer.refused(Status.ERROR, "internal", "It failed; see the gateway's log."));
      return;
    } finally {
      held.remove(sender.key(), command); // whoever repeats it on our reply gets another one
    }
    if (outcome.answer().isEmpty()) {
      return;
    }
    switch (outcome.recorded()) {
      case SINGLY -> refuse(sender, outcome.answer().get());
      case COUNTED -> count(sender, outcome.answer().get());
      case BY_HANDLER ->
          replies.answer(sender.requester(), sender.requestId(), outcome.answer().get());
    }
  }

  /** Of a kind that comes in floods: recorded without ids, so that equal ones are counted. */
  private void count(Sender sender, Answer answer) {
    refusals.alike(answer.body());
    replies.refuse(sender.requester(), sender.requestId(), answer);
  }

  private void refuse(Sender sender, Answer answer) {
    Fields.Builder details = Fields.builder().putAll(answer.body());
    details.put("requester", sender.requester()).put("request_id", sender.requestId());
    if (Topics.isName(sender.request().resource())) { // nothing unchecked goes into the journal
      details.put("resource", sender.request().resource());
    }
    refusals.singly(details.build());
    replies.refuse(sender.requester(), sender.requestId(), answer);
  }
}
