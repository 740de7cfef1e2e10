// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.simulators.fakes.MemoryJournal;
import io.pumpbridge.simulators.fakes.MutableClock;
import io.pumpbridge.uplink.kura.Decoded;
import io.pumpbridge.uplink.kura.KuraCodec;
import io.pumpbridge.uplink.kura.KuraPayload;
import io.pumpbridge.uplink.kura.KuraValue;
import io.pumpbridge.uplink.kura.Topics;
import io.pumpbridge.uplink.mqtt.Outgoing;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InboundDoorTest {
  private static final String OURS = "$EDC/hospital/gw/PUMP-BRIDGE-V1/";

  private final MutableClock clock = new MutableClock();
  private MemoryJournal journal = new MemoryJournal("gw", clock);
  private final Handlers handlers = new Handlers();
  private final BlockingQueue<Outgoing> replies = new LinkedBlockingQueue<>();
  private CommandQueue queue = new CommandQueue();
  private InboundDoor door = newDoor();
  private final AtomicInteger handled = new AtomicInteger();

  private InboundDoor newDoor() {
    Topics topics = new Topics("hospital", "gw");
    Confirmations confirmations = new Confirmations(journal, new FakeSignatures(), "gw", () -> {});
    return new InboundDoor(
        topics,
        new CommandDesk(journal, handlers, confirmations),
        queue,
        new Notices(journal, 0),
        clock,
        replies::add);
  }

  @AfterEach
  void close() {
    queue.close();
    journal.close();
  }

  private void handle(String resource, Function<Command, Answer> how) {
    handlers.add(
        new CommandHandler() {
          @Override
          public String resource() {
            return resource;
          }

          @Override
          public Answer handle(Command command) {
            handled.incrementAndGet();
            return how.apply(command);
          }
        });
  }

  private void echo() {
    handle(
        "echo",
        command ->
            Answer.accepted(
                Fields.builder()
                    .put("n", handled.get())
                    .put("body", command.body().toText(UTF_8))
                    .build()));
  }

  private static KuraPayload.Builder request(String id) {
    return KuraPayload.builder().metric("request.id", id).metric("requester.client.id", "server");
  }

  private void send(String path, KuraPayload.Builder payload) {
    door.arrived(OURS + path, KuraCodec.encode(payload.build()).toArray());
  }

  private record Reply(String topic, int code, KuraPayload payload) {
    Fields body() throws Exception {
      return JsonText.parse(payload.body().orElseThrow());
    }

    String errorCode() throws Exception {
      return body().text("code");
    }
  }

  private Reply reply() throws Exception {
    Outgoing outgoing = replies.poll(10, TimeUnit.SECONDS);
    assertThat(outgoing).as("a reply").isNotNull();
    assertThat(outgoing.acknowledged()).isFalse();
    KuraPayload payload = ((Decoded.Good) KuraCodec.decode(outgoing.payload().toArray())).payload();
    int code = ((KuraValue.Int32) payload.metrics().get("response.code")).value();
    return new Reply(outgoing.topic(), code, payload);
  }

  /** The worker has done all that was asked before. */
  private void settle() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    assertThat(queue.offer(0, done::countDown)).isTrue();
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private List<String> refusals() throws Exception {
    return journal.read(new StreamId("gw", "epoch-1", Lane.AUDIT), 0, 1_000).stream()
        .map(EventRecord::canonical)
        .map(bytes -> bytes.toText(UTF_8))
        .filter(text -> text.contains("COMMAND_REFUSED"))
        .toList();
  }

  @Test
  void aCommandIsHandledAndAnsweredToWhoeverAsked() throws Exception {
    echo();
    send("EXEC/echo", request("r-1").body(Bytes.of("hello", UTF_8)));
    Reply reply = reply();
    assertThat(reply.topic()).isEqualTo("$EDC/hospital/server/PUMP-BRIDGE-V1/REPLY/r-1");
    assertThat(reply.code()).isEqualTo(200);
    assertThat(reply.body().text("body")).isEqualTo("hello");
    assertThat(reply.payload().findText("response.exception.message")).isEmpty();
    assertThat(refusals()).isEmpty();
  }

  @Test
  void aRepeatedRequestGetsTheRememberedAnswerAndIsNotDoneAgain() throws Exception {
    echo();
    send("EXEC/echo", request("r-1"));
    send("EXEC/echo", request("r-1"));
    assertThat(reply().payload().body()).isEqualTo(reply().payload().body());
    assertThat(handled).hasValue(1);
  }

  @Test
  void answersAreRememberedAcrossRestarts() throws Exception {
    handle(
        "order",
        command -> Answer.refused(Answer.Status.BAD_REQUEST, "expired", "The order is too old."));
    send("EXEC/order", request("r-1"));
    Reply before = reply();
    queue.close();
    journal = journal.restart();
    queue = new CommandQueue();
    door = newDoor();
    send("EXEC/order", request("r-1"));
    Reply after = reply();
    assertThat(after.code()).isEqualTo(400);
    assertThat(after.payload().body()).isEqualTo(before.payload().body());
    assertThat(after.payload().findText("response.exception.message"))
        .contains("The order is too old.");
    assertThat(handled).hasValue(1);
  }

  @Test
  void anIdThatComesBackWithAnotherRequestIsRefused() throws Exception {
    echo();
    send("EXEC/echo", request("r-1").body(Bytes.of("a", UTF_8)));
    reply();
    send("EXEC/echo", request("r-1").body(Bytes.of("b", UTF_8)));
    assertThat(reply().errorCode()).isEqualTo("request-id-reused");
    send("PUT/echo", request("r-1").body(Bytes.of("a", UTF_8)));
    assertThat(reply().errorCode()).isEqualTo("request-id-reused");
    assertThat(handled).hasValue(1);
  }

  @Test
  void twoRequestersMayUseTheSameId() throws Exception {
    echo();
    send("EXEC/echo", request("r-1"));
    reply();
    send("EXEC/echo", request("r-1").metric("requester.client.id", "console"));
    assertThat(reply().topic()).contains("/console/");
    assertThat(handled).hasValue(2);
  }

  @Test
  void whatNobodyAnswersIsNotFound() throws Exception {
    echo();
    for (String path : new String[] {"GET/nothing", "GET/", "GET", "EXEC/echo/more"}) {
      send(path, request("r-1"));
      Reply reply = reply();
      assertThat(reply.code()).as(path).isEqualTo(404);
      assertThat(reply.payload().findText("response.exception.message")).isPresent();
    }
    assertThat(handled).hasValue(0);
    assertThat(refusals()).hasSize(4);
  }

  @Test
  void anUnknownVerbIsRefused() throws Exception {
    echo();
    send("exec/echo", request("r-1"));
    Reply reply = reply();
    assertThat(reply.code()).isEqualTo(400);
    assertThat(reply.errorCode()).isEqualTo("unknown-verb");
  }

  @Test
  void whatCannotBeAnsweredIsRecorded() throws Exception {
    echo();
    KuraPayload.Builder[] bad = {
      KuraPayload.builder(),
      KuraPayload.builder().metric("request.id", "1"),
      KuraPayload.builder().metric("requester.client.id", "server"),
      request("a/b"),
      request(""),
      request("x".repeat(65)),
      request("1").metric("requester.client.id", "+"),
      request("1").metric("request.id", 1L),
    };
    for (KuraPayload.Builder payload : bad) {
      send("EXEC/echo", payload);
    }
    door.arrived(OURS + "EXEC/echo", new byte[] {1, 2, 3});
    settle();
    assertThat(replies).isEmpty();
    assertThat(handled).hasValue(0);
    assertThat(refusals()).hasSize(9);
    assertThat(refusals().get(0)).contains("\"code\":\"no-request-id\"");
    assertThat(refusals().get(8)).contains("\"code\":\"malformed\"");
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedBeforeAnybodyReadsIt() throws Exception {
    echo();
    send("EXEC/echo", request("r-1").body(Bytes.of(new byte[Command.MAX_BODY + 1])));
    assertThat(reply().errorCode()).isEqualTo("too-large");
    send("EXEC/echo", request("r-2").body(Bytes.of(new byte[Command.MAX_BODY + 100_000])));
    settle();
    assertThat(replies).as("too large even to look who asks").isEmpty();
    assertThat(handled).hasValue(0);
    assertThat(refusals()).hasSize(2);
  }

  @Test
  void ourOwnBirthAndOtherApplicationsAreNoCommands() throws Exception {
    door.arrived("$EDC/hospital/gw/MQTT/BIRTH", new byte[] {1});
    door.arrived("$EDC/hospital/gw/DEPLOY-V2/EXEC/install", new byte[] {1});
    settle();
    assertThat(replies).isEmpty();
    assertThat(refusals()).isEmpty();
  }

  @Test
  void tooManyAtOnceAreToldSo() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch busy = new CountDownLatch(1);
    handle(
        "slow",
        command -> {
          busy.countDown();
          await(go);
          return Answer.accepted(Fields.builder().build());
        });
    send("EXEC/slow", request("first"));
    assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < CommandQueue.MAX_WAITING + 1; i++) {
      send("EXEC/slow", request("r-" + i));
    }
    Reply refused = reply();
    assertThat(refused.code()).isEqualTo(500);
    assertThat(refused.errorCode()).isEqualTo("busy");
    assertThat(refused.topic()).endsWith("r-" + CommandQueue.MAX_WAITING);
    go.countDown();
    for (int i = 0; i < CommandQueue.MAX_WAITING + 1; i++) {
      assertThat(reply().code()).isEqualTo(200);
    }
  }

  @Test
  void twoOfTheLargestBodiesDoNotFitAtOnce() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    handle(
        "slow",
        command -> {
          await(go);
          return Answer.accepted(Fields.builder().build());
        });
    Bytes large = Bytes.of(new byte[Command.MAX_BODY]);
    send("EXEC/slow", request("r-1").body(large));
    send("EXEC/slow", request("r-2").body(large));
    assertThat(reply().errorCode()).isEqualTo("busy");
    go.countDown();
    assertThat(reply().code()).isEqualTo(200);
    settle();
    send("EXEC/slow", request("r-3").body(large));
    assertThat(reply().code()).as("the room is free again").isEqualTo(200);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aHandlerThatFailsAnswersSoAndTheNextCommandWorks() throws Exception {
    handle(
        "broken",
        command -> {
          throw new IllegalStateException("a bug");
        });
    echo();
    send("EXEC/broken", request("r-1"));
    Reply reply = reply();
    assertThat(reply.code()).isEqualTo(500);
    assertThat(reply.errorCode()).isEqualTo("internal");
    send("EXEC/echo", request("r-2"));
    assertThat(reply().code()).isEqualTo(200);
  }

  @Test
  void withoutTheJournalNothingIsDone() throws Exception {
    echo();
    journal.close();
    send("EXEC/echo", request("r-1"));
    assertThat(reply().errorCode()).isEqualTo("journal-unavailable");
    assertThat(handled).hasValue(0);
  }

  @Test
  void anAcceptedConfirmationIsNotAnsweredAndARefusedOneIs() throws Exception {
    Fields entry =
        Fields.builder()
            .put("epoch", "epoch-1")
            .put("lane", "alarm")
            .put("seq", 1)
            .put("hash", "0".repeat(64))
            .build();
    String content =
        Fields.builder()
            .put("format", Confirmation.FORMAT)
            .put("gateway", "gw")
            .put("issued", "2026-06-01T12:00:00Z")
            .put("confirmed", List.of(entry))
            .build()
            .toString();
    send(
        "PUT/confirmation",
        request("c-1").body(FakeSignatures.sign(SignerRole.PUMP_SERVER, content)));
    assertThat(reply().errorCode()).isEqualTo("wrong-confirmation");
    assertThat(refusals()).hasSize(1);
    assertThat(refusals().get(0))
        .contains("\"resource\":\"confirmation\"", "\"request_id\":\"c-1\"");

    EventRecord record =
        journal
            .append(
                io.pumpbridge.model.event.Event.of(
                    io.pumpbridge.model.event.EventName.ALARM, Fields.builder().build()))
            .join();
    send(
        "PUT/confirmation",
        request("c-2")
            .body(
                FakeSignatures.sign(
                    SignerRole.PUMP_SERVER, content.replace("0".repeat(64), record.hash()))));
    settle();
    assertThat(replies).isEmpty();
    assertThat(journal.streams().get(0).confirmedUpTo()).isEqualTo(1);
  }

  @Test
  void everyFlippedBitOfARequestLeadsToAnAnswerOrARecordOrItsOwnOutcome() throws Exception {
    echo();
    byte[] bytes =
        KuraCodec.encode(request("r-1").body(Bytes.of("hello", UTF_8)).build()).toArray();
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      bytes[bit / 8] ^= (byte) (1 << (bit % 8));
      door.arrived(OURS + "EXEC/echo", bytes.clone());
      settle();
      bytes[bit / 8] ^= (byte) (1 << (bit % 8));
    }
    replies.clear();
    send("EXEC/echo", request("still-there"));
    assertThat(reply().code()).isEqualTo(200);
  }

  @Test
  void noiseOnAnyTopicLeavesTheDoorInOrder() throws Exception {
    echo();
    Random random = new Random(42);
    for (int i = 0; i < 2_000; i++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      byte[] path = new byte[random.nextInt(20)];
      random.nextBytes(path);
      door.arrived(OURS + new String(path, UTF_8), noise);
    }
    send("EXEC/echo", request("still-there"));
    assertThat(reply().code()).isEqualTo(200);
    assertThat(refusals()).as("and the flood is bounded").hasSizeLessThanOrEqualTo(10);
  }
}
