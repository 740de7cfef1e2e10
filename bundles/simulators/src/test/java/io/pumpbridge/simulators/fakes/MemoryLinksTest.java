// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.fakes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.link.ByteLink;
import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.link.LinkLostException;
import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MemoryLinksTest {
  private static final LineSettings LINE = new LineSettings(38_400, 8, LineSettings.Parity.NONE, 1);

  private final MemoryLinks links = new MemoryLinks();
  private final List<MemoryLink> farEnds = new ArrayList<>();

  private PortId plug() {
    return links.plug("/dev/serial/by-path/1", (far, settings) -> farEnds.add(far));
  }

  @Test
  void aPortIsOpenedForOneAtATimeAndEachTimeOnAFreshLine() throws Exception {
    PortId id = plug();
    assertThat(links.present()).containsExactly(id);
    ByteLink first = links.open(id, LINE);
    assertThatThrownBy(() -> links.open(id, LINE)).hasMessageContaining("taken");
    first.close();
    ByteLink second = links.open(id, LINE);
    farEnds.get(1).write(Bytes.fromHex("07"));
    assertThat(second.read(Duration.ofSeconds(5))).isEqualTo(Bytes.fromHex("07"));
  }

  @Test
  void anUnpluggedPortIsNotThereAndItsLinkIsLost() throws Exception {
    PortId id = plug();
    ByteLink link = links.open(id, LINE);
    links.unplug(id);
    assertThat(links.present()).isEmpty();
    assertThatThrownBy(() -> link.read(Duration.ofSeconds(5)))
        .isInstanceOf(LinkLostException.class);
    assertThatThrownBy(() -> links.open(id, LINE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not there");
  }
}
