// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InventoriesTest {
  private static final String PROFILE =
      "{\"name\":\"alaris-asena\",\"origin\":\"shipped\",\"protocol\":\"alaris\",\"sha256\":\"ab\"}";

  private final Inventories inventories = new Inventories();

  private static String inventory(String gateway, String more) {
    return "{\"bundles\":[],\"format\":\"pump-bridge-inventory-1\",\"gateway\":\""
        + gateway
        + "\""
        + more
        + "}";
  }

  private Optional<String> take(String body) {
    Bytes bytes = Bytes.of(body, StandardCharsets.UTF_8);
    return inventories.take(
        "gw-1", KuraCodec.encode(new KuraPayload(Optional.empty(), Map.of("uptime", "1"), bytes)));
  }

  @Test
  void theNewestBirthsDeviceProfilesAreKnownAndABirthThatSaysNothingTakesNothingAway()
      throws Exception {
    assertThat(inventories.find("gw-1")).isEmpty();
    assertThat(take(inventory("gw-1", ""))).isEmpty();
    assertThat(take(inventory("gw-1", ",\"profiles\":[" + PROFILE + "]"))).isEmpty();
    assertThat(take("")).isEmpty();
    assertThat(inventories.find("gw-1").orElseThrow().list("profiles"))
        .singleElement()
        .hasToString(PROFILE);
  }

  @Test
  void whatIsNoInventoryOfThisGatewayIsAFaultAndTheOneBeforeStays() {
    assertThat(take(inventory("gw-1", ""))).isEmpty();
    assertThat(inventories.take("gw-1", new byte[] {1, 2, 3})).isPresent();
    for (String bad :
        new String[] {
          "[]",
          "{",
          inventory("gw-2", ""),
          inventory("gw-1", "").replace("inventory-1", "inventory-9"),
          inventory("gw-1", ",\"x\":\"" + "y".repeat(Inventories.MAX_BYTES) + "\"")
        }) {
      assertThat(take(bad)).as(bad).isPresent();
    }
    assertThat(inventories.find("gw-1").orElseThrow()).hasToString(inventory("gw-1", ""));
    assertThat(inventories.find("gw-2")).isEmpty();
  }
}
