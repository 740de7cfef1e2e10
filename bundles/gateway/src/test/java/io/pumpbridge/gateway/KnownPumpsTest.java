// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.pump.PumpIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownPumpsTest {
  private static final PortId LEFT = new PortId("/dev/serial/by-path/left");
  private static final PortId RIGHT = new PortId("/dev/serial/by-path/right");
  private static final PumpIdentity DIANET =
      new PumpIdentity("dianet", "bbraun-dianet", "", "7", "");

  @Test
  void thePathDecidesAndTheAdapterIsAHintForANewPath() {
    KnownPumps known =
        KnownPumps.none()
            .with(LEFT, Optional.of("FT1"), Examples.PUMP)
            .with(RIGHT, Optional.of("FT2"), DIANET);
    assertThat(known.protocol(LEFT, Optional.of("FT2"))).contains("alaris");
    assertThat(known.protocol(new PortId("/dev/new"), Optional.of("FT2"))).contains("dianet");
    assertThat(known.protocol(new PortId("/dev/new"), Optional.empty())).isEmpty();
    assertThat(known.protocol(new PortId("/dev/new"), Optional.of("FT3"))).isEmpty();
  }

  @Test
  void aPortRemembersItsLastPumpOnly() {
    KnownPumps known =
        KnownPumps.none()
            .with(LEFT, Optional.empty(), Examples.PUMP)
            .with(LEFT, Optional.empty(), DIANET);
    assertThat(known.pairs()).hasSize(1);
    assertThat(known.protocol(LEFT, Optional.empty())).contains("dianet");
  }

  @Test
  void itNeverGrowsBeyondItsLimit() {
    KnownPumps known = KnownPumps.none();
    for (int i = 0; i < 1_000; i++) {
      known = known.with(new PortId("/dev/tty" + i), Optional.empty(), DIANET);
    }
    assertThat(known.pairs()).hasSize(KnownPumps.MAX_PAIRS);
    assertThat(known.protocol(new PortId("/dev/tty999"), Optional.empty())).contains("dianet");
  }

  @Test
  void whatCannotBeWrittenIsNotKept() {
    PumpIdentity odd = new PumpIdentity("dianet", "p", "", "a\tb", "");
    assertThat(KnownPumps.none().with(LEFT, Optional.empty(), odd).pairs()).isEmpty();
  }

  @Test
  void itComesBackFromDiskAndNonsenseIsSkipped(@TempDir Path directory) throws Exception {
    KnownPumpsFile file = new KnownPumpsFile(directory.resolve("gateway"));
    assertThat(file.read()).isEqualTo(KnownPumps.none());
    KnownPumps known = KnownPumps.none().with(LEFT, Optional.of("FT1"), DIANET);
    file.write(known);
    assertThat(file.read()).isEqualTo(known);
    Files.writeString(
        directory.resolve("gateway/known-pumps.tsv"),
        "nonsense\n\t\t\t\n" + String.join("\n", known.lines()) + "\n\0\tx\n");
    assertThat(file.read()).isEqualTo(known);
    assertThat(KnownPumps.from(List.of())).isEqualTo(KnownPumps.none());
  }

  @Test
  void onlyItsOwnerMayReadIt(@TempDir Path directory) throws Exception {
    KnownPumpsFile file = new KnownPumpsFile(directory.resolve("gateway"));
    file.write(KnownPumps.none().with(LEFT, Optional.empty(), DIANET));
    file.write(KnownPumps.none().with(RIGHT, Optional.empty(), DIANET));
    assertThat(permissions(directory.resolve("gateway"))).isEqualTo("rwx------");
    assertThat(permissions(directory.resolve("gateway/known-pumps.tsv"))).isEqualTo("rw-------");
  }

  private static String permissions(Path path) throws java.io.IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
