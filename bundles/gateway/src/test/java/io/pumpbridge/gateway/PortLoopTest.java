// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.driver.PumpSession;
import io.pumpbridge.model.driver.SessionInput;
import io.pumpbridge.model.link.ByteLink;
import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.link.LinkLostException;
import io.pumpbridge.model.link.LinkWatcher;
import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.pump.PumpIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One port's loop in virtual time: time goes by only while somebody waits for bytes. */
class PortLoopTest {
  private static final PortId PORT = new PortId("/dev/pump");

  /** As many families, and as long probes, as the shipped drivers have at most. */
  private static final List<PumpDriver> FAMILIES =
      List.of(
          new WordDriver("bcc", 60, 600),
          new WordDriver("fresenius", 10, 2_200),
          new WordDriver("alaris", 30, 550),
          new WordDriver("graseby", 40, 550),
          new WordDriver("dianet", 20, 600),
          new WordDriver("miva", 70, 550),
          new WordDriver("as50", 50, 550));

  private final Line line = new Line();
  private Optional<String> known = Optional.empty();

  /** Plugs a pump in while the port is there all the time, and says how long it took to find it. */
  private long foundAfterMs(String protocol, long pluggedMs) {
    line.reset();
    line.plug(protocol, pluggedMs);
    PortLoop[] loop = new PortLoop[1];
    Ear ear = new Ear(() -> loop[0].stop());
    loop[0] =
        new PortLoop(
            PORT,
            new PortLoop.Surroundings(line, () -> FAMILIES, () -> line.nowMs, () -> known),
            ear);
    line.onTooLate = () -> loop[0].stop();
    loop[0].run();
    assertThat(ear.identified).as("%s plugged in at %d", protocol, pluggedMs).isPresent();
    return line.nowMs - pluggedMs;
  }

  @Test
  void anUnknownPumpIsFoundWithinFifteenSecondsWheneverItIsPluggedIn() {
    for (PumpDriver family : FAMILIES) {
      for (long plugged = 0; plugged < 20_000; plugged += 97) {
        assertThat(foundAfterMs(family.protocol(), plugged))
            .as("%s at %d", family.protocol(), plugged)
            .isLessThanOrEqualTo(15_000);
      }
    }
  }

  @Test
  void aKnownPumpIsFoundWithinThreeSecondsOfItsAdapterBeingPluggedIn() {
    for (PumpDriver family : FAMILIES) {
      known = Optional.of(family.protocol());
      // One moment will do: before the port is there nothing happens, whenever that is.
      line.appearsMs = 1_000;
      assertThat(foundAfterMs(family.protocol(), 1_000))
          .as("%s", family.protocol())
          .isLessThanOrEqualTo(3_000);
    }
  }

  /**
   * The pump's end of a cable whose adapter stays: a second more for the one that listens first.
   */
  @Test
  void aKnownPumpIsFoundSoonAlsoOnAPortThatStays() {
    for (PumpDriver family : FAMILIES) {
      known = Optional.of(family.protocol());
      long limit = family.protocol().equals("fresenius") ? 4_000 : 3_000;
      for (long plugged = 0; plugged < 20_000; plugged += 97) {
        assertThat(foundAfterMs(family.protocol(), plugged))
            .as("%s at %d", family.protocol(), plugged)
            .isLessThanOrEqualTo(limit);
      }
    }
  }

  @Test
  void anotherPumpThanTheKnownOneIsFoundWithinFifteenSeconds() {
    for (PumpDriver family : FAMILIES) {
      known = Optional.of(family.protocol().equals("alaris") ? "fresenius" : "alaris");
      for (long plugged = 0; plugged < 20_000; plugged += 97) {
        assertThat(foundAfterMs(family.protocol(), plugged))
            .as("%s at %d", family.protocol(), plugged)
            .isLessThanOrEqualTo(15_000);
      }
    }
  }

  @Test
  void whatMayHarmLeastIsTriedFirstAndEachFamilyUnderItsOwnSettings() {
    foundAfterMs("miva", 0);
    assertThat(line.heard)
        .containsExactly(
            "fresenius@10010",
            "dianet@10020",
            "alaris@10030",
            "graseby@10040",
            "as50@10050",
            "bcc@10060",
            "miva@10070");
  }

  @Test
  void betweenTwoFamiliesTheLineIsQuietForHalfASecond() {
    foundAfterMs("miva", 12_000);
    for (int i = 1; i < line.heardAtMs.size(); i++) {
      assertThat(line.heardAtMs.get(i) - line.heardAtMs.get(i - 1)).isGreaterThanOrEqualTo(500);
    }
  }

  /** A pump that talks without end in another tongue is no reason to stay, nor to hurry. */
  @Test
  void aLineThatIsNeverQuietIsTriedWithTheOthersAllTheSame() {
    line.babble = true;
    assertThat(foundAfterMs("bcc", 0)).isLessThan(20_000);
  }

  /**
   * A pulled cable picks up noise, another device chatters: the session's patience ends all the
   * same, and the port is searched anew.
   */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aSessionHearsOfTheTimeAlsoOnALineThatIsNeverQuiet() {
    line.plug("patient", 0);
    PortLoop[] loop = new PortLoop[1];
    List<String> told = new ArrayList<>();
    PumpDriver patient = new WordDriver("patient", 10, 2_200, new PatientSession(0));
    loop[0] =
        loop(
            List.of(patient),
            listener(
                told,
                effect -> {
                  line.babble = true;
                  if (effect instanceof Effect.Lost) {
                    loop[0].stop();
                  }
                }));
    line.onTooLate = () -> loop[0].stop();
    loop[0].run();
    assertThat(told).startsWith("Identified", "Lost");
    assertThat(line.nowMs).isLessThan(5_000);
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aLineThatIsNeverQuietIsGivenBackInOrderToo() {
    line.plug("patient", 0);
    PortLoop[] loop = new PortLoop[1];
    PumpDriver patient = new WordDriver("patient", 10, 2_200, new PatientSession(0));
    loop[0] =
        loop(
            List.of(patient),
            listener(
                new ArrayList<>(),
                effect -> {
                  line.babble = true;
                  loop[0].stop();
                }));
    loop[0].run();
    assertThat(line.heard).as("asked again to let go").contains("bye@10010");
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aDriverThatThrowsAtOnceIsPausedAndTheOthersGetTheirTurn() {
    PumpDriver broken = new WordDriver("broken", 1, 600, new BrokenSession());
    line.plug("alaris", 0);
    PortLoop[] loop = new PortLoop[1];
    List<String> told = new ArrayList<>();
    loop[0] = loop(List.of(broken, FAMILIES.get(2)), listener(told, effect -> loop[0].stop()));
    line.onTooLate = () -> loop[0].stop();
    loop[0].run();
    assertThat(told).containsExactly("SILENT", "Identified", "Lost", "RELEASED");
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aListenerThatThrowsDoesNotEndThePort() {
    PumpDriver broken = new WordDriver("broken", 1, 600, new BrokenSession());
    line.plug("alaris", 0);
    PortLoop[] loop = new PortLoop[1];
    List<String> told = new ArrayList<>();
    loop[0] =
        loop(
            List.of(broken, FAMILIES.get(2)),
            new PortListener() {
              @Override
              public void heard(Effect effect, long nowMs) {
                told.add(effect.getClass().getSimpleName());
                loop[0].stop();
              }

              @Override
              public void gone(Effect.LossReason reason, long nowMs) {
                if (told.isEmpty()) {
                  throw new IllegalStateException("a bug in what listens");
                }
              }

              @Override
              public boolean isFollowing() {
                return !told.isEmpty();
              }
            });
    line.onTooLate = () -> loop[0].stop();
    loop[0].run();
    assertThat(told).contains("Identified");
  }

  private PortLoop loop(List<PumpDriver> drivers, PortListener listener) {
    return new PortLoop(
        PORT,
        new PortLoop.Surroundings(line, () -> drivers, () -> line.nowMs, Optional::empty),
        listener);
  }

  private static PortListener listener(List<String> told, Consumer<Effect> next) {
    return new PortListener() {
      @Override
      public void heard(Effect effect, long nowMs) {
        told.add(effect.getClass().getSimpleName());
        next.accept(effect);
      }

      @Override
      public void gone(Effect.LossReason reason, long nowMs) {
        told.add(reason.name());
      }

      @Override
      public boolean isFollowing() {
        return told.contains("Identified") && !told.contains("Lost");
      }
    };
  }

  /** A programme under way must have an outcome also when the cable is pulled. */
  @Test
  void aLineThatGoesIsToldToItsSessionBeforeAnythingElse() {
    known = Optional.of("alaris");
    line.plug("alaris", 0);
    line.goneAtMs = 400;
    PortLoop[] loop = new PortLoop[1];
    List<String> told = new ArrayList<>();
    loop[0] =
        new PortLoop(
            PORT,
            new PortLoop.Surroundings(line, () -> FAMILIES, () -> line.nowMs, () -> known),
            new PortListener() {
              @Override
              public void heard(Effect effect, long nowMs) {
                told.add(effect.getClass().getSimpleName());
              }

              @Override
              public void gone(Effect.LossReason reason, long nowMs) {
                told.add(reason.name());
                loop[0].stop();
              }

              @Override
              public boolean isFollowing() {
                return true;
              }
            });
    loop[0].run();
    assertThat(told).containsExactly("Identified", "Lost", "UNPLUGGED");
  }

  private static final class Ear implements PortListener {
    private final Runnable onFound;
    private Optional<PumpIdentity> identified = Optional.empty();

    private Ear(Runnable onFound) {
      this.onFound = onFound;
    }

    @Override
    public void heard(Effect effect, long nowMs) {
      if (effect instanceof Effect.Identified found) {
        identified = Optional.of(found.pump());
        onFound.run();
      }
    }

    @Override
    public void gone(Effect.LossReason reason, long nowMs) {}

    @Override
    public boolean isFollowing() {
      return identified.isPresent();
    }
  }

  /** A port with a pump that answers one word at one speed, 50 ms later. */
  private static final class Line implements LinkWatcher, ByteLink {
    private static final long GIVEN_UP_MS = 60_000;

    private long nowMs;
    private String pump = "";
    private long pluggedMs;
    private long appearsMs;
    private long goneAtMs = Long.MAX_VALUE;
    private int baud;
    private Optional<Long> replyAtMs = Optional.empty();
    private boolean babble;
    private Runnable onTooLate = () -> {};
    private final List<String> heard = new ArrayList<>();
    private final List<Long> heardAtMs = new ArrayList<>();

    private void reset() {
      nowMs = 0;
      replyAtMs = Optional.empty();
      heard.clear();
      heardAtMs.clear();
    }

    private void plug(String protocol, long atMs) {
      pump = protocol;
      pluggedMs = atMs;
    }

    @Override
    public List<PortId> present() {
      boolean there = nowMs >= appearsMs;
      if (!there) {
        nowMs = appearsMs; // nobody else lets time go by while the port is looked for
      }
      return there ? List.of(PORT) : List.of();
    }

    @Override
    public ByteLink open(PortId port, LineSettings settings) {
      baud = settings.baud();
      replyAtMs = Optional.empty();
      return this;
    }

    @Override
    public PortId port() {
      return PORT;
    }

    @Override
    public Bytes read(Duration wait) throws IOException {
      if (nowMs >= goneAtMs) {
        throw new LinkLostException("somebody pulled the cable");
      }
      long endMs = nowMs + wait.toMillis();
      if (nowMs - pluggedMs > GIVEN_UP_MS) {
        onTooLate.run();
      }
      if (replyAtMs.isPresent() && replyAtMs.get() <= endMs) {
        nowMs = Math.max(nowMs, replyAtMs.get());
        replyAtMs = Optional.empty();
        return Bytes.of(pump, StandardCharsets.US_ASCII);
      }
      nowMs = babble ? nowMs + 10 : endMs;
      return babble ? Bytes.fromHex("55") : Bytes.EMPTY;
    }

    @Override
    public void write(Bytes bytes) {
      String word = bytes.toText(StandardCharsets.US_ASCII);
      heard.add(word + "@" + baud);
      heardAtMs.add(nowMs);
      if (word.equals(pump) && nowMs >= pluggedMs) {
        replyAtMs = Optional.of(nowMs + 50);
      }
    }

    @Override
    public void close() {}
  }

  /** Says its name, and knows a pump by the echo. */
  private record WordDriver(String protocol, int probeOrder, long probeMs, PumpSession session)
      implements PumpDriver {
    private WordDriver(String protocol, int probeOrder, long probeMs) {
      this(protocol, probeOrder, probeMs, new WordSession(protocol, false));
    }

    @Override
    public LineSettings lineSettings() {
      return new LineSettings(10_000 + probeOrder, 8, LineSettings.Parity.NONE, 1);
    }

    @Override
    public PumpSession newSession() {
      return session;
    }
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

  private record BrokenSession() implements PumpSession {
    @Override
    public Step on(SessionInput input) {
      throw new IllegalStateException("a bug in the driver");
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

  private record WordSession(String word, boolean isAnswered) implements PumpSession {
    @Override
    public Step on(SessionInput input) {
      if (input instanceof SessionInput.Opened) {
        return new Step(this, List.of(new Effect.Send(Bytes.of(word, StandardCharsets.US_ASCII))));
      }
      if (input instanceof SessionInput.Received received
          && received.bytes().toText(StandardCharsets.US_ASCII).equals(word)) {
        return new Step(
            new WordSession(word, true),
            List.of(new Effect.Identified(new PumpIdentity(word, word, "", "1", ""))));
      }
      return new Step(
          this,
          input instanceof SessionInput.Closed && isAnswered
              ? List.of(new Effect.Lost(Effect.LossReason.UNPLUGGED))
              : List.of());
    }

    @Override
    public String state() {
      return "word";
    }

    @Override
    public boolean isReleased() {
      return true;
    }
  }
}
