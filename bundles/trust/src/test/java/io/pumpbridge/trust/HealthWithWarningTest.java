// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.audit.AuditTrail;
import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.health.HealthCheck.Health;
import io.pumpbridge.model.health.HealthCheck.Level;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.clock.SignedTimes;
import io.pumpbridge.trust.escrow.EscrowCertificate;
import io.pumpbridge.trust.escrow.EscrowKeeper;
import io.pumpbridge.trust.escrow.EscrowedKey;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.lab.FixedClock;
import io.pumpbridge.trust.lab.Statuses;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HealthWithWarningTest {
  private static final FixedClock CLOCK = new FixedClock();

  @TempDir Path folder;

  private EscrowKeeper keeper(Optional<Path> certificate) throws IOException {
    EscrowKeeper keeper =
        new EscrowKeeper(
            certificate.map(
                file ->
                    new EscrowCertificate(
                        file,
                        new AnchorFolder(folder),
                        Statuses.unasked(),
                        CLOCK,
                        SignedTimes.ignoredBy(CLOCK))),
            new EscrowedKey("gw-1", new SecretKeySpec(new byte[32], "AES")),
            StateFolder.open(folder.resolve("trust")),
            AuditTrail.NOWHERE,
            new SecureRandom());
    keeper.refresh();
    return keeper;
  }

  private static Health health(EscrowKeeper keeper, Health rest) {
    HealthCheck known =
        new HealthCheck() {
          @Override
          public String part() {
            return "trust";
          }

          @Override
          public Health check() {
            return rest;
          }
        };
    return new HealthWithWarning(known, () -> keeper.failure().map(TrustHealth::warning)).check();
  }

  @Test
  void whatIsWrongWithEscrowIsAWarningUnlessSomethingWeightierIs() throws Exception {
    EscrowKeeper broken = keeper(Optional.of(folder.resolve("not-there.pem")));
    Health said = health(broken, Health.WELL);
    assertThat(said.level()).isEqualTo(Level.WARNING);
    assertThat(said.code()).isEqualTo("escrow-certificate-unreadable");
    assertThat(said.sentence()).contains("not-there.pem");
    Health worse = new Health(Level.CRITICAL, "no-identity", "Not provisioned.");
    assertThat(health(broken, worse)).isEqualTo(worse);
    Health coming =
        new Health(
            Level.WARNING, "certificate-ends-soon", "It ends soon.", Optional.of(FixedClock.NOW));
    assertThat(health(broken, coming)).as("what still works hides nothing").isEqualTo(said);
  }

  @Test
  void whereNobodyWantsEscrowNothingIsSaid() throws Exception {
    assertThat(health(keeper(Optional.empty()), Health.WELL)).isEqualTo(Health.WELL);
  }
}
