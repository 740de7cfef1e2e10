// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.command.Command.Verb;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.pumpserver.DemoHospital;
import io.pumpbridge.pumpserver.GatewayKeys;
import io.pumpbridge.pumpserver.Waiting;
import io.pumpbridge.pumpserver.authority.Identity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Real broker, real TLS, real disk; a scripted gateway at the other end. */
@TestInstance(Lifecycle.PER_CLASS) // a broker takes seconds; each test has a gateway of its own
class PumpServerTest {
  private Path directory;
  private DemoHospital hospital;
  private X509Certificate root;
  private int gateways;

  @BeforeAll
  void open(@TempDir Path temporary) throws Exception {
    directory = temporary.resolve("hospital");
    hospital = DemoHospital.open(DemoHospital.Settings.in(directory), InstantSource.system());
    hospital.start();
    root = hospital.authority().root();
  }

  @AfterAll
  void close() {
    hospital.close();
  }

  private String newGateway() {
    return "gw-" + ++gateways;
  }

  private ScriptedGateway connect(String id, Identity identity) throws Exception {
    return new ScriptedGateway(id, hospital.url(), identity, root);
  }

  private long stored(StreamId stream) {
    return hospital.server().statistics().lastSequences().getOrDefault(stream, 0L);
  }

  @Test
  void recordsAreStoredAndConfirmedPerLaneWithASignatureThatHolds() throws Exception {
    String id = newGateway();
    List<EventRecord> alarms = Streams.chain(new StreamId(id, "e1", Lane.ALARM), 20);
    List<EventRecord> samples = Streams.chain(new StreamId(id, "e1", Lane.TELEMETRY), 30);
    ConcurrentLinkedQueue<ReceivedRecord> heard = new ConcurrentLinkedQueue<>();
    Runnable end = hospital.server().onStored((received, nanos) -> heard.add(received));
    try (ScriptedGateway gateway = connect(id, GatewayKeys.enrol(hospital.authority(), id))) {
      for (EventRecord each : alarms) {
        gateway.send(each);
      }
      for (EventRecord each : samples) {
        gateway.send(each);
      }
      gateway.awaitConfirmed(samples.get(29), root);
    }
    end.run();
    assertThat(hospital.server().records(id))
        .extracting(ReceivedRecord::record)
        .filteredOn(record -> record.stream().lane() == Lane.ALARM)
        .isEqualTo(alarms);
    assertThat(heard).hasSize(50);
    Completeness verdict = hospital.server().verifyCompleteness();
    assertThat(verdict.isComplete()).isTrue();
    assertThat(verdict.records()).containsEntry(samples.get(0).stream(), 30L);
  }

  @Test
  void aDuplicateIsStoredOnceAndConfirmedAgain() throws Exception {
    String id = newGateway();
    List<EventRecord> chain = Streams.chain(new StreamId(id, "e1", Lane.CLINICAL), 3);
    long before = hospital.server().statistics().duplicates();
    try (ScriptedGateway gateway = connect(id, GatewayKeys.enrol(hospital.authority(), id))) {
      for (EventRecord each : chain) {
        gateway.send(each);
      }
      gateway.awaitConfirmed(chain.get(2), root);
      gateway.send(chain.get(0));
      gateway.awaitConfirmed(chain.get(2), root);
      gateway.send(chain.get(0));
      gateway.awaitConfirmed(chain.get(0), root); // whoever was set back knows no later one
    }
    assertThat(hospital.server().records(id)).hasSize(3);
    assertThat(hospital.server().statistics().duplicates()).isEqualTo(before + 2);
  }

  @Test
  void whatComesOutOfTurnIsShownAndIsNeitherStoredNorConfirmed() throws Exception {
    String id = newGateway();
    StreamId stream = new StreamId(id, "e1", Lane.CLINICAL);
    List<EventRecord> chain = Streams.chain(stream, 4);
    ConcurrentLinkedQueue<EventRecord> shown = new ConcurrentLinkedQueue<>();
    Runnable end =
        hospital
            .server()
            .onStored(
                new StoredListener() {
                  @Override
                  public void onStored(ReceivedRecord received, long storedNanos) {}

                  @Override
                  public void onShown(ReceivedRecord received) {
                    shown.add(received.record());
                  }
                });
    try (ScriptedGateway gateway = connect(id, GatewayKeys.enrol(hospital.authority(), id))) {
      gateway.send(chain.get(0));
      gateway.show(chain.get(3));
      Waiting.until("shown", () -> List.copyOf(shown).equals(List.of(chain.get(3))));
      gateway.send(chain.get(1));
      gateway.awaitConfirmed(chain.get(1), root);
      assertThat(stored(stream)).isEqualTo(2);
      gateway.show(chain.get(0)); // late: it is stored already
      gateway.send(chain.get(2));
      gateway.send(chain.get(3));
      gateway.awaitConfirmed(chain.get(3), root);
    }
    end.run();
    assertThat(shown).hasSize(1);
    assertThat(hospital.server().records(id)).extracting(ReceivedRecord::record).isEqualTo(chain);
  }

  @Test
  void whatIsBehindAGapWaitsUntilTheGapCloses() throws Exception {
    String id = newGateway();
    StreamId stream = new StreamId(id, "e1", Lane.CLINICAL);
    List<EventRecord> chain = Streams.chain(stream, 4);
    try (ScriptedGateway gateway = connect(id, GatewayKeys.enrol(hospital.authority(), id))) {
      gateway.send(chain.get(0));
      gateway.send(chain.get(3));
      gateway.send(chain.get(2));
      gateway.awaitConfirmed(chain.get(0), root);
      Waiting.until("held", () -> hospital.server().statistics().openGaps() == 1);
      assertThat(stored(stream)).isEqualTo(1);
      gateway.send(chain.get(1));
      gateway.awaitConfirmed(chain.get(3), root);
      assertThat(hospital.server().statistics().openGaps()).isZero();
    }
    assertThat(hospital.server().records(id)).extracting(ReceivedRecord::record).isEqualTo(chain);
  }

  @Test
  void aDeclaredGapLetsTheChainGoOn() throws Exception {
    String id = newGateway();
    StreamId samples = new StreamId(id, "e1", Lane.TELEMETRY);
    List<EventRecord> chain = Streams.chain(samples, 6);
    EventRecord notice =
        Streams.record(
            new StreamId(id, "e1", Lane.AUDIT),
            1,
            EventRecord.FIRST_PREVIOUS,
            EventName.JOURNAL_GAP,
            Fields.builder().put("lane", "telemetry").put("first", 2).put("last", 4).build());
    try (ScriptedGateway gateway = connect(id, GatewayKeys.enrol(hospital.authority(), id))) {
      gateway.send(chain.get(0));
      gateway.send(chain.get(4));
      gateway.send(notice);
      gateway.send(chain.get(5));
      gateway.awaitConfirmed(chain.get(5), root);
    }
    Completeness verdict = hospital.server().verifyCompleteness();
    assertThat(verdict.faults()).isEmpty();
    assertThat(verdict.declaredGaps()).containsExactly(new Completeness.DeclaredGap(samples, 2, 4));
  }

  @Test
  void anotherRecordWithTheSameNumberIsAFaultAndIsNeverConfirmed() throws Exception {
    String id = newGateway();
    StreamId stream = new StreamId(id, "e1", Lane.ALARM);
    List<EventRecord> chain = Streams.chain(stream, 2);
    EventRecord other = Streams.record(stream, 2, chain.get(0).hash(), "another story");
    EventRecord wrongChain = Streams.record(stream, 3, other.hash(), "its continuation");
    long before = hospital.server().statistics().faults();
    try (ScriptedGateway gateway = connect(id, GatewayKeys.enrol(hospital.authority(), id))) {
      gateway.send(chain.get(0));
      gateway.send(chain.get(1));
      gateway.send(other);
      gateway.send(wrongChain);
      Waiting.until("both refused", () -> hospital.server().statistics().faults() == before + 2);
      gateway.awaitConfirmed(chain.get(1), root);
      gateway.send(Streams.record(stream, 1, EventRecord.FIRST_PREVIOUS, "from the beginning"));
      gateway.awaitConfirmed(chain.get(0), root); // what is stored, so that it sees the difference
    }
    assertThat(stored(stream)).isEqualTo(2);
    assertThat(hospital.server().statistics().recentFaults())
        .anyMatch(fault -> fault.contains("conflict"))
        .anyMatch(fault -> fault.contains("predecessor"));
  }

  @Test
  void aMessageThatContradictsItselfIsAFault() throws Exception {
    String id = newGateway();
    StreamId stream = new StreamId(id, "e1", Lane.ALARM);
    EventRecord record = Streams.chain(stream, 1).get(0);
    KuraPayload good = Streams.payload(record);
    Map<String, Object> lying = new java.util.TreeMap<>(good.metrics());
    lying.put("name", "DELIV_STOP");
    EventRecord another = Streams.chain(new StreamId("gw-other", "e1", Lane.ALARM), 1).get(0);
    long before = hospital.server().statistics().faults();
    try (ScriptedGateway gateway = connect(id, GatewayKeys.enrol(hospital.authority(), id))) {
      gateway.send(record, new KuraPayload(good.timestamp(), lying, good.body()));
      gateway.send(another);
      gateway.publish(
          "hospital/" + id + "/PUMP-BRIDGE-V1/events/alarm",
          "no payload".getBytes(StandardCharsets.US_ASCII));
      Waiting.until("all refused", () -> hospital.server().statistics().faults() == before + 3);
    }
    assertThat(stored(stream)).isZero();
  }

  @Test
  void afterAnOutageTheStoreGoesOnAndABirthIsAnsweredWithWhatIsStored() throws Exception {
    String id = newGateway();
    Identity identity = GatewayKeys.enrol(hospital.authority(), id);
    List<EventRecord> chain = Streams.chain(new StreamId(id, "e1", Lane.CLINICAL), 6);
    try (ScriptedGateway gateway = connect(id, identity)) {
      for (EventRecord each : chain.subList(0, 3)) {
        gateway.send(each);
      }
      gateway.awaitConfirmed(chain.get(2), root);
      int port = hospital.broker().port();
      hospital.goAway();
      Waiting.until("connection lost", () -> !gateway.isConnected());
      assertThatThrownBy(() -> connect(id, identity).close()).isNotNull();
      hospital.comeBack();
      assertThat(hospital.broker().port()).isEqualTo(port);
    }
    try (ScriptedGateway gateway = connect(id, identity)) {
      gateway.birth();
      gateway.awaitConfirmed(chain.get(2), root);
      assertThat(hospital.server().online()).contains(id);
      for (EventRecord each : chain.subList(1, 6)) {
        gateway.send(each);
      }
      gateway.awaitConfirmed(chain.get(5), root);
    }
    assertThat(hospital.server().records(id)).extracting(ReceivedRecord::record).isEqualTo(chain);
  }

  @Test
  void whenOnlyTheBrokerFailsTheServerFindsItAgain() throws Exception {
    String id = newGateway();
    Identity identity = GatewayKeys.enrol(hospital.authority(), id);
    hospital.broker().stop();
    hospital.broker().start();
    EventRecord record = Streams.chain(new StreamId(id, "e1", Lane.ALARM), 1).get(0);
    try (ScriptedGateway gateway = connect(id, identity)) {
      Waiting.until(
          "the server is back and stores",
          () -> {
            gateway.send(record); // lost until the server has subscribed again
            return stored(record.stream()) == 1;
          });
      gateway.awaitConfirmed(record, root);
    }
  }

  @Test
  void aRequestIsAnsweredByCodeAndReason() throws Exception {
    String id = newGateway();
    Bytes library = hospital.documents().library(Bytes.of("{}", StandardCharsets.UTF_8));
    try (ScriptedGateway gateway = connect(id, GatewayKeys.enrol(hospital.authority(), id))) {
      CompletableFuture<Reply> refused = hospital.server().sendLibrary(id, library);
      ScriptedGateway.Request request = gateway.nextRequest();
      assertThat(request.topic()).isEqualTo("$EDC/hospital/" + id + "/PUMP-BRIDGE-V1/EXEC/library");
      assertThat(request.payload().body()).isEqualTo(library);
      gateway.reply(
          request,
          400,
          Fields.builder().put("code", "older").put("reason", "an older version").build());
      Reply reply = refused.get(20, TimeUnit.SECONDS);
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.code()).contains("older");
      assertThat(reply.reason()).contains("an older version");

      CompletableFuture<Reply> status =
          hospital.server().request(id, Verb.GET, "status", Bytes.EMPTY);
      gateway.reply(gateway.nextRequest(), 200, Fields.builder().put("accepted", true).build());
      assertThat(status.get(20, TimeUnit.SECONDS).isAccepted()).isTrue();
    }
  }

  @Test
  void theLongestLibraryGetsThrough() throws Exception {
    String id = newGateway();
    Bytes library = Bytes.of(new byte[8 * 1024 * 1024]);
    try (ScriptedGateway gateway = connect(id, GatewayKeys.enrol(hospital.authority(), id))) {
      CompletableFuture<Reply> answer = hospital.server().sendLibrary(id, library);
      ScriptedGateway.Request request = gateway.nextRequest();
      assertThat(request.payload().body().length()).isEqualTo(library.length());
      gateway.reply(request, 400, Fields.builder().put("code", "malformed").build());
      assertThat(answer.get(20, TimeUnit.SECONDS).code()).contains("malformed");
    }
  }

  /** With a hospital of its own, since it comes to a stop. */
  @Test
  void whenTheDiskFailsNothingIsConfirmedAndTheNextStartGoesOn(@TempDir Path own) throws Exception {
    EventRecord record = Streams.chain(Streams.ALARMS, 1).get(0);
    try (DemoHospital stopping =
        DemoHospital.open(DemoHospital.Settings.in(own), InstantSource.system())) {
      stopping.start();
      Identity identity = GatewayKeys.enrol(stopping.authority(), "gw-1");
      X509Certificate ownRoot = stopping.authority().root();
      Path inTheWay = Files.createDirectory(own.resolve("server/gw-1.records"));
      try (ScriptedGateway gateway =
          new ScriptedGateway("gw-1", stopping.url(), identity, ownRoot)) {
        gateway.send(record);
        Waiting.until(
            "the store has failed",
            () ->
                stopping.server().statistics().recentFaults().stream()
                    .anyMatch(fault -> fault.contains("store failed")));
        gateway.birth();
        stopping.server().stop();
        assertThat(gateway.allRequests())
            .extracting(ScriptedGateway.Request::topic)
            .noneMatch(topic -> topic.endsWith("/PUT/confirmation"));
        assertThat(stopping.server().statistics().stored()).isZero();
        Files.delete(inTheWay);
        stopping.comeBack();
        gateway.send(record);
        gateway.awaitConfirmed(record, ownRoot);
      }
    }
  }

  @Test
  void nothingIsReadableForOthers() throws Exception {
    try (var files = Files.walk(directory)) {
      for (Path each : files.filter(path -> !path.equals(directory)).toList()) {
        String mode =
            java.nio.file.attribute.PosixFilePermissions.toString(
                Files.getPosixFilePermissions(each));
        assertThat(mode).as(each.toString()).endsWith("------");
      }
    }
  }
}
