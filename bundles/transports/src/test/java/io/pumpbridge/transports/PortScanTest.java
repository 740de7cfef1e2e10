// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.transports;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.link.PortId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class PortScanTest {

  /** Names and what they lead to. */
  private static final class Names implements Devices {
    final Map<Path, Path> names = new TreeMap<>();

    Names with(String name, String target) {
      names.put(Path.of(name), Path.of(target));
      return this;
    }

    @Override
    public Optional<Path> find(Path path) {
      return Optional.ofNullable(names.get(path));
    }

    @Override
    public List<Path> list(Path directory) {
      return names.keySet().stream().filter(name -> directory.equals(name.getParent())).toList();
    }
  }

  private final Names devices = new Names();

  private PortScan scan(String... ports) {
    return PortScan.of(Settings.of(ports), devices);
  }

  private static List<String> paths(PortScan scan) {
    return scan.present().stream().map(PortId::path).toList();
  }

  @Test
  void portsComeInTheOrderOfTheConfigurationAndByNameWithinAGlob() {
    devices.with("/dev/b/2", "/dev/ttyUSB1").with("/dev/b/1", "/dev/ttyUSB0");
    devices.with("/dev/ttyAMA0", "/dev/ttyAMA0");
    assertThat(paths(scan("tcp:moxa:4001", "/dev/b/*", "/dev/ttyAMA0")))
        .containsExactly("tcp:moxa:4001", "/dev/b/1", "/dev/b/2", "/dev/ttyAMA0");
  }

  @Test
  void aDeviceThatSeveralNamesLeadToIsOnePortUnderItsFirstName() {
    devices.with("/dev/b/usb-1", "/dev/ttyUSB0").with("/dev/b/usbv2-1", "/dev/ttyUSB0");
    devices.with("/dev/i/ftdi", "/dev/ttyUSB0").with("/dev/ttyUSB0", "/dev/ttyUSB0");
    assertThat(paths(scan("/dev/b/*", "/dev/i/*", "/dev/ttyUSB*", "/dev/ttyUSB0")))
        .containsExactly("/dev/b/usb-1");
    assertThat(paths(scan("tcp:h:1", "tcp:h:1"))).containsExactly("tcp:h:1");
  }

  @Test
  void whatLeadsToNothingIsAbsentAndADuplicateIsNot() {
    devices.with("/dev/b/1", "/dev/ttyUSB0");
    PortScan scan = scan("/dev/b/*", "/dev/b/1", "/dev/c/*", "/dev/ttyAMA0");
    assertThat(paths(scan)).containsExactly("/dev/b/1");
    assertThat(scan.absent()).containsExactly("/dev/c/*", "/dev/ttyAMA0");
  }

  @Test
  void moreThanAGatewayCanFollowIsLeftOutAndCounted() {
    for (int i = 0; i < 40; i++) {
      devices.with("/dev/ttyX" + i, "/dev/ttyX" + i);
    }
    PortScan scan = scan("/dev/ttyX*");
    assertThat(scan.present()).hasSize(32);
    assertThat(scan.surplus()).isEqualTo(8);
  }
}
