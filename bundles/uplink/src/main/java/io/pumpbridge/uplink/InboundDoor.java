// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Answer.Status;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.command.Command.Verb;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.TrustedClock;
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
 * in a flood refusals are only counted, and some not answered ({@link Notices}, {@link Replies}).
 */
final class InboundDoor {
  private static final Logger log = LoggerFactory.getLogger(InboundDoor.class);

  static final String REQUEST_ID = "request.id";
  static final String REQUESTER = "requester.client.id";

  private final Topics topics;
  private final CommandDesk desk;
  private final Workers workers;
  private final Map<String, Command> held = new ConcurrentHashMap<>(); // by sender
  private final Notices notices;
  private final TrustedClock clock;
  private final Replies replies;

  InboundDoor( // six: three to judge with, three to speak with
      Topics topics,
      CommandDesk desk,
      Workers workers,
      Notices notices,
      TrustedClock clock,
      Replies replies) {
    this.topics = topics;
    this.desk = desk;
    this.workers = workers;
    this.notices = notices;
    this.clock = clock;
    this.replies = replies;
  }

  /** Whom to answer, and about what. */
  private record Sender(String requester, String requestId, Topics.Request request) {
    /** Ids are the requester's own. */
    String key() {
      return requester + "/" + requestId;
    }
  }

  /** Never blocks: called by the connection's own thread. */
  void arrived(String topic, byte[] payload) {
    Optional<Topics.Request> request = topics.findRequest(topic);
    if (request.isEmpty()) {
      return; // our own birth, another application's business, or an answer: we never ask
    }
    Decoded decoded = KuraCodec.decode(payload);
    if (decoded instanceof Decoded.Bad bad) {
      record(Fields.builder().put("code", bad.code()).put("reason", bad.reason()));
    } else if (decoded instanceof Decoded.Good good) {
      receive(request.get(), good.payload());
    }
  }

  private void receive(Topics.Request request, KuraPayload payload) {
    Optional<String> requestId = payload.findText(REQUEST_ID).filter(Topics::isName);
    Optional<String> requester = payload.findText(REQUESTER).filter(Topics::isName);
    if (requestId.isEmpty() || requester.isEmpty()) {
      record(
          Fields.builder()
              .put("code", "no-request-id")
              .put("reason", "A request without a proper request and requester id."));
      return;
    }
    Sender sender = new Sender(requester.get(), requestId.get(), request);
    Bytes body = payload.body().orElse(Bytes.EMPTY);
    Optional<Verb> verb = findVerb(request.verb());
    if (verb.isEmpty()) {
      refuse(sender, Answer.refused(Status.BAD_REQUEST, "unknown-verb", "No such verb."));
    } else if (body.length() > Command.MAX_BODY) {
      refuse(sender, Answer.refused(Status.BAD_REQUEST, "too-large", "The body is too large."));
    } else {
      Command command = new Command(sender.requestId(), verb.get(), request.resource(), body);
      hand(sender, command);
    }
  }

  private void hand(Sender sender, Command command) {
    if (command.equals(held.putIfAbsent(sender.key(), command))) {
      return; // the very same waits or is worked on: its answer is to come
    }
    if (!workers.offer(command, () -> work(sender, command))) {
      held.remove(sender.key(), command);
      refuse(sender, Answer.refused(Status.ERROR, "busy", "Too many requests wait already."));
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
    if (outcome.ownRefusal()) {
      refuse(sender, outcome.answer().get());
    } else {
      replies.answer(sender.requester(), sender.requestId(), outcome.answer().get());
    }
  }

  private void refuse(Sender sender, Answer answer) {
    Fields.Builder details = Fields.builder().putAll(answer.body());
    details.put("requester", sender.requester()).put("request_id", sender.requestId());
    if (Topics.isName(sender.request().resource())) { // nothing unchecked goes into the journal
      details.put("resource", sender.request().resource());
    }
    record(details);
    replies.refuse(sender.requester(), sender.requestId(), answer);
  }

  private void record(Fields.Builder details) {
    notices.say(Event.of(EventName.COMMAND_REFUSED, details.build()), clock.read().monotonicMs());
  }
}
