// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.transports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.link.PortId;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PortPatternTest {

  @Test
  void pathsGlobsAndTcpAreTold() {
    assertThat(PortPattern.from(" /dev/ttyAMA0 "))
        .isEqualTo(new PortPattern.Device("/dev/ttyAMA0", Path.of("/dev/ttyAMA0")));
    assertThat(PortPattern.from("/dev/serial/by-path/*"))
        .isEqualTo(
            new PortPattern.Glob("/dev/serial/by-path/*", Path.of("/dev/serial/by-path"), "*"));
    assertThat(PortPattern.from("tcp:moxa.ward-3:4001"))
        .isEqualTo(new PortPattern.Tcp("tcp:moxa.ward-3:4001", "moxa.ward-3", 4_001));
    assertThat(PortPattern.from("tcp:[::1]:4001"))
        .isEqualTo(new PortPattern.Tcp("tcp:[::1]:4001", "::1", 4_001));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ttyUSB0",
        "/",
        "/dev/../etc/passwd",
        "/dev/*/port",
        "/dev/tty[",
        "/dev/a\u0000b",
        "tcp:",
        "tcp:host",
        "tcp::1",
        "tcp:host:0",
        "tcp:host:65536",
        "tcp:host:999999999999",
        "tcp:host:4001x",
        "tcp:::1:4001",
      })
  void anythingElseIsRefusedByName(String text) {
    assertThatThrownBy(() -> PortPattern.from(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("port '" + text + "'");
  }

  @Test
  void aGlobCoversItsDirectoryAndNothingAboveOrBelow() {
    PortPattern glob = PortPattern.from("/dev/ttyUSB*");
    assertThat(glob.covers(new PortId("/dev/ttyUSB7"))).isTrue();
    assertThat(glob.covers(new PortId("/dev/ttyS0"))).isFalse();
    assertThat(glob.covers(new PortId("/dev/x/ttyUSB7"))).isFalse();
    assertThat(glob.covers(new PortId("/dev/ttyUSB/../../etc/passwd"))).isFalse();
    assertThat(glob.covers(new PortId("tcp:host:1"))).isFalse();
    assertThat(PortPattern.from("/dev/ttyS0").covers(new PortId("/dev/ttyS1"))).isFalse();
  }

  @Test
  void aSiteNamesAtLeastOnePortAndNotTooMany() {
    assertThatThrownBy(() -> Settings.of("", " ")).hasMessageContaining("no ports are configured");
    String[] many = Collections.nCopies(33, "/dev/ttyS0").toArray(String[]::new);
    assertThatThrownBy(() -> Settings.of(many)).hasMessageContaining("at most 32");
    assertThat(Settings.of("", "/dev/ttyS0").ports()).hasSize(1);
  }
}
