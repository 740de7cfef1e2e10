// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import static io.pumpbridge.gateway.Examples.judgement;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.board.Board.Light;
import io.pumpbridge.model.board.Board.Sound;
import io.pumpbridge.model.board.Board.Tamper;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.dose.ReasonCode;
import io.pumpbridge.model.dose.Verdict;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.health.HealthCheck.Health;
import io.pumpbridge.model.journal.EventJournal;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.trust.TrustOverview;
import io.pumpbridge.simulators.fakes.FakeBoard;
import io.pumpbridge.simulators.fakes.MemoryJournal;
import io.pumpbridge.simulators.fakes.MemoryLink;
import io.pumpbridge.simulators.fakes.MemoryLinks;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The threads of it, over memory links with a driver whose protocol is one letter a message. */
class GatewayTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Examples.ToldJudge judge = new Examples.ToldJudge();
  private final FakeBoard board = new FakeBoard();
  private final MemoryLinks links = new MemoryLinks();
  private final BlockingQueue<MemoryLink> pumps = new LinkedBlockingQueue<>();
  private final MemoryJournal journal =
      new MemoryJournal(
          "bed-1",
          () ->
              new ClockReading(
                  Instant.EPOCH, ClockQuality.HOLDOVER, System.nanoTime() / 1_000_000));
  @TempDir private static Path state;

  private final Gateway gateway =
      new Gateway(
          new Gateway.Services(
              links,
              judge,
              journal,
              board,
              () ->
                  new ClockReading(
                      Instant.EPOCH, ClockQuality.HOLDOVER, System.nanoTime() / 1_000_000)),
          Settings.of(10, "", 30),
          new KnownPumpsFile(state));

  @AfterEach
  void stop() {
    gateway.close();
    journal.close();
  }

  @Test
  void aPluggedInPumpIsFoundFollowedAndJudged() throws Exception {
    gateway.addDriver(new LetterDriver());
    gateway.start();
    plugIn("/dev/a").write(text("I"));
    await(() -> said("PUMP_IDENTIFIED") == 1);

    judge.answer = judgement(Verdict.HARD_HIGH, ReasonCode.HARD_LIMIT_PASSED);
    links.present().forEach(port -> assertThat(port.path()).isEqualTo("/dev/a"));
    pumpsLast.write(text("R"));
    await(() -> said("ADVISORY_RAISED") == 1);
    assertThat(board.shown())
        .contains(new FakeBoard.Shown(Light.RED_BLINKING, Sound.ADVISORY_URGENT));
  }

  @Test
  void lightAndSoundDoNotWaitForTheDisk() throws Exception {
    gateway.addDriver(new LetterDriver());
    gateway.start();
    MemoryLink pump = plugIn("/dev/a");
    pump.write(text("I"));
    await(() -> said("PUMP_IDENTIFIED") == 1);
    journal.holdWrites();
    judge.answer = judgement(Verdict.SOFT_HIGH, ReasonCode.SOFT_LIMIT_PASSED);
    pump.write(text("R"));
    await(() -> shows(Light.AMBER_BLINKING));
    assertThat(said("ADVISORY_RAISED")).isZero();
    journal.releaseWrites();
    await(() -> said("ADVISORY_RAISED") == 1);
  }

  /** As those of a key token do whose library hangs. */
  @Test
  void lightAndSoundDoNotWaitForAnotherPartsHealth() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    gateway.addCheck(
        Examples.check(
            () -> {
              asked.countDown();
              answer.await();
              return Health.WELL;
            }));
    gateway.addDriver(new LetterDriver());
    gateway.start();
    assertThat(asked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    MemoryLink pump = plugIn("/dev/a");
    pump.write(text("I"));
    await(() -> said("PUMP_IDENTIFIED") == 1);
    judge.answer = judgement(Verdict.HARD_HIGH, ReasonCode.HARD_LIMIT_PASSED);
    pump.write(text("R"));
    await(() -> shows(Light.RED_BLINKING));
    await(() -> said("ADVISORY_RAISED") == 1);
    judge.answer = judgement(Verdict.WITHIN, ReasonCode.WITHIN_LIMITS);
    pump.write(text("R"));
    await(() -> said("ADVISORY_CLEARED") == 1);
    answer.countDown();
    await(() -> shows(Light.GREEN));
  }

  @Test
  void aPartThatCannotSayHowItIsDisturbsNobody() throws Exception {
    gateway.addCheck(
        Examples.check(
            () -> {
              throw new IllegalStateException("a bug in a check");
            }));
    gateway.addDriver(new LetterDriver());
    gateway.start();
    await(() -> shows(Light.AMBER));
    plugIn("/dev/a").write(text("I"));
    await(() -> said("PUMP_IDENTIFIED") == 1);
  }

  @Test
  void aPumpThatIsUnpluggedAndPluggedInAgainIsFollowedAgain() throws Exception {
    gateway.addDriver(new LetterDriver());
    gateway.start();
    plugIn("/dev/a").write(text("I"));
    await(() -> said("PUMP_IDENTIFIED") == 1);
    links.unplug(new PortId("/dev/a"));
    await(() -> said("COMM_STATUS_CHANGE") == 2);
    await(() -> shows(Light.AMBER));
    assertThat(gateway.health().code()).isEqualTo("pump-lost");
    plugIn("/dev/a").write(text("I"));
    await(() -> said("PUMP_IDENTIFIED") == 2);
    await(() -> shows(Light.GREEN));
  }

  @Test
  void aPumpThatIsPluggedInElsewhereTakesItsAdvisoryAlong() throws Exception {
    gateway.addDriver(new LetterDriver());
    gateway.start();
    plugIn("/dev/a").write(text("I"));
    await(() -> said("PUMP_IDENTIFIED") == 1);
    judge.answer = judgement(Verdict.HARD_HIGH, ReasonCode.HARD_LIMIT_PASSED);
    pumpsLast.write(text("R"));
    await(() -> said("ADVISORY_RAISED") == 1);
    links.unplug(new PortId("/dev/a"));
    plugIn("/dev/b").write(text("I"));
    await(() -> said("PUMP_IDENTIFIED") == 2);
    pumpsLast.write(text("R"));
    await(() -> shows(Light.RED_BLINKING));
    judge.answer = judgement(Verdict.WITHIN, ReasonCode.WITHIN_LIMITS);
    pumpsLast.write(text("R"));
    await(() -> said("ADVISORY_CLEARED") == 1);
    await(() -> shows(Light.GREEN));
    assertThat(said("ADVISORY_RAISED")).isEqualTo(1);
  }

  @Test
  void aDriverThatCrashesOnOnePumpDisturbsNoOther() throws Exception {
    gateway.addDriver(new LetterDriver());
    gateway.start();
    MemoryLink good = plugIn("/dev/a");
    good.write(text("I"));
    MemoryLink bad = plugIn("/dev/b");
    bad.write(text("J"));
    await(() -> said("PUMP_IDENTIFIED") == 2);
    bad.write(text("!"));
    await(() -> said("COMM_STATUS_CHANGE") == 3);
    MemoryLink again = nextPump(); // the loop opened the port anew
    again.write(text("J"));
    await(() -> said("PUMP_IDENTIFIED") == 3);
    judge.answer = judgement(Verdict.SOFT_HIGH, ReasonCode.SOFT_LIMIT_PASSED);
    good.write(text("R"));
    await(() -> said("ADVISORY_RAISED") == 1);
  }

  @Test
  void aDriverThatIsTakenAwayLosesItsPumpsAndFindsThemWhenItIsBack() throws Exception {
    LetterDriver driver = new LetterDriver();
    gateway.addDriver(driver);
    gateway.start();
    plugIn("/dev/a").write(text("I"));
    await(() -> said("PUMP_IDENTIFIED") == 1);
    gateway.removeDriver(driver);
    await(() -> said("COMM_STATUS_CHANGE") == 2);
    gateway.addDriver(new LetterDriver());
    nextPump().write(text("I"));
    await(() -> said("PUMP_IDENTIFIED") == 2);
  }

  @Test
  void eventsThatTheJournalCannotTakeAreCounted() throws Exception {
    gateway.addDriver(new LetterDriver());
    gateway.start();
    journal.failWrites(JournalException.Reason.STORAGE);
    plugIn("/dev/a").write(text("I"));
    await(() -> gateway.eventsLost() >= 2);
    assertThat(gateway.health().code()).isEqualTo("events-lost");
    journal.healWrites();
  }

  @Test
  void aCertificateThatEndsSoonWinksUntilAPumpHasSomethingToSay() throws Exception {
    gateway.addCheck(endsInADay());
    gateway.addDriver(new LetterDriver());
    gateway.start();
    await(() -> shows(Light.GREEN_WINKING_THRICE));
    MemoryLink pump = plugIn("/dev/a");
    pump.write(text("I"));
    await(() -> said("PUMP_IDENTIFIED") == 1);
    judge.answer = judgement(Verdict.SOFT_HIGH, ReasonCode.SOFT_LIMIT_PASSED);
    pump.write(text("R"));
    await(() -> shows(Light.AMBER_BLINKING));
    judge.answer = judgement(Verdict.WITHIN, ReasonCode.WITHIN_LIMITS);
    pump.write(text("R"));
    await(() -> shows(Light.GREEN_WINKING_THRICE));
  }

  private static HealthCheck endsInADay() {
    Instant end = Instant.EPOCH.plus(Duration.ofDays(1));
    return Examples.check(
        () -> new Health(HealthCheck.Level.WARNING, "ends", "It ends.", Optional.of(end)));
  }

  @Test
  void theTamperSwitchIsSaid() {
    gateway.start();
    board.setTamper(Tamper.OPEN);
    await(() -> said("TAMPER_OPENED") == 1);
  }

  private static final TrustOverview TOLD =
      new TrustOverview() {
        @Override
        public Map<String, Object> showTrust() {
          return Map.of();
        }

        @Override
        public Map<String, Object> trustInBrief() {
          return Map.of("stopped", false, "attention", List.of("certificate-ends-soon"));
        }
      };

  @Test
  void theStatusNamesPumpsLibraryAndTrust() throws Exception {
    gateway.addDriver(new LetterDriver());
    gateway.start();
    plugIn("/dev/a").write(text("I"));
    await(() -> said("PUMP_IDENTIFIED") == 1);
    StatusHandler handler = new StatusHandler(gateway, judge, TOLD);
    String answer =
        handler
            .handle(new Command("r-1", Command.Verb.GET, "status", Bytes.EMPTY))
            .body()
            .toString();
    assertThat(answer)
        .contains("\"library_version\":3")
        .contains("\"serial\":\"8002-51740\"")
        .contains("\"following\":true")
        .contains("\"trust\":{\"attention\":[\"certificate-ends-soon\"],\"stopped\":false}");
    assertThat(
            handler.handle(new Command("r-2", Command.Verb.EXEC, "status", Bytes.EMPTY)).status())
        .isEqualTo(io.pumpbridge.model.command.Answer.Status.BAD_REQUEST);
  }

  private MemoryLink pumpsLast;

  private MemoryLink plugIn(String path) throws InterruptedException {
    links.plug(path, (far, settings) -> pumps.add(far));
    return nextPump();
  }

  private MemoryLink nextPump() throws InterruptedException {
    pumpsLast = pumps.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(pumpsLast).as("the port was opened").isNotNull();
    return pumpsLast;
  }

  private boolean shows(Light light) {
    return board.shown().map(FakeBoard.Shown::light).filter(light::equals).isPresent();
  }

  private long said(String name) {
    List<EventRecord> records = new ArrayList<>();
    for (EventJournal.StreamStatus status : journal.streams()) {
      try {
        records.addAll(journal.read(status.stream(), 0, 1_000));
      } catch (JournalException e) {
        throw new AssertionError(e);
      }
    }
    return records.stream()
        .filter(record -> record.canonical().toText(US_ASCII).contains("\"name\":\"" + name + "\""))
        .count();
  }

  private static void await(BooleanSupplier condition) {
    long endNs = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("the condition came true in time").isLessThan(endNs);
      Thread.onSpinWait();
    }
  }

  private static Bytes text(String text) {
    return Bytes.of(text, US_ASCII);
  }
}
