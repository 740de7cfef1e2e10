// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.trust.chain.HostName;
import io.pumpbridge.trust.clock.SignedTimes;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.FixedClock;
import io.pumpbridge.trust.lab.ManualWatchdog;
import io.pumpbridge.trust.lab.Statuses;
import io.pumpbridge.trust.lab.Wish;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProvenSocketFactoryTest {

  /** A server may give a ticket in each message; the JDK would keep 20,480 of them. */
  @Test
  void ticketsAreNotCollected() throws Exception {
    Authority root = Authority.root("root");
    ProvenSocketFactory factory =
        new ProvenSocketFactory(
            Optional.of(new GatewayKey(root.issue(Wish.gateway("gw-1")))),
            new ServerJudge(
                HostName.from("a.example"),
                List.of(root.certificate()),
                Statuses.unasked(),
                new FixedClock(),
                SignedTimes.ignoredBy(new FixedClock())),
            new ServerExpectation(Optional.of("a.example"), Duration.ofSeconds(1), true),
            new Reception() {
              @Override
              public void worked() {}

              @Override
              public void refused() {}
            },
            socket -> {},
            new ManualWatchdog());
    assertThat(factory.context().getClientSessionContext().getSessionCacheSize()).isOne();
    assertThat(factory.context()).isNotSameAs(factory.context());
  }
}
