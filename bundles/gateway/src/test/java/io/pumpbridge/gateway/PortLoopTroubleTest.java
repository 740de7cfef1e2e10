// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.driver.PumpSession;
import io.pumpbridge.model.driver.SessionInput;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.pump.PumpIdentity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes wrong on a port, in virtual time; nothing of it ends its loop. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a loop may never end
class PortLoopTroubleTest {
  private static final PumpDriver ALARIS = new WordDriver("alaris", 30, 550);
  private static final PumpDriver PATIENT =
      new WordDriver("patient", 10, 2_200, new PatientSession(0));
  private static final PumpDriver BROKEN =
      new WordDriver(
          "broken", 1, 600, new BrokenSession(new IllegalStateException("a bug in the driver")));
  private static final PumpDriver DEEP =
      new WordDriver("deep", 1, 600, new BrokenSession(new StackOverflowError("too deep")));

  private final WordLine line = new WordLine();
  private final List<String> told = new ArrayList<>();
  private int ticks;
  private Consumer<String> onTold = word -> {};
  private Runnable stop = () -> {};

  /** Runs a port until it is stopped, or nothing more can come. */
  private void run(PumpDriver... drivers) {
    line.plug(drivers[drivers.length - 1].protocol(), 0);
    PortLoop loop =
        new PortLoop(
            WordLine.PORT,
            new PortLoop.Surroundings(
                line, () -> List.of(drivers), () -> line.nowMs, Optional::empty),
            new Told());
    line.onTooLate = loop::stop;
    stop = loop::stop;
    loop.run();
  }

  private final class Told implements PortListener {
    private void tell(String word) {
      told.add(word);
      onTold.accept(word);
    }

    @Override
    public void heard(Effect effect, long nowMs) {
      tell(effect.getClass().getSimpleName());
    }

    @Override
    public void tick(long nowMs) {
      ticks++;
    }

    @Override
    public void gone(Effect.LossReason reason, long nowMs) {
      tell(reason.name());
    }

    @Override
    public boolean isFollowing() {
      return told.contains("Identified") && !told.contains("Lost");
    }
  }

  private void stopAt(String word) {
    onTold =
        heard -> {
          if (heard.equals(word)) {
            stop.run();
          }
        };
  }

  /** A pulled cable picks up noise, another device chatters. */
  private void babbleOnceIdentifiedAndStopAt(String word) {
    stopAt(word);
    onTold = onTold.andThen(heard -> line.babble = true);
  }

  @Test
  void aSessionHearsOfTheTimeAlsoOnALineThatIsNeverQuiet() {
    babbleOnceIdentifiedAndStopAt("Lost");
    run(PATIENT);
    assertThat(told).startsWith("Identified", "Lost");
    assertThat(line.nowMs).as("its patience is a second").isLessThan(5_000);
  }

  @Test
  void aLineThatIsNeverQuietIsGivenBackInOrderToo() {
    babbleOnceIdentifiedAndStopAt("Identified");
    run(PATIENT);
    assertThat(line.heard).as("asked again to let go").contains("bye@10010");
  }

  @Test
  void aDriverThatThrowsAtOnceIsPausedAndTheOthersGetTheirTurn() {
    stopAt("Identified");
    run(BROKEN, ALARIS);
    assertThat(told).containsExactly("SILENT", "Identified", "Lost", "RELEASED");
  }

  @Test
  void anErrorDoesNotEndThePortEither() {
    stopAt("Identified");
    run(DEEP, ALARIS);
    assertThat(told).containsExactly("SILENT", "Identified", "Lost", "RELEASED");
  }

  @Test
  void aListenerThatThrowsDoesNotEndThePort() {
    stopAt("Identified");
    Consumer<String> stopping = onTold;
    onTold =
        word -> {
          if (word.equals("SILENT")) {
            throw new IllegalStateException("a bug in what listens");
          }
          stopping.accept(word);
        };
    run(BROKEN, ALARIS);
    assertThat(told).startsWith("SILENT", "Identified");
  }

  /**
   * Otherwise whatever waits for time to go by would stand for ever: what is told of a lost pump.
   */
  @Test
  void timeGoesByAlsoOnAPortThatCannotBeOpened() {
    line.taken = true;
    stopAt("UNPLUGGED");
    run(ALARIS);
    assertThat(ticks).isPositive();
  }

  @Test
  void timeGoesByAlsoUnderADriverThatAlwaysThrows() {
    stopAt("SILENT");
    run(BROKEN);
    assertThat(ticks).isPositive();
  }

  /** A programme under way must have an outcome also when the cable is pulled. */
  @Test
  void aLineThatGoesIsToldToItsSessionBeforeAnythingElse() {
    line.goneAtMs = 400;
    stopAt("UNPLUGGED");
    run(ALARIS);
    assertThat(told).containsExactly("Identified", "Lost", "UNPLUGGED");
  }

  /**
   * Says its name at once, and believes in its pump for ten ticks; at the end it says bye with each
   * tick, and is released after three.
   */
  private record PatientSession(int ticks, int byes) implements PumpSession {
    private PatientSession(int ticks) {
      this(ticks, -1);
    }

    @Override
    public Step on(SessionInput input) {
      if (input instanceof SessionInput.Opened) {
        PumpIdentity pump = new PumpIdentity("patient", "patient", "", "1", "");
        return new Step(this, List.of(new Effect.Identified(pump)));
      }
      if (input instanceof SessionInput.Stop) {
        return new Step(new PatientSession(ticks, 0), List.of());
      }
      if (!(input instanceof SessionInput.Tick)) {
        return new Step(this, List.of());
      }
      if (byes >= 0) {
        Bytes bye = Bytes.of("bye", StandardCharsets.US_ASCII);
        return new Step(new PatientSession(ticks, byes + 1), List.of(new Effect.Send(bye)));
      }
      return new Step(
          new PatientSession(ticks + 1),
          ticks == 10 ? List.of(new Effect.Lost(Effect.LossReason.SILENT)) : List.of());
    }

    @Override
    public String state() {
      return "patient";
    }

    @Override
    public boolean isAnswered() {
      return true;
    }

    @Override
    public boolean isReleased() {
      return byes > 2;
    }
  }

  private record BrokenSession(Throwable failure) implements PumpSession {
    @Override
    public Step on(SessionInput input) {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) failure;
    }

    @Override
    public String state() {
      return "broken";
    }

    @Override
    public boolean isAnswered() {
      return false;
    }

    @Override
    public boolean isReleased() {
      return true;
    }
  }
}
