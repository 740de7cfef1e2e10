// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.pumpserver.DemoHospital;
import io.pumpbridge.pumpserver.GatewayKeys;
import io.pumpbridge.pumpserver.Waiting;
import io.pumpbridge.pumpserver.fleet.GatewayStanding;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One question over real gateways' connections and the server's own store. */
class FleetQuestionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static String hash(String of) {
    return EventRecord.hashOf(Bytes.of(of, StandardCharsets.UTF_8));
  }

  private static Fields library(int version) {
    return Fields.builder()
        .put("version", version)
        .put("sha256", hash("library " + version))
        .put("signed_sha256", hash("signed " + version))
        .build();
  }

  private static void send(ScriptedGateway gateway, String id, int version) throws Exception {
    StreamId stream = new StreamId(id, "e1", Lane.AUDIT);
    EventRecord verified =
        Streams.record(
            stream, 1, EventRecord.FIRST_PREVIOUS, EventName.LIBRARY_VERIFIED, library(version));
    gateway.send(verified);
    gateway.send(
        Streams.record(stream, 2, verified.hash(), EventName.LIBRARY_IN_FORCE, library(version)));
  }

  @Test
  void whoIsStaleAndWhyIsAnsweredFromTheStoreAndFromThoseWhoAreConnected(@TempDir Path directory)
      throws Exception {
    try (DemoHospital hospital =
        DemoHospital.open(DemoHospital.Settings.in(directory), InstantSource.system())) {
      hospital.start();
      var root = hospital.authority().root();
      try (ScriptedGateway gone =
          new ScriptedGateway(
              "gw-gone",
              hospital.url(),
              GatewayKeys.enrol(hospital.authority(), "gw-gone"),
              root)) {
        send(gone, "gw-gone", 3);
        Waiting.until("stored", () -> hospital.server().records("gw-gone").size() == 2);
      }
      try (ScriptedGateway here =
          new ScriptedGateway(
              "gw-here",
              hospital.url(),
              GatewayKeys.enrol(hospital.authority(), "gw-here"),
              root)) {
        here.birth();
        send(here, "gw-here", 4);
        Waiting.until("stored", () -> hospital.server().records("gw-here").size() == 2);
        Waiting.until("online", () -> hospital.server().online().contains("gw-here"));
        CompletableFuture<List<GatewayStanding>> asked =
            CompletableFuture.supplyAsync(
                () -> {
                  try {
                    return new FleetQuestion(hospital.server()).ask(PATIENCE);
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                });
        ScriptedGateway.Request request = here.nextRequest();
        while (request.topic().endsWith("/BIRTH")) { // it hears its own
          request = here.nextRequest();
        }
        assertThat(request.topic()).endsWith("/GET/library");
        Fields pump =
            Fields.builder()
                .put("serial", "p-1")
                .put("channel", "1")
                .putAll(library(3))
                .put("why_not", "infusing")
                .build();
        here.reply(
            request,
            200,
            Fields.builder()
                .put("accepted", true)
                .put("in_force", library(4))
                .put("pumps", List.of(pump))
                .build());
        List<GatewayStanding> standings = asked.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(standings)
            .extracting(GatewayStanding::gateway, one -> one.why().orElse(""))
            .containsExactly(
                org.assertj.core.groups.Tuple.tuple("gw-gone", "offline"),
                org.assertj.core.groups.Tuple.tuple("gw-here", ""));
        assertThat(standings.get(1).pumps().get(0).why()).contains("infusing");
        assertThat(standings.get(1).proof()).hasSize(2);
      }
    }
  }
}
