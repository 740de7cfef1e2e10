// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignerRole;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who asks gets one answer to each request. */
class InboundDoorTest {
  private final DoorBed bed = new DoorBed();

  @AfterEach
  void close() {
    bed.close();
  }

  @Test
  void aCommandIsHandledAndAnsweredToWhoeverAsked() throws Exception {
    bed.echo();
    bed.send("EXEC/echo", DoorBed.request("r-1").body(Bytes.of("hello", UTF_8)));
    DoorBed.Reply reply = bed.reply();
    assertThat(reply.topic()).isEqualTo("$EDC/hospital/server/PUMP-BRIDGE-V1/REPLY/r-1");
    assertThat(reply.code()).isEqualTo(200);
    assertThat(reply.body().text("body")).isEqualTo("hello");
    assertThat(reply.payload().findText("response.exception.message")).isEmpty();
    assertThat(bed.refusals()).isEmpty();
  }

  @Test
  void aRepeatedRequestGetsTheRememberedAnswerAndIsNotDoneAgain() throws Exception {
    bed.echo();
    bed.send("EXEC/echo", DoorBed.request("r-1"));
    DoorBed.Reply first = bed.reply();
    bed.send("EXEC/echo", DoorBed.request("r-1"));
    assertThat(bed.reply().payload().body()).isEqualTo(first.payload().body());
    assertThat(bed.handled).hasValue(1);
  }

  @Test
  void answersAreRememberedAcrossRestarts() throws Exception {
    bed.handle(
        "order",
        command -> Answer.refused(Answer.Status.BAD_REQUEST, "expired", "The order is too old."));
    bed.send("EXEC/order", DoorBed.request("r-1"));
    DoorBed.Reply before = bed.reply();
    bed.restart();
    bed.send("EXEC/order", DoorBed.request("r-1"));
    DoorBed.Reply after = bed.reply();
    assertThat(after.code()).isEqualTo(400);
    assertThat(after.payload().body()).isEqualTo(before.payload().body());
    assertThat(after.payload().findText("response.exception.message"))
        .contains("The order is too old.");
    assertThat(bed.handled).hasValue(1);
  }

  @Test
  void anIdThatComesBackWithAnotherRequestIsRefused() throws Exception {
    bed.echo();
    bed.send("EXEC/echo", DoorBed.request("r-1").body(Bytes.of("a", UTF_8)));
    bed.reply();
    bed.send("EXEC/echo", DoorBed.request("r-1").body(Bytes.of("b", UTF_8)));
    assertThat(bed.reply().errorCode()).isEqualTo("request-id-reused");
    bed.send("PUT/echo", DoorBed.request("r-1").body(Bytes.of("a", UTF_8)));
    assertThat(bed.reply().errorCode()).isEqualTo("request-id-reused");
    assertThat(bed.handled).hasValue(1);
  }

  @Test
  void twoRequestersMayUseTheSameId() throws Exception {
    bed.echo();
    bed.send("EXEC/echo", DoorBed.request("r-1"));
    bed.reply();
    bed.send("EXEC/echo", DoorBed.request("r-1").metric("requester.client.id", "console"));
    assertThat(bed.reply().topic()).contains("/console/");
    assertThat(bed.handled).hasValue(2);
  }

  @Test
  void whatNobodyAnswersIsNotFound() throws Exception {
    bed.echo();
    for (String path : new String[] {"GET/nothing", "GET/", "GET", "EXEC/echo/more"}) {
      bed.send(path, DoorBed.request("r-" + path.length()));
      DoorBed.Reply reply = bed.reply();
      assertThat(reply.code()).as(path).isEqualTo(404);
      assertThat(reply.payload().findText("response.exception.message")).isPresent();
    }
    assertThat(bed.handled).hasValue(0);
    assertThat(bed.refusals()).hasSize(4);
  }

  @Test
  void anUnknownVerbIsRefused() throws Exception {
    bed.echo();
    bed.send("exec/echo", DoorBed.request("r-1"));
    DoorBed.Reply reply = bed.reply();
    assertThat(reply.code()).isEqualTo(400);
    assertThat(reply.errorCode()).isEqualTo("unknown-verb");
  }

  @Test
  void aHandlerThatFailsAnswersSoAndTheNextCommandWorks() throws Exception {
    bed.handle(
        "broken",
        command -> {
          throw new IllegalStateException("a bug");
        });
    bed.echo();
    bed.send("EXEC/broken", DoorBed.request("r-1"));
    DoorBed.Reply reply = bed.reply();
    assertThat(reply.code()).isEqualTo(500);
    assertThat(reply.errorCode()).isEqualTo("internal");
    bed.send("EXEC/echo", DoorBed.request("r-2"));
    assertThat(bed.reply().code()).isEqualTo(200);
  }

  /** A server that asks every ten seconds asks so often in a day. */
  @Test
  void asManyQuestionsAsOneLikesPushNoOrderOutOfTheMemory() throws Exception {
    bed.echo();
    bed.send("EXEC/echo", DoorBed.request("r-1"));
    DoorBed.Reply before = bed.reply();
    for (int i = 0; i <= 10_000; i++) {
      bed.clock.advance(Duration.ofSeconds(10));
      bed.send("GET/echo", DoorBed.request("q-" + i));
      assertThat(bed.reply().code()).isEqualTo(200);
    }
    int asked = bed.handled.get();
    bed.send("EXEC/echo", DoorBed.request("r-1"));
    assertThat(bed.reply().payload().body()).isEqualTo(before.payload().body());
    assertThat(bed.handled).hasValue(asked);
  }

  /** A taken-over server sends them without end, or one with a bug. */
  @Test
  void asManyRefusedCommandsAsOneLikesPushNothingDoneOutOfTheMemory() throws Exception {
    bed.echo();
    bed.handle(
        "order",
        command -> Answer.refused(Answer.Status.BAD_REQUEST, "expired", "The order is too old."));
    bed.handle("library", command -> Answer.already(Fields.builder().build()));
    bed.send("EXEC/echo", DoorBed.request("r-1"));
    DoorBed.Reply before = bed.reply();
    for (int i = 0; i <= 5_000; i++) {
      bed.clock.advance(Duration.ofMinutes(16)); // as fast as they are let in
      bed.send("EXEC/order", DoorBed.request("o-" + i));
      assertThat(bed.reply().code()).isEqualTo(400);
      bed.send("EXEC/library", DoorBed.request("l-" + i));
      assertThat(bed.reply().code()).isEqualTo(200);
    }
    int asked = bed.handled.get();
    bed.send("EXEC/echo", DoorBed.request("r-1"));
    assertThat(bed.reply().payload().body()).isEqualTo(before.payload().body());
    assertThat(bed.handled).hasValue(asked);
  }

  @Test
  void aQuestionAskedAgainGetsItsAnswerAgainButNotForEver() throws Exception {
    bed.echo();
    bed.send("GET/echo", DoorBed.request("q"));
    DoorBed.Reply first = bed.reply();
    bed.send("GET/echo", DoorBed.request("q"));
    assertThat(bed.reply().payload().body()).isEqualTo(first.payload().body());
    bed.send("GET/echo", DoorBed.request("q").body(Bytes.of("other", UTF_8)));
    assertThat(bed.reply().errorCode()).isEqualTo("request-id-reused");
    assertThat(bed.handled).hasValue(1);
    assertThat(bed.journal.findAnswer("server/q")).isEmpty();
    for (int i = 0; i < RecentAnswers.MAX; i++) {
      bed.send("GET/echo", DoorBed.request("q-" + i));
      bed.reply();
    }
    bed.send("GET/echo", DoorBed.request("q"));
    assertThat(bed.reply().payload().body()).isNotEqualTo(first.payload().body());
  }

  /** As where a bundle that a handler needs has gone. */
  @Test
  void aHandlerThatFailsWithAnErrorAnswersSoAndItIsRecorded() throws Exception {
    bed.handle(
        "broken",
        command -> {
          throw new NoClassDefFoundError("a bug");
        });
    bed.send("EXEC/broken", DoorBed.request("r-1"));
    DoorBed.Reply reply = bed.reply();
    assertThat(reply.code()).isEqualTo(500);
    assertThat(reply.errorCode()).isEqualTo("internal");
    bed.settle();
    assertThat(bed.replies).isEmpty();
    assertThat(bed.refusals()).singleElement().asString().contains("internal", "broken");
    bed.send("EXEC/broken", DoorBed.request("r-1"));
    assertThat(bed.reply().errorCode()).isEqualTo("internal");
    assertThat(bed.handled).as("not done again").hasValue(1);
  }

  @Test
  void aJournalThatFailsWhileItIsAskedLeavesNobodyWithoutAnAnswer() throws Exception {
    bed.echo();
    bed.troubled.atFindAnswer =
        PlayedLine.once(
            () -> {
              throw new IllegalStateException("a bug");
            });
    bed.send("EXEC/echo", DoorBed.request("r-1"));
    DoorBed.Reply reply = bed.reply();
    assertThat(reply.code()).isEqualTo(500);
    assertThat(reply.errorCode()).isEqualTo("internal");
    bed.settle();
    assertThat(bed.replies).isEmpty();
    assertThat(bed.refusals()).hasSize(1);
    bed.send("EXEC/echo", DoorBed.request("r-1"));
    assertThat(bed.reply().code()).isEqualTo(200);
  }

  /** As on a full disk. */
  @Test
  void whatWasDoneIsNotDoneAgainAlsoIfTheDiskTookNoAnswer() throws Exception {
    bed.echo();
    bed.troubled.answersFail = true;
    bed.send("EXEC/echo", DoorBed.request("r-1"));
    DoorBed.Reply first = bed.reply();
    assertThat(first.code()).isEqualTo(200);
    bed.send("EXEC/echo", DoorBed.request("r-1"));
    assertThat(bed.reply().payload().body()).isEqualTo(first.payload().body());
    bed.send("EXEC/echo", DoorBed.request("r-1").body(Bytes.of("other", UTF_8)));
    assertThat(bed.reply().errorCode()).isEqualTo("request-id-reused");
    assertThat(bed.handled).hasValue(1);
  }

  @Test
  void withoutTheJournalNothingIsDone() throws Exception {
    bed.echo();
    bed.journal.close();
    bed.send("EXEC/echo", DoorBed.request("r-1"));
    assertThat(bed.reply().errorCode()).isEqualTo("journal-unavailable");
    assertThat(bed.handled).hasValue(0);
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
    bed.send(
        "PUT/confirmation",
        DoorBed.request("c-1").body(FakeSignatures.sign(SignerRole.PUMP_SERVER, content)));
    assertThat(bed.reply().errorCode()).isEqualTo("wrong-confirmation");
    assertThat(bed.refusals()).hasSize(1);
    assertThat(bed.refusals().get(0))
        .contains("\"resource\":\"confirmation\"", "\"request_id\":\"c-1\"");

    EventRecord record =
        bed.journal.append(Event.of(EventName.ALARM, Fields.builder().build())).join();
    bed.send(
        "PUT/confirmation",
        DoorBed.request("c-2")
            .body(
                FakeSignatures.sign(
                    SignerRole.PUMP_SERVER, content.replace("0".repeat(64), record.hash()))));
    bed.settle();
    assertThat(bed.replies).isEmpty();
    assertThat(bed.journal.streams().get(0).confirmedUpTo()).isEqualTo(1);
  }
}
