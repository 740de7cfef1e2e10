// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import static io.pumpbridge.gateway.Examples.OTHER_PUMP;
import static io.pumpbridge.gateway.Examples.PUMP;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome;
import io.pumpbridge.model.driver.ProgrammeOutcome.Failed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Programmed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import io.pumpbridge.model.driver.ProgrammeOutcome.Refused;
import io.pumpbridge.model.driver.ProgrammeSteps;
import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.driver.PumpProgrammer.NoSuchChannel;
import io.pumpbridge.model.driver.PumpProgrammer.Offline;
import io.pumpbridge.model.driver.PumpProgrammer.OnlyListenedTo;
import io.pumpbridge.model.driver.PumpProgrammer.Settable;
import io.pumpbridge.model.driver.PumpSession;
import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.PumpIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Which pump an order means, and that whoever hands a programme in is always told. */
class ProgrammerTest {
  private static final PortId PORT = new PortId("/dev/a");
  private static final Quantity RATE = Quantity.of("6.56", "mL/h");
  private static final ProgrammeSteps STEPS =
      new ProgrammeSteps(Quantity.of("0.01", "mL/h"), Quantity.of("0.1", "mL"));
  private static final Programme PROGRAMME =
      new Programme("o-1", Effect.ONLY, RATE, Optional.empty());

  private final List<PortState> ports = new ArrayList<>();
  private final ProgrammeSlot slot = new ProgrammeSlot();
  private Optional<ProgrammeSteps> steps = Optional.of(STEPS);
  private final Programmer programmer =
      new Programmer(() -> List.copyOf(ports), port -> Optional.of(slot), () -> List.of(driver()));

  private PumpDriver driver() {
    return new PumpDriver() {
      @Override
      public String protocol() {
        return "alaris";
      }

      @Override
      public LineSettings lineSettings() {
        throw new UnsupportedOperationException();
      }

      @Override
      public int probeOrder() {
        return 1;
      }

      @Override
      public long probeMs() {
        return 1;
      }

      @Override
      public PumpSession newSession() {
        throw new UnsupportedOperationException();
      }

      @Override
      public Optional<ProgrammeSteps> programmeSteps() {
        return steps;
      }
    };
  }

  private void follow(PumpIdentity pump, boolean following, String... channels) {
    ports.add(
        new PortState(
            PORT,
            List.of(
                new PortState.PumpState(
                    Effect.ONLY,
                    Optional.of(pump),
                    following,
                    false,
                    AdvisoryWatch.Level.NONE,
                    List.of(channels)))));
  }

  @Test
  void aPumpIsMeantOnlyIfItsSerialNumberAndItsOneChannelAre() {
    assertThat(programmer.find(PUMP.serialNumber(), "1")).isEqualTo(new Offline());
    follow(PUMP, true, "1");
    assertThat(programmer.find(PUMP.serialNumber(), "1"))
        .isEqualTo(new Settable(PUMP, "1", "/dev/a", "", STEPS));
    assertThat(programmer.find(PUMP.serialNumber(), "2")).isEqualTo(new NoSuchChannel());
    assertThat(programmer.find(OTHER_PUMP.serialNumber(), "1")).isEqualTo(new Offline());
    assertThat(programmer.find("", "1")).isEqualTo(new Offline());
    steps = Optional.empty();
    assertThat(programmer.find(PUMP.serialNumber(), "1")).isEqualTo(new OnlyListenedTo());
  }

  @Test
  void aPumpThatIsLostOrThereTwiceOrOfSeveralChannelsIsNotSet() {
    follow(PUMP, false, "1");
    assertThat(programmer.find(PUMP.serialNumber(), "1")).isEqualTo(new Offline());
    follow(PUMP, true, "1", "2");
    assertThat(programmer.find(PUMP.serialNumber(), "1")).isEqualTo(new NoSuchChannel());
    follow(PUMP, true, "1");
    assertThat(programmer.find(PUMP.serialNumber(), "1")).isEqualTo(new Offline());
  }

  /** With a port's thread that tells a session whatever is handed in. */
  private ProgrammeOutcome programmed(Settable pump, Consumer<Programme> session) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Void> port =
        CompletableFuture.runAsync(
            () -> {
              while (!over.get()) {
                slot.take().ifPresent(session);
                Thread.onSpinWait();
              }
            });
    try {
      return programmer.programme("o-1", pump, RATE, Optional.empty());
    } finally {
      over.set(true);
      port.join();
    }
  }

  @Test
  void theOutcomeComesBackFromThePortsThread() throws Exception {
    follow(PUMP, true, "1");
    Settable pump = (Settable) programmer.find(PUMP.serialNumber(), "1");
    List<Programme> told = new ArrayList<>();
    ProgrammeOutcome outcome =
        programmed(
            pump,
            taken -> {
              told.add(taken);
              slot.ended(new Effect.Programmed(taken, new Programmed()));
            });
    assertThat(outcome).isEqualTo(new Programmed());
    assertThat(told).containsExactly(PROGRAMME);
  }

  @Test
  void aPumpThatHasLeftMeanwhileIsNotSet() throws Exception {
    follow(PUMP, true, "1");
    Settable pump = (Settable) programmer.find(PUMP.serialNumber(), "1");
    ports.clear();
    follow(OTHER_PUMP, true, "1");
    List<Programme> told = new ArrayList<>();
    assertThat(programmed(pump, told::add))
        .isInstanceOfSatisfying(
            Refused.class, why -> assertThat(why.reason()).isEqualTo(Reason.NOT_FOLLOWED));
    assertThat(told).isEmpty();
  }

  @Test
  void whoeverWaitsIsToldWhenTheLineGoes() {
    CompletableFuture<ProgrammeOutcome> before = slot.offer(PROGRAMME, () -> true);
    slot.lineGone();
    assertThat(before.join()).isInstanceOf(Refused.class);
    CompletableFuture<ProgrammeOutcome> under = slot.offer(PROGRAMME, () -> true);
    assertThat(slot.take()).contains(PROGRAMME);
    assertThat(slot.offer(PROGRAMME, () -> true).join())
        .isInstanceOfSatisfying(
            Refused.class, why -> assertThat(why.reason()).isEqualTo(Reason.BUSY));
    assertThat(slot.withdraw(PROGRAMME)).as("too late").isFalse();
    slot.lineGone();
    assertThat(under.join())
        .isInstanceOfSatisfying(
            Failed.class, why -> assertThat(why.reason()).isEqualTo(Reason.LOST));
  }
}
