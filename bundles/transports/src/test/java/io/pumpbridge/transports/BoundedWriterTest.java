// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.transports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.link.LinkLostException;
import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.measure.Bytes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What the links over it do not show; the rest is in their contract. */
final class BoundedWriterTest {

  @Test
  void aMomentWithoutThreadsLosesTheLinkAndNotWhoeverWrites() {
    BoundedWriter writer =
        new BoundedWriter(
            new PortId("/dev/ttyS0"),
            Duration.ofSeconds(60),
            bytes -> {},
            task -> {
              throw new OutOfMemoryError("unable to create native thread");
            });
    AtomicBoolean givenUp = new AtomicBoolean();
    assertThatThrownBy(() -> writer.write(Bytes.fromHex("00"), () -> givenUp.set(true)))
        .isInstanceOf(LinkLostException.class)
        .hasMessageContaining("no thread");
    assertThat(givenUp).isTrue();
    writer.close();
  }
}
