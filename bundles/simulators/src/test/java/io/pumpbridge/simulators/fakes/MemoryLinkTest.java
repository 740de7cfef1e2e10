// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.fakes;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.contract.ByteLinkContract;
import io.pumpbridge.simulators.contract.FarEnd;
import java.io.IOException;
import java.time.Duration;

final class MemoryLinkTest extends ByteLinkContract {

  @Override
  protected Line open() {
    MemoryLink.Pair pair = MemoryLink.pair("memory", WRITE_LIMIT);
    return new Line(
        pair.near(),
        new FarEnd() {
          @Override
          public void send(Bytes bytes) throws IOException {
            pair.far().write(bytes);
          }

          @Override
          public Bytes receive(Duration wait) throws IOException {
            return pair.far().read(wait);
          }

          @Override
          public void vanish() {
            pair.far().unplug();
          }

          @Override
          public void close() {
            pair.far().close();
          }
        });
  }
}
