// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NameLookUpTest {
  private static final long PATIENCE_MS = 20_000;

  @Test
  void whereNoThreadWasToBeHadTheNextLookUpTriesAgain() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    NameLookUp names =
        new NameLookUp(
            host -> InetAddress.getLoopbackAddress(),
            task -> asked.incrementAndGet() == 1 ? new NeverStarts() : NameLookUp.thread(task),
            PATIENCE_MS);
    assertThatThrownBy(() -> names.find("server")).isInstanceOf(OutOfMemoryError.class);
    assertThat(names.find("server")).isEqualTo(InetAddress.getLoopbackAddress());
  }

  /** As the platform does when the system has no more. */
  private static final class NeverStarts extends Thread {
    @Override
    public synchronized void start() {
      throw new OutOfMemoryError("unable to create native thread");
    }
  }
}
