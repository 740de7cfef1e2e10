// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static io.pumpbridge.uplink.UplinkBed.confirmation;
import static io.pumpbridge.uplink.UplinkBed.payload;
import static io.pumpbridge.uplink.UplinkBed.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.uplink.kura.KuraPayload;
import io.pumpbridge.uplink.kura.KuraValue;
import io.pumpbridge.uplink.mqtt.ScriptedBroker;
import io.pumpbridge.uplink.mqtt.ScriptedBroker.Manner;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A thousand connections that die in every manner, one after the other. */
class UplinkFlapsTest {
  private static final int FLAPS = 1_000;

  /** After so many the server confirms what it has. */
  private static final int ROUND = 100;

  private static final Timing RESTLESS =
      new Timing(
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofMillis(1),
          Duration.ofMillis(3),
          Duration.ofMinutes(5));

  /** Before MQTT begins: a hundred a second. */
  private static final List<Manner> EARLY_DEATHS =
      List.of(Manner.CLOSE_TCP, Manner.STRANGER, Manner.CLOSE_TCP);

  /** Paho needs a third of a second to begin, however quick everybody else is; so every tenth. */
  private static final List<Manner> LATE_DEATHS =
      List.of(
          Manner.CLOSE_AFTER_EVENT,
          Manner.KILL_ON_EVENT,
          Manner.HANG_UP,
          Manner.CLOSE_AFTER_CONNACK,
          Manner.KILL_ON_PUBLISH,
          Manner.REFUSE_SUBSCRIPTION,
          Manner.NOT_AUTHORISED,
          Manner.NOISE,
          Manner.ANNOUNCE_TOO_MUCH);

  private static final int LATE_EVERY = 10;

  /** Objects that wait for their finalizer at that moment; a leak would be hundreds. */
  private static final int ON_THEIR_WAY_OUT = 60;

  /** Of a class histogram: number, instances, bytes, class. */
  private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(\\S+).*");

  private static final Set<String> WATCHED =
      Set.of(
          "org.eclipse.paho.client.mqttv3.internal.ClientComms",
          "io.pumpbridge.uplink.mqtt.PahoConnection",
          "io.pumpbridge.uplink.mqtt.TlsNetworkModule",
          "sun.security.ssl.SSLSocketImpl",
          "io.pumpbridge.uplink.OutboundWindow$InFlight",
          "io.pumpbridge.uplink.StreamCursor");

  private final UplinkBed bed = new UplinkBed();
  private final Map<Long, Bytes> server = new TreeMap<>();
  private long confirmedUpTo;

  @AfterEach
  void close() throws Exception {
    bed.close();
  }

  private static Manner manner(int connection) {
    if (connection % ROUND == 0) {
      return Manner.ACKNOWLEDGE;
    }
    return connection % LATE_EVERY == 5
        ? LATE_DEATHS.get(connection / LATE_EVERY % LATE_DEATHS.size())
        : EARLY_DEATHS.get(connection % EARLY_DEATHS.size());
  }

  @Test
  void aThousandFlapsLoseNothingRepeatNothingAsNewAndLeakNothing() throws Exception {
    ScriptedBroker broker = bed.broker(Manner.ACKNOWLEDGE);
    broker.behave(UplinkFlapsTest::manner);
    List<EventRecord> appended = new ArrayList<>();
    bed.uplink(bed.connector(broker.port()), RESTLESS, "server");
    Map<String, Long> first = Map.of();
    for (int flap = 1; flap <= FLAPS; flap++) {
      int wanted = flap;
      if (flap % 5 == 1) { // something happens now and then
        appended.add(bed.append(EventName.DELIV_START));
      }
      Eventually.until("flap " + flap, () -> broker.connections() >= wanted);
      if (flap % ROUND == 0) {
        receive(broker, appended);
        if (flap == ROUND) {
          first = held();
        } else if (flap == FLAPS) {
          assertNoMore(first, held());
        }
        broker.cut();
      }
    }
    assertThat(server.values())
        .containsExactlyElementsOf(appended.stream().map(EventRecord::canonical).toList());
    assertThat(bed.stored(Lane.CLINICAL)).isZero();
  }

  /** All that has been appended arrives, is the same each time, and is confirmed. */
  private void receive(ScriptedBroker broker, List<EventRecord> appended) throws Exception {
    EventRecord last = appended.get(appended.size() - 1);
    while (true) {
      KuraPayload event = payload(broker.nextPublish("/events/clinical"));
      long sequence = ((KuraValue.Int64) event.metrics().get("seq")).value();
      assertThat(sequence).as("what is confirmed never comes again").isGreaterThan(confirmedUpTo);
      Bytes body = event.body().orElseThrow();
      Bytes known = server.putIfAbsent(sequence, body);
      assertThat(known == null ? body : known).as("a number, a record").isEqualTo(body);
      if (sequence == last.sequence() && broker.hasLiveSession()) {
        break;
      }
    }
    broker.send(
        "$EDC/hospital/gw/PUMP-BRIDGE-V1/PUT/confirmation",
        request("c-" + last.sequence(), confirmation(last)));
    Eventually.until("confirmed", () -> bed.stored(Lane.CLINICAL) == 0);
    confirmedUpTo = last.sequence();
    broker.forget("/events/clinical");
  }

  /** What one connection more must not leave behind: threads, files, objects. */
  private static Map<String, Long> held() throws Exception {
    // A living connection has eight: three of ours, one of its own, and Paho's four.
    Eventually.until("the old ones' threads end", () -> UplinkBed.leftThreads().size() <= 8);
    Map<String, Long> held = new TreeMap<>();
    held.put("threads", (long) UplinkBed.leftThreads().size());
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      held.put("files", unix.getOpenFileDescriptorCount());
    }
    System.gc();
    System.runFinalization(); // else what died since the last collection counts, too
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    for (Matcher line : histogram.lines().map(LINE::matcher).filter(Matcher::matches).toList()) {
      if (WATCHED.contains(line.group(2))) {
        held.put(line.group(2), Long.parseLong(line.group(1)));
      }
    }
    return held;
  }

  private static void assertNoMore(Map<String, Long> first, Map<String, Long> last) {
    assertThat(first.get("io.pumpbridge.uplink.mqtt.PahoConnection")).isPositive();
    last.forEach(
        (what, count) ->
            assertThat(count)
                .as("%s, first %s", what, first)
                .isLessThanOrEqualTo(first.getOrDefault(what, 0L) + ON_THEIR_WAY_OUT));
  }
}
