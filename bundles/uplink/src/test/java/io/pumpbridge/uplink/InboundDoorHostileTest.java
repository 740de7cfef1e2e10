// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.uplink.kura.KuraCodec;
import io.pumpbridge.uplink.kura.KuraPayload;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is too much, too large, or nothing at all. */
class InboundDoorHostileTest {
  private final DoorBed bed = new DoorBed();

  @AfterEach
  void close() {
    bed.close();
  }

  @Test
  void whatCannotBeAnsweredIsRecorded() throws Exception {
    bed.echo();
    KuraPayload.Builder[] bad = {
      KuraPayload.builder(),
      KuraPayload.builder().metric("request.id", "1"),
      KuraPayload.builder().metric("requester.client.id", "server"),
      DoorBed.request("a/b"),
      DoorBed.request(""),
      DoorBed.request("x".repeat(65)),
      DoorBed.request("1").metric("requester.client.id", "+"),
      DoorBed.request("1").metric("request.id", 1L),
    };
    for (KuraPayload.Builder payload : bad) {
      bed.send("EXEC/echo", payload);
    }
    bed.door.arrived(DoorBed.OURS + "EXEC/echo", new byte[] {1, 2, 3}, false);
    bed.settle();
    assertThat(bed.replies).isEmpty();
    assertThat(bed.handled).hasValue(0);
    assertThat(bed.refusals()).hasSize(2);
    assertThat(bed.refusals().get(0)).contains("\"code\":\"no-request-id\"");
    assertThat(bed.refusals().get(1)).contains("\"code\":\"malformed\"");
    bed.trail.drain();
    assertThat(bed.refusals().get(2)).contains("\"code\":\"no-request-id\"", "\"repeated\":7");
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedBeforeAnybodyReadsIt() throws Exception {
    bed.echo();
    bed.send("EXEC/echo", DoorBed.request("r-1").body(Bytes.of(new byte[Command.MAX_BODY + 1])));
    assertThat(bed.reply().errorCode()).isEqualTo("too-large");
    bed.send(
        "EXEC/echo", DoorBed.request("r-2").body(Bytes.of(new byte[Command.MAX_BODY + 100_000])));
    bed.settle();
    assertThat(bed.replies).as("too large even to look who asks").isEmpty();
    assertThat(bed.handled).hasValue(0);
    assertThat(bed.refusals()).hasSize(2);
  }

  @Test
  void ourOwnBirthAndOtherApplicationsAreNoCommands() throws Exception {
    bed.door.arrived("$EDC/hospital/gw/MQTT/BIRTH", new byte[] {1}, false);
    bed.door.arrived("$EDC/hospital/gw/DEPLOY-V2/EXEC/install", new byte[] {1}, false);
    bed.settle();
    assertThat(bed.replies).isEmpty();
    assertThat(bed.refusals()).isEmpty();
  }

  /** Else it would come with each connection, until the broker forgets it. */
  @Test
  void whatTheBrokerHadKeptIsNotDone() throws Exception {
    bed.echo();
    bed.sendRetained("EXEC/echo", DoorBed.request("r-1"));
    DoorBed.Reply reply = bed.reply();
    assertThat(reply.code()).isEqualTo(400);
    assertThat(reply.errorCode()).isEqualTo("retained");
    bed.sendRetained("MQTT/BIRTH", DoorBed.request("r-1"));
    assertThat(bed.reply().errorCode()).isEqualTo("retained");
    bed.settle();
    assertThat(bed.handled).hasValue(0);
    assertThat(bed.refusals()).hasSize(2);
    bed.send("EXEC/echo", DoorBed.request("r-1"));
    assertThat(bed.reply().code()).as("sent now").isEqualTo(200);
  }

  /** A gateway never asks; refusing other gateways' answers would be answered in turn. */
  @Test
  void anAnswerIsNoRequest() throws Exception {
    bed.send("REPLY/r-1", DoorBed.request("r-1"));
    bed.send("REPLY", DoorBed.request("r-1"));
    bed.settle();
    assertThat(bed.replies).isEmpty();
    assertThat(bed.refusals()).isEmpty();
  }

  @Test
  void tooManyAtOnceAreToldSo() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch busy = new CountDownLatch(1);
    bed.handle(
        "slow",
        command -> {
          busy.countDown();
          await(go);
          return Answer.accepted(Fields.builder().build());
        });
    bed.send("EXEC/slow", DoorBed.request("first"));
    assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < CommandQueue.MAX_WAITING + 1; i++) {
      bed.send("EXEC/slow", DoorBed.request("r-" + i));
    }
    DoorBed.Reply refused = bed.reply();
    assertThat(refused.code()).isEqualTo(500);
    assertThat(refused.errorCode()).isEqualTo("busy");
    assertThat(refused.topic()).endsWith("r-" + CommandQueue.MAX_WAITING);
    go.countDown();
    for (int i = 0; i < CommandQueue.MAX_WAITING + 1; i++) {
      assertThat(bed.reply().code()).isEqualTo(200);
    }
  }

  /** As while an order is set at a slow pump, and a server confirms each second. */
  @Test
  void confirmationsDoNotWaitForACommand() throws Exception {
    CountDownLatch go = slow();
    bed.send("EXEC/slow", DoorBed.request("order"));
    for (int i = 1; i <= 20; i++) {
      EventRecord record =
          bed.journal.append(Event.of(EventName.ALARM, Fields.builder().build())).join();
      bed.send("PUT/confirmation", DoorBed.request("c-" + i).body(UplinkBed.confirmation(record)));
      int upTo = i;
      Eventually.until("confirmed", () -> bed.journal.streams().get(0).confirmedUpTo() == upTo);
    }
    assertThat(bed.replies).isEmpty();
    assertThat(bed.refusals()).isEmpty();
    go.countDown();
    assertThat(bed.reply().code()).isEqualTo(200);
  }

  @Test
  void aRepeatOfWhatWaitsOrIsWorkedOnIsAnsweredOnce() throws Exception {
    CountDownLatch go = slow();
    bed.send("EXEC/slow", DoorBed.request("r-1"));
    Eventually.until("worked on", () -> bed.handled.get() == 1);
    for (int i = 2; i <= CommandQueue.MAX_WAITING + 1; i++) {
      bed.send("EXEC/slow", DoorBed.request("r-" + i));
    }
    bed.send("EXEC/slow", DoorBed.request("r-1"));
    bed.send("EXEC/slow", DoorBed.request("r-2"));
    go.countDown();
    for (int i = 1; i <= CommandQueue.MAX_WAITING + 1; i++) {
      DoorBed.Reply reply = bed.reply();
      assertThat(reply.code()).isEqualTo(200);
      assertThat(reply.topic()).endsWith("/r-" + i);
    }
    bed.settle();
    assertThat(bed.replies).isEmpty();
    assertThat(bed.refusals()).isEmpty();
  }

  @Test
  void anotherRequestUnderAnIdThatWaitsIsRefused() throws Exception {
    CountDownLatch go = slow();
    bed.send("EXEC/slow", DoorBed.request("r-1"));
    bed.send("EXEC/slow", DoorBed.request("r-1").body(Bytes.of("other", UTF_8)));
    go.countDown();
    assertThat(bed.reply().code()).isEqualTo(200);
    assertThat(bed.reply().errorCode()).isEqualTo("request-id-reused");
    assertThat(bed.handled).hasValue(1);
  }

  /** A resource of that name works only when it is let go. */
  private CountDownLatch slow() {
    CountDownLatch go = new CountDownLatch(1);
    bed.handle(
        "slow",
        command -> {
          await(go);
          return Answer.accepted(Fields.builder().build());
        });
    return go;
  }

  @Test
  void twoOfTheLargestBodiesDoNotFitAtOnce() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    bed.handle(
        "slow",
        command -> {
          await(go);
          return Answer.accepted(Fields.builder().build());
        });
    Bytes large = Bytes.of(new byte[Command.MAX_BODY]);
    bed.send("EXEC/slow", DoorBed.request("r-1").body(large));
    bed.send("EXEC/slow", DoorBed.request("r-2").body(large));
    assertThat(bed.reply().errorCode()).isEqualTo("busy");
    go.countDown();
    assertThat(bed.reply().code()).isEqualTo(200);
    bed.settle();
    bed.send("EXEC/slow", DoorBed.request("r-3").body(large));
    assertThat(bed.reply().code()).as("the room is free again").isEqualTo(200);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void everyFlippedBitOfARequestLeadsToAnAnswerOrARecordOrItsOwnOutcome() throws Exception {
    bed.echo();
    byte[] bytes =
        KuraCodec.encode(DoorBed.request("r-1").body(Bytes.of("hello", UTF_8)).build()).toArray();
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      bytes[bit / 8] ^= (byte) (1 << (bit % 8));
      bed.door.arrived(DoorBed.OURS + "EXEC/echo", bytes.clone(), false);
      bed.settle();
      bed.clock.advance(Duration.ofMinutes(1));
      bytes[bit / 8] ^= (byte) (1 << (bit % 8));
    }
    bed.replies.clear();
    bed.send("EXEC/echo", DoorBed.request("still-there"));
    assertThat(bed.reply().code()).isEqualTo(200);
  }

  @Test
  void noiseOnAnyTopicLeavesTheDoorInOrder() throws Exception {
    bed.echo();
    Random random = new Random(42);
    for (int i = 0; i < 2_000; i++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      byte[] path = new byte[random.nextInt(20)];
      random.nextBytes(path);
      bed.door.arrived(DoorBed.OURS + new String(path, UTF_8), noise, false);
    }
    bed.settle();
    bed.send("EXEC/echo", DoorBed.request("still-there"));
    assertThat(bed.reply().code()).isEqualTo(200);
    assertThat(bed.refusals()).as("and the flood is bounded").hasSizeLessThanOrEqualTo(17);
  }
}
