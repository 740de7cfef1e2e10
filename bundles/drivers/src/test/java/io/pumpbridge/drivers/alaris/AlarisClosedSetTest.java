// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome.Failed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Programmed;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whatever is at the other end: nothing is ever said that is not meant to be. */
final class AlarisClosedSetTest {

  private static final long SEED = Long.getLong("hostile.seed", 20_261_127L);
  private static final int FAR_ENDS = Integer.getInteger("hostile.far_ends", 4_000);

  private static final Set<String> READS =
      Set.of("INST_SERIALNO", "COMMS_PROTOCOL", "INF", "ALARM");

  /** All that a programme of one of {@link #RATES} and one of {@link #VOLUMES} may say. */
  private static final Pattern COMMANDS =
      Pattern.compile(
          "INF_RATE_MAX_SYRINGE|INF_RATE|INF_VTBI|REMOTE_CTRL\\^DISABLED"
              + "|REMOTE_CTRL\\^ENABLED\\^[0-9A-F]{4}"
              + "|INF_RATE\\^(3\\.50|1200\\.00)\\^ml/h"
              + "|INF_VTBI\\^ACTIV\\^(11\\.000|0\\.125)\\^ml\\^STOP");

  private static final List<String> RATES = List.of("3.5", "1200", "0", "3.505", "1200.01", "-1");
  private static final List<String> VOLUMES = List.of("", "11", "0.125", "0", "50.001", "0.0005");

  /** Answers rightly, wrongly, twice, late, in pieces, in noise, or not at all. */
  private static final class AnyFarEnd implements Talk.FarEnd {
    private final ScriptedPump pump = ScriptedPump.standing();
    private final Random random;
    private final int honesty;

    private AnyFarEnd(Random random) {
      this.random = random;
      this.honesty = 30 + random.nextInt(71);
      pump.say("INF_RATE^1200.00^ml/h", "INF_RATE^1200.00^ml/h");
      pump.say("INF_VTBI^ACTIV^0.125^ml^STOP", "INF_VTBI^ACTIV^0.125^ml^STOP");
    }

    @Override
    public List<Talk.Arrival> onBytes(Bytes sent, long nowMs) {
      List<Talk.Arrival> right = pump.onBytes(sent, nowMs);
      if (random.nextInt(100) < honesty) {
        return right;
      }
      List<Talk.Arrival> arrivals = new ArrayList<>();
      switch (random.nextInt(6)) {
        case 0 -> arrivals.add(new Talk.Arrival(sent, 1));
        case 1 -> arrivals.add(new Talk.Arrival(anyVector(), random.nextInt(700)));
        case 2 -> arrivals.addAll(right);
        case 3 -> arrivals.add(new Talk.Arrival(mutated(), random.nextInt(50)));
        case 4 -> right.forEach(one -> arrivals.add(late(one)));
        default -> {}
      }
      if (random.nextBoolean()) {
        arrivals.addAll(right);
      }
      return arrivals;
    }

    private Talk.Arrival late(Talk.Arrival arrival) {
      return new Talk.Arrival(arrival.bytes(), random.nextInt(5_000));
    }

    private Bytes anyVector() {
      return AlarisVectors.wire(AlarisVectors.ALL.get(random.nextInt(AlarisVectors.ALL.size())));
    }

    /** A frame whose checksum holds and whose words do not. */
    private Bytes mutated() {
      String body =
          random.nextBoolean()
              ? ScriptedPump.STANDING
              : AlarisVectors.body(AlarisVectors.ALL.get(random.nextInt(AlarisVectors.ALL.size())));
      StringBuilder text = new StringBuilder(body);
      text.setCharAt(random.nextInt(text.length()), (char) (' ' + random.nextInt(95)));
      return AlarisVectors.framed(text.toString().replace('!', '?').replace('|', '?'));
    }
  }

  private static Programme any(Random random) {
    String volume = VOLUMES.get(random.nextInt(VOLUMES.size()));
    return new Programme(
        "order",
        Effect.ONLY,
        Quantity.of(RATES.get(random.nextInt(RATES.size())), "mL/h"),
        volume.isEmpty() ? Optional.empty() : Optional.of(Quantity.of(volume, "mL")));
  }

  private static String body(Bytes sent) {
    String text = sent.toText(StandardCharsets.US_ASCII);
    String body = text.substring(1, text.indexOf('|'));
    assertThat(sent).isEqualTo(AlarisVectors.framed(body));
    return body;
  }

  /** One far end, with orders, stops and pulled cables at random. */
  private static Talk talkWith(Random random, boolean programming) {
    Talk talk = new Talk(AlarisProfiles.driver(programming).newSession(), new AnyFarEnd(random));
    int programmes = 0;
    talk.open();
    for (int i = 0; i < 25; i++) {
      talk.run(random.nextInt(900));
      int what = random.nextInt(20);
      if (what < 12) {
        talk.program(any(random));
        programmes++;
      } else if (what == 12) {
        talk.unplug();
        talk.open();
      } else if (what == 13) {
        talk.stop();
        talk.run(random.nextInt(2_500));
        talk.unplug();
        talk.open();
      } else if (what == 14) {
        talk.open();
      }
    }
    talk.run(15_000);
    assertThat(talk.outcomes()).as("each programme is answered once").hasSize(programmes);
    return talk;
  }

  @Test
  void whoOnlyLooksSaysOnlyTheFourReads() {
    Random random = new Random(SEED);
    for (int i = 0; i < FAR_ENDS; i++) {
      Talk talk = talkWith(random, false);
      for (Bytes sent : talk.sent()) {
        assertThat(READS).as("seed %d, far end %d", SEED, i).contains(body(sent));
      }
      assertThat(talk.outcomes())
          .noneMatch(one -> one instanceof Programmed || one instanceof Failed);
      assertThat(talk.isReleased()).isTrue();
    }
  }

  @Test
  void whoMaySetSaysNothingOutsideTheClosedSetAndOnlyInItsOrder() {
    Random random = new Random(SEED);
    Map<String, Integer> outcomes = new TreeMap<>();
    for (int i = 0; i < FAR_ENDS; i++) {
      Talk talk = talkWith(random, true);
      String before = "";
      boolean controlled = false;
      for (Bytes sent : talk.sent()) {
        String body = body(sent);
        assertThat(READS.contains(body) || COMMANDS.matcher(body).matches())
            .as("seed %d, far end %d: %s", SEED, i, body)
            .isTrue();
        if (isWrite(body)) {
          assertThat(before).as("seed %d, far end %d: %s", SEED, i, body).isEqualTo("INF");
          assertThat(controlled).as("seed %d, far end %d: %s", SEED, i, body).isTrue();
        }
        controlled =
            body.startsWith("REMOTE_CTRL^ENABLED")
                || (controlled && !body.equals("REMOTE_CTRL^DISABLED"));
        before = body;
      }
      talk.outcomes().forEach(o -> outcomes.merge(o.getClass().getSimpleName(), 1, Integer::sum));
    }
    System.getLogger("test")
        .log(System.Logger.Level.INFO, "seed={0} outcomes={1}", Long.toString(SEED), outcomes);
    assertThat(outcomes.keySet()).containsExactly("Failed", "Programmed", "Refused");
  }

  private static boolean isWrite(String body) {
    return body.startsWith("INF_RATE^") || body.startsWith("INF_VTBI^");
  }
}
