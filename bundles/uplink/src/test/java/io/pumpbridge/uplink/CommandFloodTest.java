// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Bytes;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that was taken over, or has a bug, sends commands without end. */
class CommandFloodTest {
  private final DoorBed bed = new DoorBed();

  @AfterEach
  void close() {
    bed.close();
  }

  private void refuseOrders() {
    bed.handle(
        "order",
        command -> Answer.refused(Answer.Status.BAD_REQUEST, "expired", "The order is too old."));
  }

  /** All at once, and each is answered. */
  private int refusedByTheHandler(int count, String prefix) throws Exception {
    int handled = bed.handled.get();
    for (int i = 0; i < count; i++) {
      bed.send("EXEC/order", DoorBed.request(prefix + i));
      DoorBed.Reply reply = bed.reply();
      assertThat(reply.code()).isIn(400, 500);
      assertThat(reply.errorCode()).isIn("expired", "too-many-requests");
    }
    return bed.handled.get() - handled;
  }

  @Test
  void beyondTheLimitNothingIsDoneAndItIsSaid() throws Exception {
    refuseOrders();
    assertThat(refusedByTheHandler(59, "a-")).isEqualTo(30);
    bed.send("EXEC/order", DoorBed.request("late"));
    DoorBed.Reply reply = bed.reply();
    assertThat(reply.code()).isEqualTo(500);
    assertThat(reply.errorCode()).isEqualTo("too-many-requests");
    assertThat(reply.payload().findText("response.exception.message")).isPresent();
    bed.clock.advance(Duration.ofMinutes(8));
    bed.send("EXEC/order", DoorBed.request("late"));
    assertThat(bed.reply().errorCode()).as("sent again, it is judged").isEqualTo("expired");
  }

  /** The disk is written for what was handed to a handler, and for one record an hour. */
  @Test
  void whatIsBeyondTheLimitCostsNoDisk() throws Exception {
    refuseOrders();
    refusedByTheHandler(2_000, "a-");
    bed.settle();
    assertThat(bed.refusals()).singleElement().asString().contains("too-many-requests");
    assertThat(bed.journal.findAnswer("server/a-29")).isPresent();
    assertThat(bed.journal.findAnswer("server/a-30")).isEmpty();
    bed.clock.advance(Duration.ofHours(1));
    refusedByTheHandler(100, "b-");
    assertThat(bed.refusals()).hasSize(2);
    assertThat(bed.refusals().get(1)).contains("\"repeated\":1969");
  }

  @Test
  void repeatsOfWhatWasAnsweredAreAnsweredFromMemoryAlsoBeyondTheLimit() throws Exception {
    bed.echo();
    refuseOrders();
    bed.send("EXEC/echo", DoorBed.request("r-1"));
    DoorBed.Reply first = bed.reply();
    refusedByTheHandler(59, "a-");
    bed.clock.advance(Duration.ofSeconds(1));
    bed.send("EXEC/echo", DoorBed.request("r-1"));
    assertThat(bed.reply().payload().body()).isEqualTo(first.payload().body());
    bed.send("EXEC/echo", DoorBed.request("r-1").body(Bytes.of("other", UTF_8)));
    assertThat(bed.reply().errorCode()).isEqualTo("request-id-reused");
  }

  @Test
  void questionsWithoutEndAreRefusedAndCommandsAreDone() throws Exception {
    bed.echo();
    for (int i = 0; i < CommandLimits.REQUESTS_AT_ONCE; i++) {
      bed.send("GET/echo", DoorBed.request("q-" + i));
      assertThat(bed.reply().code()).isEqualTo(200);
    }
    bed.send("GET/echo", DoorBed.request("q"));
    assertThat(bed.reply().errorCode()).isEqualTo("too-many-requests");
    bed.send("EXEC/echo", DoorBed.request("r-1"));
    assertThat(bed.reply().code()).isEqualTo(200);
    assertThat(bed.refusals()).hasSize(1);
    bed.clock.advance(Duration.ofMillis(500));
    bed.send("GET/echo", DoorBed.request("q"));
    assertThat(bed.reply().code()).isEqualTo(200);
  }

  /** With another id each time. */
  @Test
  void aDayOfRequestsThatNobodyAnswersIsEightyRecords() throws Exception {
    for (int minute = 0; minute < 24 * 60; minute++) {
      bed.clock.advance(Duration.ofMinutes(1));
      for (int i = 0; i < 20; i++) {
        bed.send("SHOUT/x", DoorBed.request("s-" + minute + "-" + i));
      }
    }
    assertThat(bed.refusals()).hasSizeLessThanOrEqualTo(90);
  }

  @Test
  void aHandlersFailureCountsForOneAndWhatWasHeldForMore() throws Exception {
    bed.handle(
        "broken",
        command -> {
          throw new IllegalStateException("a bug");
        });
    bed.handle("held", command -> Answer.already(Fields.builder().build()));
    for (int i = 0; i < 239; i++) {
      bed.clock.advance(Duration.ofMillis(500));
      bed.send("EXEC/broken", DoorBed.request("b-" + i));
      assertThat(bed.reply().errorCode()).isEqualTo("internal");
    }
    bed.send("EXEC/held", DoorBed.request("h-1"));
    assertThat(bed.reply().code()).isEqualTo(200);
    bed.send("EXEC/held", DoorBed.request("h-2"));
    assertThat(bed.reply().errorCode()).isEqualTo("too-many-requests");
  }

  @Test
  void whoAsksWithOtherIdsEachTimeIsRecordedTenTimesAndThenCounted() throws Exception {
    for (int i = 0; i < 50; i++) {
      bed.send("SHOUT/x", DoorBed.request("s-" + i));
    }
    assertThat(bed.refusals()).hasSize(11);
    assertThat(bed.refusals().get(9)).contains("unknown-verb", "s-9");
    assertThat(bed.refusals().get(10)).contains("further");
    bed.trail.drain();
    assertThat(bed.refusals().get(11)).contains("further", "\"repeated\":39");
  }
}
