// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.command.Command.Verb;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.pumpserver.server.PumpServer;
import io.pumpbridge.runtime.AsyncApi;
import io.pumpbridge.runtime.Awaiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the shipped agent's birth tells a server that it has, as the document describes it. */
class InventoryIT {
  @TempDir private Path directory;

  @Test
  void theServerKnowsByWhichDeviceProfilesPumpsAreSpokenTo() throws Exception {
    AsyncApi document = AsyncApi.read();
    try (Bedside bedside = Bedside.provisioned(directory)) {
      bedside.startAgent();
      PumpServer server = bedside.hospital().server();
      Awaiting.until(
          "an inventory with profiles",
          () -> inventory(server).filter(told -> told.has("profiles")).isPresent());
      Fields inventory = inventory(server).orElseThrow();
      document.assertFits("inventory", inventory.toString());
      List<Fields> profiles = inventory.list("profiles");
      assertThat(profiles).hasSize(1);
      assertThat(profiles.get(0).text("name")).isEqualTo("alaris-asena");
      assertThat(profiles.get(0).text("sha256"))
          .isEqualTo(
              EventRecord.hashOf(
                  Bytes.of(
                      Files.readAllBytes(Path.of("../../device-profiles/alaris-asena.json")))));
      Fields asked =
          Bedside.answer(server.request(DemoDocuments.GATEWAY, Verb.GET, "profiles", Bytes.EMPTY))
              .body()
              .orElseThrow();
      document.assertFits("profilesAnswer", asked.toString());
      assertThat(asked.list("profiles")).isEqualTo(profiles);
      document.assertFits("statusAnswer", bedside.status().toString());
    }
  }

  private static Optional<Fields> inventory(PumpServer server) {
    return server.findInventory(DemoDocuments.GATEWAY);
  }
}
