// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.trust.keys.GcmSealer;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.refusal.Refusal;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

final class WatchedSealerTest {
  private final List<Event> told = new ArrayList<>();
  private final WatchedSealer sealer =
      new WatchedSealer(
          new GcmSealer(new SecretKeySpec(new byte[32], "AES"), new SecureRandom()),
          event -> {
            told.add(event);
            return CompletableFuture.completedFuture(null);
          });

  private static Bytes text(String text) {
    return Bytes.of(text, UTF_8);
  }

  @Test
  void whatOpensIsNoNews() throws Exception {
    Bytes sealed = sealer.seal(text("weight 70 kg"), text("a"));
    assertThat(sealer.open(sealed, text("a"))).isEqualTo(text("weight 70 kg"));
    assertThat(told).isEmpty();
  }

  @Test
  void whatDoesNotOpenIsToldByItsPlaceAndRefusedAsBefore() {
    Bytes sealed = sealer.seal(text("weight 70 kg"), text("a"));
    Refused.with(Refusal.SEAL_BROKEN, () -> sealer.open(sealed, text("b\u0000ed\n")));
    assertThat(told).hasSize(1);
    assertThat(told.get(0).name()).isEqualTo(EventName.SEALED_DATA_DAMAGED);
    assertThat(told.get(0).toFields().toString())
        .contains("\"what\":\"b?ed?\"")
        .doesNotContain("weight");
  }

  @Test
  void whatIsOnlyTriedIsNoNews() throws Exception {
    Bytes sealed = sealer.seal(text("weight 70 kg"), text("a"));
    assertThat(sealer.tryOpen(sealed, text("b"))).isEmpty();
    assertThat(sealer.tryOpen(sealed, text("a"))).contains(text("weight 70 kg"));
    assertThat(told).isEmpty();
  }
}
