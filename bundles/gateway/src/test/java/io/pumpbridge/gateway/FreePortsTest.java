// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.simulators.fakes.MemoryLinks;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FreePortsTest {
  private final MemoryLinks links = new MemoryLinks();

  @Test
  void whatIsPluggedInWhileSomebodyWatchesIsHeardToo() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    CountDownLatch opened = new CountDownLatch(1);
    try (FreePorts ports = new FreePorts(links, () -> 0)) {
      ports.addDriver(new LetterDriver());
      AutoCloseable watching = ports.watch("", heard::add);
      links.plug("/dev/late", (far, settings) -> opened.countDown());
      assertThat(opened.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(heard.poll(20, TimeUnit.SECONDS)).contains("trying", "/dev/late");
      watching.close();
    }
  }
}
