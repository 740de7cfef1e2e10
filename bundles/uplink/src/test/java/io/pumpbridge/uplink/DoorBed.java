// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.fakes.MemoryJournal;
import io.pumpbridge.simulators.fakes.MutableClock;
import io.pumpbridge.uplink.kura.Decoded;
import io.pumpbridge.uplink.kura.KuraCodec;
import io.pumpbridge.uplink.kura.KuraPayload;
import io.pumpbridge.uplink.kura.KuraValue;
import io.pumpbridge.uplink.kura.Topics;
import io.pumpbridge.uplink.mqtt.Outgoing;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * An {@link InboundDoor} with handlers behind it, and a server before it that reads the replies.
 */
final class DoorBed implements AutoCloseable {
  static final String OURS = "$EDC/hospital/gw/PUMP-BRIDGE-V1/";

  final MutableClock clock = new MutableClock();
  MemoryJournal journal = new MemoryJournal("gw", clock);
  final TroubledJournal troubled = new TroubledJournal(() -> journal);
  private final Handlers handlers = new Handlers();
  final CountingTrail trail = new CountingTrail(() -> journal, clock);
  final BlockingQueue<Outgoing> replies = new LinkedBlockingQueue<>();
  private Workers workers = new Workers();
  final Replies sent = new Replies(new Topics("hospital", "gw"), clock, this::write);
  InboundDoor door = newDoor();
  final AtomicInteger handled = new AtomicInteger();

  private InboundDoor newDoor() {
    Topics topics = new Topics("hospital", "gw");
    CommandGate gate = new CommandGate(CommandLimits.USUAL_PER_HOUR, clock);
    Confirmations confirmations = new Confirmations(troubled, new FakeSignatures(), "gw", () -> {});
    return new InboundDoor(
        topics,
        new CommandDesk(troubled, handlers, confirmations, gate),
        workers,
        gate,
        new Refusals(trail, clock),
        sent);
  }

  private void write(Outgoing reply) {
    replies.add(reply);
    sent.onWritten(reply.id());
  }

  /** Everything but the journal begins anew. */
  void restart() {
    workers.close();
    journal = journal.restart();
    workers = new Workers();
    door = newDoor();
  }

  @Override
  public void close() {
    workers.close();
    journal.close();
  }

  void handle(String resource, Function<Command, Answer> how) {
    handlers.add(
        new PlayedHandler(
            resource,
            command -> {
              handled.incrementAndGet();
              return how.apply(command);
            }));
  }

  void echo() {
    handle(
        "echo",
        command ->
            Answer.accepted(
                Fields.builder()
                    .put("n", handled.get())
                    .put("body", command.body().toText(UTF_8))
                    .build()));
  }

  static KuraPayload.Builder request(String id) {
    return KuraPayload.builder().metric("request.id", id).metric("requester.client.id", "server");
  }

  void send(String path, KuraPayload.Builder payload) {
    send(path, payload, false);
  }

  /** As the broker does on a new connection. */
  void sendRetained(String path, KuraPayload.Builder payload) {
    send(path, payload, true);
  }

  private void send(String path, KuraPayload.Builder payload, boolean retained) {
    door.arrived(OURS + path, KuraCodec.encode(payload.build()).toArray(), retained);
  }

  record Reply(String topic, int code, KuraPayload payload) {
    Fields body() throws Exception {
      return JsonText.parse(payload.body().orElseThrow());
    }

    String errorCode() throws Exception {
      return body().text("code");
    }
  }

  Reply reply() throws Exception {
    Outgoing outgoing = replies.poll(10, TimeUnit.SECONDS);
    assertThat(outgoing).as("a reply").isNotNull();
    assertThat(outgoing.acknowledged()).isFalse();
    KuraPayload payload = ((Decoded.Good) KuraCodec.decode(outgoing.payload().toArray())).payload();
    int code = ((KuraValue.Int32) payload.metrics().get("response.code")).value();
    return new Reply(outgoing.topic(), code, payload);
  }

  /** The workers have done all that was asked before. */
  void settle() throws Exception {
    CountDownLatch done = new CountDownLatch(2);
    Command confirmation = new Command("", Command.Verb.PUT, Confirmations.RESOURCE, Bytes.EMPTY);
    assertThat(workers.offer(done::countDown)).isTrue();
    assertThat(workers.offer(confirmation, done::countDown)).isTrue();
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
  }

  List<String> refusals() throws Exception {
    return journal.read(new StreamId("gw", "epoch-1", Lane.AUDIT), 0, 1_000).stream()
        .map(EventRecord::canonical)
        .map(bytes -> bytes.toText(UTF_8))
        .filter(text -> text.contains("COMMAND_REFUSED"))
        .toList();
  }
}
