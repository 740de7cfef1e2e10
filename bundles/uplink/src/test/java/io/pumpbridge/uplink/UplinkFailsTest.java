// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.health.HealthCheck.Health;
import io.pumpbridge.model.health.HealthCheck.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever fails within the uplink, it goes on; if it does not, health knows. */
class UplinkFailsTest {
  private final UplinkBed bed = new UplinkBed();
  private final PlayedLine line = new PlayedLine();
  private final CountDownLatch released = new CountDownLatch(1);

  @AfterEach
  void close() throws Exception {
    released.countDown();
    bed.close();
  }

  private Uplink start() {
    return bed.uplink(line, UplinkBed.QUICK, "server");
  }

  private static void awaitWell(Uplink uplink) {
    Eventually.until("well", () -> uplink.health().equals(Health.WELL));
  }

  @Test
  void aMachineThatHasNoThreadToGiveIsCalledOnAgain() {
    line.whenOpened =
        PlayedLine.once(
            () -> {
              throw new OutOfMemoryError("unable to create native thread");
            });
    awaitWell(start());
    assertThat(line.opened).hasValue(2);
    assertThat(bed.said(EventName.SERVER_REFUSED, "\"code\":\"internal\"")).isTrue();
  }

  @Test
  void aConnectionThatCannotBeEndedIsLeftBehind() {
    line.whenEnded =
        PlayedLine.once(
            () -> {
              throw new IllegalStateException("a bug");
            });
    Uplink uplink = start();
    awaitWell(uplink);
    line.breakOff();
    Eventually.until("called again", () -> line.opened.get() == 2);
    awaitWell(uplink);
    assertThat(bed.said(EventName.SERVER_LOST, "connection-lost")).isTrue();
  }

  @Test
  void aGreetingThatFailsIsSaidAgain() {
    line.whenOpened =
        PlayedLine.once(
            () ->
                bed.troubled.atStreams =
                    PlayedLine.once(
                        () -> {
                          throw new IllegalStateException("a bug");
                        }));
    awaitWell(start());
    assertThat(line.opened).hasValue(2);
  }

  @Test
  void whatFailsForAWhileIsOverWhenItIsOver() {
    CountDownLatch failures = new CountDownLatch(2);
    Uplink uplink = start();
    awaitWell(uplink);
    bed.troubled.atStreams =
        () -> {
          failures.countDown();
          throw new OutOfMemoryError("a page of records");
        };
    Eventually.until("failed more than once", () -> failures.getCount() == 0);
    bed.troubled.atStreams = () -> {};
    bed.append(EventName.ALARM);
    Eventually.until("sent", () -> line.handedOver("/events/alarm") == 1);
    awaitWell(uplink);
  }

  @Test
  void aThreadThatHangsIsNotWell() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    line.whenPublished =
        message -> {
          if (message.topic().contains("/events/alarm")) {
            hanging.countDown();
            awaitRelease();
          }
        };
    Uplink uplink = start();
    awaitWell(uplink);
    bed.append(EventName.ALARM);
    assertThat(hanging.await(20, TimeUnit.SECONDS)).isTrue();
    bed.skip(UplinkHealth.STILL_MAX_MS + 1);
    assertThat(uplink.health().level()).isEqualTo(Level.CRITICAL);
    assertThat(uplink.health().code()).isEqualTo("uplink-stopped");
    released.countDown();
    awaitWell(uplink);
  }

  @Test
  void oneThatHasEndedIsNotWell() {
    Uplink uplink = start();
    awaitWell(uplink);
    uplink.close();
    assertThat(uplink.health().code()).isEqualTo("uplink-stopped");
  }

  private void awaitRelease() {
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
