// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A ward of gateways in every state; one question. */
class LibraryBookTest {
  private static final Set<String> NOBODY = Set.of();

  private final LibraryBook book = new LibraryBook();
  private final Map<StreamId, EventRecord> last = new HashMap<>();

  private static String hash(String of) {
    return EventRecord.hashOf(Bytes.of(of, StandardCharsets.UTF_8));
  }

  /** As the gateway's journal chains it. */
  private void say(String gateway, Event event) {
    StreamId stream = new StreamId(gateway, "e1", event.lane());
    Optional<EventRecord> before = Optional.ofNullable(last.get(stream));
    long sequence = before.map(EventRecord::sequence).orElse(0L) + 1;
    EventRecord record =
        EventRecord.of(
            stream,
            sequence,
            before.map(EventRecord::hash).orElse(EventRecord.FIRST_PREVIOUS),
            new ClockReading(
                Instant.parse("2026-03-01T12:00:00Z").plusSeconds(sequence),
                ClockQuality.SYNCHRONISED,
                sequence),
            event);
    last.put(stream, record);
    try {
      book.see(record, document(record, event));
    } catch (DocumentException e) {
      throw new AssertionError(e);
    }
  }

  private static Fields document(EventRecord record, Event event) throws DocumentException {
    return Fields.from(
        Map.of(
            "t",
            "2026-03-01T12:00:" + String.format("%02d", record.sequence() % 60) + "Z",
            "event",
            event.toFields().toTree()));
  }

  private static Fields.Builder library(int version) {
    return Fields.builder()
        .put("version", version)
        .put("sha256", hash("library " + version))
        .put("signed_sha256", hash("signed " + version));
  }

  private void received(String gateway, int version) {
    say(
        gateway,
        Event.of(
            EventName.LIBRARY_RECEIVED,
            Fields.builder().put("signed_sha256", hash("signed " + version)).build()));
  }

  private void verified(String gateway, int version) {
    received(gateway, version);
    say(gateway, Event.of(EventName.LIBRARY_VERIFIED, library(version).build()));
    say(gateway, Event.of(EventName.LIBRARY_STAGED, library(version).build()));
  }

  private void taken(String gateway, int version, String... waitingPumps) {
    verified(gateway, version);
    List<Fields> waiting =
        Stream.of(waitingPumps)
            .map(serial -> Fields.builder().put("serial", serial).put("channel", "1").build())
            .toList();
    say(
        gateway,
        Event.of(EventName.LIBRARY_ARMED, library(version).put("waiting", waiting).build()));
    say(gateway, Event.of(EventName.LIBRARY_IN_FORCE, library(version).build()));
  }

  private static PumpIdentity pump(String serial) {
    return new PumpIdentity("alaris", "p", "GH", serial, "");
  }

  private void pumpOn(String gateway, String serial, int version) {
    say(gateway, Event.of(EventName.LIBRARY_IN_FORCE, pump(serial), "1", library(version).build()));
  }

  private void lost(String gateway, String serial) {
    say(
        gateway,
        Event.of(
            EventName.COMM_STATUS_CHANGE,
            pump(serial),
            Fields.builder().put("state", "lost").build()));
  }

  private GatewayStanding of(String gateway, Set<String> online, Map<String, Fields> answers) {
    return book.standings(online, answers).stream()
        .filter(one -> one.gateway().equals(gateway))
        .findFirst()
        .orElseThrow();
  }

  private String why(String gateway, String... online) {
    return of(gateway, Set.of(online), Map.of()).why().orElse("");
  }

  @Test
  void everyGatewayAndEveryPumpHasItsReason() {
    taken("current", 3);
    pumpOn("current", "p-idle", 3);
    pumpOn("current", "p-runs", 3);
    pumpOn("current", "p-gone", 3);
    pumpOn("current", "p-new", 3);
    lost("current", "p-gone");
    taken("current", 4, "p-runs");
    pumpOn("current", "p-idle", 4);
    taken("old", 3);
    pumpOn("old", "p-1", 3);
    taken("refusing", 3);
    received("refusing", 4);
    say(
        "refusing",
        Event.of(
            EventName.LIBRARY_REFUSED,
            Fields.builder()
                .put("signed_sha256", hash("signed 4"))
                .put("code", "certificate-expired")
                .put("cause", "received")
                .build()));
    taken("verifying", 3);
    received("verifying", 4);
    taken("staged", 3);
    verified("staged", 4);

    assertThat(book.newest()).contains(new Library(4, hash("library 4")));
    assertThat(why("current")).isEmpty();
    assertThat(why("old")).isEqualTo("offline");
    assertThat(why("old", "old")).isEqualTo("not-received");
    assertThat(why("refusing")).isEqualTo("refused:certificate-expired");
    assertThat(why("verifying")).isEqualTo("not-yet-verified");
    assertThat(why("staged")).isEqualTo("not-yet-in-force");
    assertThat(why("never-heard", "never-heard")).isEqualTo("not-received");

    GatewayStanding current = of("current", NOBODY, Map.of());
    assertThat(current.pumps())
        .extracting(PumpStanding::serial, one -> one.why().orElse(""))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("p-gone", "unreachable"),
            org.assertj.core.groups.Tuple.tuple("p-idle", ""),
            org.assertj.core.groups.Tuple.tuple("p-new", "not-heard-yet"),
            org.assertj.core.groups.Tuple.tuple("p-runs", "infusing"));
    assertThat(current.isStale()).isTrue();
    assertThat(of("old", NOBODY, Map.of()).pumps().get(0).why()).contains("offline");
  }

  /** A gateway tells of equal refusals once at once, and how many more there were an hour later. */
  @Test
  void whatIsOnlyCountedTakesNothingBack() {
    Fields refused =
        Fields.builder()
            .put("signed_sha256", hash("signed 4"))
            .put("code", "chain-untrusted")
            .put("cause", "received")
            .build();
    say("current", Event.of(EventName.LIBRARY_REFUSED, refused));
    taken("current", 4);
    Fields counted = Fields.builder().putAll(refused).put("repeated", 2).build();
    say("current", Event.of(EventName.LIBRARY_REFUSED, counted));
    assertThat(of("current", NOBODY, Map.of()).proof())
        .extracting(Step::name)
        .endsWith("LIBRARY_IN_FORCE");
  }

  @Test
  void thatItIsInForceIsProvenByTheChainedRecordsOfEachStep() {
    taken("current", 4);
    List<Step> proof = of("current", NOBODY, Map.of()).proof();
    assertThat(proof)
        .extracting(Step::name)
        .containsExactly(
            "LIBRARY_RECEIVED",
            "LIBRARY_VERIFIED",
            "LIBRARY_STAGED",
            "LIBRARY_ARMED",
            "LIBRARY_IN_FORCE");
    assertThat(proof)
        .extracting(step -> step.position().sequence())
        .containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(proof.get(4).position().hash())
        .isEqualTo(last.get(new StreamId("current", "e1", Lane.AUDIT)).hash());
  }

  private static Fields answer(int version, String serial, int pumpVersion, String why) {
    Fields.Builder pump =
        Fields.builder()
            .put("serial", serial)
            .put("channel", "1")
            .putAll(library(pumpVersion).build());
    if (!why.isEmpty()) {
      pump.put("why_not", why);
    }
    return Fields.builder()
        .put("in_force", library(version).build())
        .put("pumps", List.of(pump.build()))
        .build();
  }

  @Test
  void whatAGatewayAnswersIsFresherButNoProof() {
    taken("a", 4);
    pumpOn("a", "p", 3);
    taken("b", 3);
    GatewayStanding fresh = of("a", Set.of("a"), Map.of("a", answer(4, "p", 3, "unreachable")));
    assertThat(fresh.pumps().get(0).why()).contains("unreachable");
    assertThat(of("a", Set.of("a"), Map.of("a", answer(4, "p", 4, ""))).isStale()).isFalse();
    assertThat(of("b", Set.of("b"), Map.of("b", answer(4, "p", 4, ""))).why()).contains("unproven");
    Fields none = Fields.builder().put("why_not", "certificate-expired").build();
    assertThat(of("a", Set.of("a"), Map.of("a", none)).why()).contains("certificate-expired");
    Fields strange = Fields.builder().put("in_force", "yes").build();
    assertThat(of("a", Set.of("a"), Map.of("a", strange)).why()).contains("answer-unreadable");
  }

  @Test
  void whatWasWithdrawnIsNotTheNewest() {
    taken("a", 3);
    taken("a", 4);
    taken("b", 3);
    assertThat(why("b", "b")).isEqualTo("not-received");
    say(
        "a",
        Event.of(
            EventName.LIBRARY_STATEMENT_ACCEPTED,
            Fields.builder()
                .put(
                    "withdrawn",
                    List.of(
                        Fields.builder()
                            .put("version", 4)
                            .put("sha256", hash("library 4"))
                            .build()))
                .build()));
    say("a", Event.of(EventName.LIBRARY_WITHDRAWN, library(4).build()));
    assertThat(book.newest()).contains(new Library(3, hash("library 3")));
    assertThat(why("a")).isEqualTo("library-withdrawn");
    assertThat(why("b", "b")).isEmpty();
    say("a", Event.of(EventName.LIBRARY_IN_FORCE, library(3).build()));
    assertThat(why("a")).isEmpty();
  }

  @Test
  void aLibraryThatNoLongerVerifiesAfterARestartIsNotInForce() {
    taken("a", 4);
    say(
        "a",
        Event.of(
            EventName.LIBRARY_REFUSED,
            Fields.builder()
                .put("signed_sha256", hash("signed 4"))
                .put("code", "certificate-expired")
                .put("cause", "loaded")
                .build()));
    assertThat(why("a")).isEqualTo("certificate-expired");
  }

  @Test
  void recordsThatSayNothingOfTheKindChangeNothing() {
    say("a", Event.of(EventName.LIBRARY_VERIFIED, Fields.builder().put("version", "x").build()));
    say("a", Event.of(EventName.BRIDGE_STARTED, Fields.builder().build()));
    assertThat(book.newest()).isEmpty();
    assertThat(why("a")).isEqualTo("library-none");
  }
}
